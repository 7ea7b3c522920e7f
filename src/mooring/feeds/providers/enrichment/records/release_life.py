"""One release of a product as endoflife.date describes it: in its interface, and in the Markdown files that are edited."""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text
from mooring.model.advisory import ReleaseLife

MAX_IDENTIFIERS = 50
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DISTRIBUTIONS = {
    "alpine-linux": "alpine",
    "amazon-linux": "amazon",
    "amzn": "amazon",
    "amazonlinux": "amazon",
    "alma": "almalinux",
    "archlinux": "arch",
    "azure-linux": "azurelinux",
    "cbl-mariner": "mariner",
    "mariner-linux": "mariner",
    "ol": "oracle",
    "opensuse": "opensuse-leap",
    "oracle-linux": "oracle",
    "oraclelinux": "oracle",
    "redhat": "rhel",
    "rocky-linux": "rocky",
    "rockylinux": "rocky",
    "suse-linux-micro": "sle-micro",
    "vmware-photon": "photon",
}
"""Names of distributions, there and in other tools, to the first part of our namespaces, where they differ."""


def lives_of_product(product: JsonObject) -> Iterator[ReleaseLife]:
    """The releases of a product of the interface. Raises ReadError where it has no name or no list of releases."""
    name = text(product, "name")
    if not name or not isinstance(product.get("releases"), list):
        raise ReadError("is no product: it has no name, or no list of releases")
    identifiers = tuple(identifier for item in objects(product, "identifiers") if (identifier := text(item, "id")))[
        :MAX_IDENTIFIERS
    ]
    for release in objects(product, "releases"):
        yield from lives_of_release(name, release, identifiers)


def lives_of_release(product: str, release: JsonObject, identifiers: tuple[str, ...]) -> Iterator[ReleaseLife]:
    """The release, and once more under the name by which its advisories call it, where that is another. None without a name."""
    name = text(release, "name")
    if not name:
        return
    end = _date(release.get("eolFrom"))
    life = ReleaseLife(
        product=product_name(product),
        release=name,
        end_of_life=end,
        end_of_active_support=_date(release.get("eoasFrom")),
        end_of_extended_support=_date(release.get("eoesFrom")),
        is_ended=release.get("isEol") is True and not end,
        released=_date(release.get("releaseDate")),
        codename=text(release, "codename"),
        latest=text(inner(release, "latest"), "name"),
        identifiers=identifiers,
    )
    yield from _with_other_name(life)


def lives_of_page(page: JsonObject, name: str) -> Iterator[ReleaseLife]:
    """The releases of the head of a Markdown file. Raises ReadError where it has no list of releases."""
    if not isinstance(page.get("releases"), list):
        raise ReadError("has no list of releases")
    product = text(page, "permalink").strip("/").rpartition("/")[2] or name
    identifiers = tuple(
        identifier
        for item in objects(page, "identifiers")
        for identifier in item.values()
        if isinstance(identifier, str)
    )[:MAX_IDENTIFIERS]
    for release in objects(page, "releases"):
        cycle = text(release, "releaseCycle")
        if not cycle:
            continue
        end = _date(release.get("eol"))
        yield from _with_other_name(
            ReleaseLife(
                product=product_name(product),
                release=cycle,
                end_of_life=end,
                end_of_active_support=_date(release.get("eoas")),
                end_of_extended_support=_date(release.get("eoes")),
                is_ended=text(release, "eol").lower() == "true",
                released=_date(release.get("releaseDate")),
                codename=text(release, "codename"),
                latest=text(release, "latest"),
                identifiers=identifiers,
            )
        )


def product_name(name: str) -> str:
    """Ours: the first part of a namespace for distributions that have one, else as it is."""
    return _DISTRIBUTIONS.get(name, name)


def _with_other_name(life: ReleaseLife) -> Iterator[ReleaseLife]:
    """Amazon Linux of 2018.03 and before is one release, 1, to its advisories; 2018.03 was the last of them."""
    yield life
    if life.product == "amazon" and life.release == "2018.03":
        yield ReleaseLife(
            product="amazon",
            release="1",
            end_of_life=life.end_of_life,
            end_of_active_support=life.end_of_active_support,
            is_ended=life.is_ended,
            latest=life.latest,
            identifiers=life.identifiers,
        )


def _date(value: object) -> str:
    """An ISO date, which may lie ahead; empty for what is none: nothing, or yes and no."""
    found = _DATE.match(value) if isinstance(value, str) else None
    return found[0] if found else ""
