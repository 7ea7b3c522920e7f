"""Candidates for the CPE names of packages: few, and rather the names that the NVD uses than every thinkable one.

They are guesses. What a reader knows for certain stands in `PackageFact.cpes` and comes before them.
"""

from collections.abc import Mapping
from functools import lru_cache

from mooring.model.cpe import quoted
from mooring.packages.cpe_products import LANGUAGE_PRODUCTS, MAVEN_PRODUCTS, MAVEN_VENDORS, SYSTEM_PRODUCTS

MAX_CANDIDATES = 5
_SYSTEM_TYPES = frozenset({"deb", "rpm", "apk", "alpm", "ebuild", "opkg", "nix", "bitnami", "generic", "conda", "brew"})
_EPOCH_TYPES = frozenset({"deb", "rpm", "alpm"})
_REVISION_TYPES = frozenset({"deb", "rpm", "alpm", "apk", "ebuild", "bitnami"})
_WITHOUT = frozenset({"github", "githubactions", "oci", "docker", "huggingface", "mlflow", "swid"})
"""Types of things for which the NVD has no names."""
_TARGETS = {"npm": "node.js", "gem": "ruby", "cargo": "rust", "pypi": "python", "nuget": ".net"}
_BINDINGS = ("python3-", "python-", "perl-", "ruby-", "node-", "php-")
_GROUPS = tuple(sorted(MAVEN_VENDORS, key=len, reverse=True))
_FORGES = ("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/")


def cpe_candidates(
    kind: str,
    name: str,
    namespace: str,
    version: str,
    properties: Mapping[str, str],
    source_name: str = "",
) -> tuple[str, ...]:
    """CPE 2.3 names that the package may have, the likeliest first, five at most; in an order that never changes.

    `kind` is the purl type; `name` and `namespace` are split as in a purl. The version is upstream's: without epoch and
    revision.
    """
    if not name or kind in _WITHOUT or not (name.isascii() and namespace.isascii() and version.isascii()):
        return ()  # CPE names are ASCII (NISTIR 7695, 5.3.2).
    owner = _owner(properties.get("homepage", "") or properties.get("repository", "")) if properties else ""
    starts = _starts(kind, name.lower(), namespace.lower(), owner, source_name.lower() if source_name.isascii() else "")
    plain = quoted(_upstream(kind, version)) if version else "*"
    return tuple([f"{start}{plain}{end}" for start, end in starts])


@lru_cache(maxsize=16_384)
def _starts(kind: str, name: str, namespace: str, owner: str, source_name: str) -> tuple[tuple[str, str], ...]:
    """What stands before and after the version in each candidate."""
    target = _TARGETS.get(kind, "")
    starts = list(dict.fromkeys(f"cpe:2.3:{triple}:" for triple in _triples(kind, name, namespace, owner, source_name)))
    found = [(start, ":*:*:*:*:*:*:*") for start in starts]
    if target:
        found.insert(0, (starts[0], f":*:*:*:*:{target}:*:*"))
    return tuple(found[:MAX_CANDIDATES])


def _triples(kind: str, name: str, namespace: str, owner: str, source_name: str) -> list[str]:
    """`part:vendor:product`, the likeliest first."""
    if kind in _SYSTEM_TYPES:
        return _of_system(name, source_name)
    if kind == "maven":
        return _of_maven(name, namespace)
    if kind == "golang":
        return _of_go(name, namespace)
    known = LANGUAGE_PRODUCTS.get(kind, {}).get(name, ())
    vendors = _vendors(kind, name, namespace, owner)
    return [*map(_quoted_triple, known), *_applications(vendors, [name])]


def _vendors(kind: str, name: str, namespace: str, owner: str) -> list[str]:
    if kind == "nuget" and name.startswith(("microsoft.", "system.", "azure.")):
        return ["microsoft"]
    if kind in ("composer", "npm") and namespace:
        return [namespace.removeprefix("@"), owner, name]
    vendors = [name, f"{name}_project", owner]
    return ["python", *vendors] if kind == "pypi" else vendors


def _of_system(name: str, source_name: str) -> list[str]:
    for candidate in (name, source_name):
        known = SYSTEM_PRODUCTS.get(candidate)
        if known:
            return [_quoted_triple(triple) for triple in known]
    stem = source_name or name
    names = [stem, name] if stem != name else [name]
    names += [name.removeprefix(prefix) for prefix in _BINDINGS if name.startswith(prefix)]
    return [triple for one in names for triple in _applications([one], [one])]


def _of_maven(artifact: str, group: str) -> list[str]:
    product = MAVEN_PRODUCTS.get(artifact, "")
    vendor = next((MAVEN_VENDORS[start] for start in _GROUPS if group.startswith(start)), "")
    labels = group.split(".")
    own = labels[1] if len(labels) > 1 and labels[0] in ("org", "com", "io", "net", "de", "fr", "dev") else labels[0]
    vendors = [vendor, own, artifact]
    triples = _applications([vendor or own], [product]) if product and vendor else []
    last = labels[-1] if vendor == "apache" and labels[-1] not in ("apache", "commons") else ""
    return [*triples, *_applications(vendors, [artifact]), *_applications([vendor], [last])]


def _of_go(name: str, namespace: str) -> list[str]:
    if not namespace:
        known = SYSTEM_PRODUCTS.get(name)
        return [_quoted_triple(triple) for triple in known] if known else _applications([name], [name])
    if namespace.startswith("golang.org"):
        return _applications(["golang"], [name])
    if namespace.startswith(("k8s.io", "sigs.k8s.io")):
        return _applications(["kubernetes"], [name])
    owner = _owner(f"{namespace}/{name}")
    parts = namespace.split("/")
    # A module of a later major version ends in /v2, /v3: the product is the part before.
    product = parts[-1] if name[:1] == "v" and name[1:].isdigit() else name
    vendor = owner or parts[0].split(".")[0]
    known = SYSTEM_PRODUCTS.get(product, ()) if owner else ()
    return [*_applications([vendor], [product]), *map(_quoted_triple, known), *_applications([product], [product])]


def _applications(vendors: list[str], products: list[str]) -> list[str]:
    pairs = [(vendor, product) for product in products for vendor in vendors if vendor and product]
    return [_quoted_triple(f"a:{vendor}:{product}") for vendor, product in pairs]


def _quoted_triple(triple: str) -> str:
    part, vendor, product = triple.split(":", 2)
    return f"{part}:{quoted(vendor)}:{product if chr(92) in product else quoted(product)}"


def _owner(address: str) -> str:
    """The account that a project on a public forge belongs to."""
    address = address.partition("://")[2] or address
    for forge in _FORGES:
        if address.startswith(forge):
            owner = address[len(forge) :].partition("/")[0].lower()
            return owner if len(owner) <= 64 and owner.isascii() else ""
    return ""


def _upstream(kind: str, version: str) -> str:
    if kind in _EPOCH_TYPES and ":" in version:
        version = version.partition(":")[2]
    if kind in _REVISION_TYPES and "-" in version:
        version = version.rpartition("-")[0]
    if kind == "golang":
        version = version.removeprefix("v").removeprefix("go").removesuffix("+incompatible")
    return version
