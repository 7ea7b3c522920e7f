"""What all of Red Hat's documents have in common: where rows belong, modules, and what paid support alone fixes."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mooring.feeds.formats.csaf import CsafProduct
from mooring.feeds.providers.distributions.rpm import paid
from mooring.feeds.providers.distributions.rpm.csaf_rows import Place
from mooring.feeds.providers.distributions.rpm.redhat_products import PAID_CHANNELS, product_of
from mooring.model.advisory import Affected

_CHANNELS_WITH_REPOSITORY = ("layered", "scl", "extras")


def place_of(product: CsafProduct) -> Place | None:
    """The place of a CSAF product; None where its platform is none of Red Hat."""
    found = product_of(product.cpe, product.version)
    if found is None:
        return None
    return Place(found.namespace, found.cpe if found.channel in _CHANNELS_WITH_REPOSITORY else "")


def module_of(label: str, namespace: str, versions: Iterable[str]) -> str | None:
    """The label; else, since there are modules, empty for builds that show no mark of one."""
    if label:
        return label
    if not has_modules(namespace) or any(".module" in version for version in versions):
        return None
    return ""


def has_modules(namespace: str) -> bool:
    """Whether the release of a namespace has modularity."""
    release = namespace.partition(":")[2]
    return release.partition("+")[0].partition(".")[0] in ("8", "9")


def with_releases(rows: Iterable[Affected]) -> tuple[Affected, ...]:
    """The rows, those about Software Collections without a release once for each that they are built for, 6 and 7."""
    return tuple(
        one
        for row in rows
        for one in (
            [replace(row, namespace=f"rhel:{major}+scl") for major in ("6", "7")]
            if row.namespace == "rhel+scl"
            else [row]
        )
    )


def worth_keeping(rows: Iterable[Affected]) -> Iterator[Affected]:
    """Without what documents say of unaffected packages of layered products: thousands a document, of no use to anybody."""
    return (row for row in rows if not (row.is_negative and row.namespace.endswith("+layered")))


def paid_only(rows: Iterable[Affected]) -> Iterator[Affected]:
    """A row of the plain release for each package that only a paid channel fixes."""
    return paid.paid_only(rows, _plain_release, PAID_CHANNELS)


def _plain_release(namespace: str) -> str:
    base = namespace.partition("+")[0]
    return base if base == "rhel:2.1" else base.partition(".")[0]
