"""Whether an exception or a VEX product means an image or a package."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mooring.base.errors import BadReference, ReadError
from mooring.model.cpe import matches as cpe_matches
from mooring.model.cpe import parse_cpe
from mooring.model.image import ImageDescription, ImageReference
from mooring.model.package import Package
from mooring.model.purl import Purl, parse_purl
from mooring.model.vex import VexProduct
from mooring.vulns.names import normal_name

MAX_PATTERN_CHARACTERS = 2_000


def fits_glob(pattern: str, text: str) -> bool:
    """`*` any characters within a path segment, `**` across segments, `?` one character; the whole text must fit."""
    return _glob(pattern).fullmatch(text) is not None


def fits_image(pattern: str, image: ImageDescription) -> bool:
    """A digest of the image, or a glob of one of its names: with or without tag, with or without the default registry."""
    if pattern in (image.digest, image.index_digest, image.image_id) and pattern:
        return True
    return any(fits_glob(pattern, name) for name in image_names(image))


def image_names(image: ImageDescription) -> tuple[str, ...]:
    """Every way to write which image it is."""
    return _names((image.name, *image.tags, *image.repo_digests))


@lru_cache(maxsize=64)
def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for text in texts:
        names[text] = None
        try:
            reference = ImageReference.parse(text)
        except BadReference:
            continue
        names[str(reference)] = None
    for name in list(names):
        bare, colon, tag = name.rpartition(":")
        if colon and "/" not in tag and "@" not in name:
            names[bare] = None
    return tuple(name for name in names if name)


def fits_package(pattern: str, package: Package) -> bool:
    """A purl with or without version, a name or source package's name, or a glob of either."""
    if pattern.startswith("pkg:"):
        return _is_same_purl(pattern, package)
    names = {package.name, package.source_name, package.name.rpartition(":")[2] if package.type == "maven" else ""}
    names |= {normal_name(package.type, name) for name in names if name}
    wanted = normal_name(package.type, pattern) if "*" not in pattern else pattern
    return any(name and (name in (pattern, wanted) or fits_glob(pattern, name)) for name in names)


def fits_product(product: VexProduct, package: Package, image: ImageDescription) -> bool:
    """Whether a VEX product is this package, this image as a whole, or this package within this image."""
    if product.components:
        if not any(_means_package(one, package) for one in product.components):
            return False
        return any(means_image(one, image) for one in product.identifiers) or not product.identifiers
    return any(_means_package(one, package) or means_image(one, image) for one in product.identifiers)


def means_image(identifier: str, image: ImageDescription) -> bool:
    """Whether an identifier names the image: an OCI purl, a digest, a reference."""
    digests = _digests(image)
    if identifier.startswith(("pkg:oci/", "pkg:docker/")):
        return _is_image_purl(identifier, image, digests)
    bare = identifier.removeprefix("https://").removeprefix("oci://").removeprefix("docker://")
    if bare in digests or (":" not in bare and f"sha256:{bare}" in digests):
        return True
    reference, at, digest = bare.partition("@")
    if at:
        return digest in digests and _is_name(reference, image)
    return _is_name(bare, image)


def _digests(image: ImageDescription) -> frozenset[str]:
    of_repositories = (text.partition("@")[2] for text in image.repo_digests)
    return frozenset(one for one in (image.digest, image.index_digest, image.image_id, *of_repositories) if one)


def _is_name(text: str, image: ImageDescription) -> bool:
    names = set(image_names(image))
    if text in names:
        return True
    try:
        return str(ImageReference.parse(text)) in names
    except BadReference:
        return False


def _is_image_purl(text: str, image: ImageDescription, digests: frozenset[str]) -> bool:
    """`pkg:oci/app@sha256:…?repository_url=registry.example/team/app&tag=1.0` (purl type definition `oci`)."""
    purl = _purl(text)
    if purl is None:
        return False
    if purl.version and purl.version.startswith("sha256:") and purl.version not in digests:
        return False
    repository = purl.qualifiers.get("repository_url", "").removeprefix("https://").rstrip("/")
    repository = repository.replace("index.docker.io/", "docker.io/")
    tag = purl.qualifiers.get("tag", "") or ("" if purl.version.startswith("sha256:") else purl.version)
    names = set(image_names(image))
    if repository:
        full = repository if repository.rpartition("/")[2] == purl.name else f"{repository}/{purl.name}"
        return _names_repository(full, tag, names)
    if purl.version.startswith("sha256:"):
        return True
    return any(_last_part(name) == (f"{purl.name}:{tag}" if tag else purl.name) for name in names)


def _names_repository(repository: str, tag: str, names: Iterable[str]) -> bool:
    wanted = f"{repository}:{tag}" if tag else repository
    return any(name == wanted or name.removeprefix("docker.io/library/") == wanted for name in names)


def _last_part(name: str) -> str:
    return name.rpartition("/")[2]


def _means_package(identifier: str, package: Package) -> bool:
    if identifier.startswith("pkg:"):
        return _is_same_purl(identifier, package)
    if identifier.startswith("cpe:"):
        return _is_same_cpe(identifier, package)
    return False


def _is_same_purl(text: str, package: Package) -> bool:
    """Type, namespace and name are equal, and version and qualifiers where the identifier gives them."""
    wanted, own = _purl(text), _purl(package.purl)
    if wanted is None or own is None:
        return False
    if wanted.type != own.type or normal_name(own.type, wanted.name) != normal_name(own.type, own.name):
        return False
    if wanted.namespace and wanted.namespace.lower() != own.namespace.lower():
        return False
    if not wanted.namespace and own.namespace and own.type not in ("deb", "rpm", "apk", "alpm"):
        return False
    if wanted.version and wanted.version not in (own.version, package.version):
        return False
    return all(
        own.qualifiers.get(key) == value for key, value in wanted.qualifiers.items() if key in ("arch", "classifier")
    )


def _is_same_cpe(text: str, package: Package) -> bool:
    try:
        wanted = parse_cpe(text)
        return any(cpe_matches(wanted, parse_cpe(one)) for one in package.cpes)
    except ReadError:
        return False


@lru_cache(maxsize=4096)
def _purl(text: str) -> Purl | None:
    try:
        return parse_purl(text)
    except ReadError:
        return None


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    """The glob as a regular expression; globs are the own words of whoever runs the command."""
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        return re.compile(r"(?!)")
    parts = re.split(r"(\*+|\?)", pattern)
    return re.compile("".join(map(_piece, parts)), re.DOTALL)


def _piece(part: str) -> str:
    if part == "?":
        return "[^/]"
    if part == "*":
        return "[^/]*"
    if part.startswith("*"):
        return ".*"
    return re.escape(part)
