"""Which image an exception or a VEX product means."""

from collections.abc import Iterable
from functools import lru_cache

from mooring.base.errors import BadReference, ReadError
from mooring.model.image import ImageDescription, ImageReference, is_digest
from mooring.model.purl import Purl, parse_purl
from mooring.vulns.suppression.globs import fits_glob

IMAGE_TYPES = ("oci", "docker")
"""Purl types that name images."""


def fits_image(pattern: str, image: ImageDescription) -> bool:
    """A digest of the image, or a glob of one of its names: with or without tag, digest and default registry."""
    if pattern and pattern in digests_of(image):
        return True
    return any(fits_glob(pattern, name) for name in names_of(image))


def names_of(image: ImageDescription) -> frozenset[str]:
    """Every way to write which image it is: as given, in full, in short; with tag, with digest, bare."""
    return _names((image.name, *image.tags, *image.repo_digests), (image.digest, image.index_digest))


def digests_of(image: ImageDescription) -> frozenset[str]:
    """Of the manifest, the index, the config, and those that the image is known by in repositories."""
    of_repositories = (text.partition("@")[2] for text in image.repo_digests)
    return frozenset(one for one in (image.digest, image.index_digest, image.image_id, *of_repositories) if one)


def means_image(identifiers: Iterable[str], image: ImageDescription) -> bool:
    """Whether identifiers of one thing name the image: OCI purls, digests, references.

    Where one of them has a digest, digests decide alone: the same bytes are the same image in every registry, and a tag that has moved
    on is another image.
    """
    identifiers = tuple(identifiers)
    wanted = {digest for one in identifiers if (digest := _digest_in(one))}
    if wanted:
        return not wanted.isdisjoint(digests_of(image)) and not any(
            _is_other_platform(one, image) for one in identifiers
        )
    return any(_names_image(one, image) for one in identifiers)


@lru_cache(maxsize=4096)
def purl_of(text: str) -> Purl | None:
    """The parts of a purl; None where it is none."""
    try:
        return parse_purl(text)
    except ReadError:
        return None


@lru_cache(maxsize=64)
def _names(texts: tuple[str, ...], digests: tuple[str, ...]) -> frozenset[str]:
    names: set[str] = set()
    for text in filter(None, texts):
        names.add(text)
        try:
            reference = ImageReference.parse(text)
        except BadReference:
            continue
        for bare in _ways(reference):
            names.update((bare, f"{bare}:{reference.tag}" if reference.tag else bare))
            names.update(f"{bare}@{digest}" for digest in (*digests, reference.digest) if digest)
    return frozenset(names)


def _ways(reference: ImageReference) -> tuple[str, ...]:
    """The repository, in full and as short as Docker lets it be."""
    bare = ImageReference(registry=reference.registry, repository=reference.repository)
    return (str(bare), bare.familiar)


def _digest_in(identifier: str) -> str:
    """The digest that an identifier holds, if it names an image by one."""
    if identifier.startswith("pkg:"):
        purl = purl_of(identifier)
        is_image = purl is not None and purl.type in IMAGE_TYPES
        return purl.version if purl is not None and is_image and is_digest(purl.version) else ""
    text = _plain(identifier)
    last = text.rpartition("@")[2]
    if is_digest(last):
        return last
    return f"sha256:{text}" if is_digest(f"sha256:{text}") else ""


def _plain(identifier: str) -> str:
    for scheme in ("https://", "http://", "oci://", "docker://"):
        identifier = identifier.removeprefix(scheme)
    return identifier


def _is_other_platform(identifier: str, image: ImageDescription) -> bool:
    purl = purl_of(identifier) if identifier.startswith("pkg:") else None
    architecture = purl.qualifiers.get("arch", "") if purl is not None else ""
    own = image.config.platform.architecture
    return bool(architecture and own) and architecture.lower() not in (own, str(image.config.platform))


def _names_image(identifier: str, image: ImageDescription) -> bool:
    if not identifier:
        return False
    if identifier.startswith("pkg:"):
        purl = purl_of(identifier)
        if purl is None or _is_other_platform(identifier, image):
            return False
        if purl.type == "generic":
            return purl.name == image.name and not purl.namespace
        return purl.type in IMAGE_TYPES and _is_image_purl(purl, image)
    text = _plain(identifier)
    if text in names_of(image):
        return True
    try:
        return str(ImageReference.parse(text)) in names_of(image)
    except BadReference:
        return False


def _is_image_purl(purl: Purl, image: ImageDescription) -> bool:
    """`pkg:oci/app?repository_url=registry.example/team/app&tag=1.0`, `pkg:docker/team/app@1.0` (purl type definitions)."""
    tag = purl.qualifiers.get("tag", "") or purl.version
    repository = _plain(purl.qualifiers.get("repository_url", "")).rstrip("/")
    path = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    if purl.type == "oci" and not repository:
        wanted = f"{path}:{tag}" if tag else path
        return any(name.rpartition("/")[2] == wanted for name in names_of(image))
    if not repository.endswith(f"/{path}"):
        repository = f"{repository}/{path}" if repository else path
    try:
        reference = ImageReference.parse(f"{repository}:{tag}" if tag else repository)
    except BadReference:
        return False
    wanted = str(reference) if tag else str(reference).removesuffix(":latest")
    return wanted in names_of(image)
