"""References to container images as packages.

Grammar: the distribution project's "reference" grammar: `[registry/]path[:tag][@digest]`, where the first part is a
registry if it has a dot or a colon or is `localhost`. What has neither tag nor digest means `latest`. purl (type
`docker`) has the path before the name as namespace, and the registry as a qualifier.
"""

import re

from mooring.model.facts import PackageFact

_REFERENCE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._:/-]{0,1000})(?:@(sha(?:256|512):[0-9a-fA-F]{32,128}))?")
_TAG = re.compile(r"\w[\w.-]{0,127}")
_DEFAULT_REGISTRIES = ("docker.io", "index.docker.io")


def image_package(
    reference: str, *, home: str, scope: str = "runtime", line: int = 0, properties: dict[str, str] | None = None
) -> PackageFact | None:
    """The image that a reference names; None for a text that is none, and for `scratch`, which is no image.

    The version is the tag, or the digest where that is all there is.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None or found[1] == "scratch":
        return None
    whole, tag = _without_tag(found[1])
    digest = (found[2] or "").lower()
    registry, path = _split(whole)
    namespace, _, name = path.rpartition("/")
    if not name or "//" in path or path.startswith("/"):
        return None
    told = {**(properties or {}), "digest": digest if tag else ""}
    return PackageFact(
        type="docker",
        namespace=namespace,
        name=name,
        version=tag or digest or "latest",
        scope=scope,
        home=home,
        provides=(whole,) if whole != name else (),
        qualifiers={"repository_url": registry} if registry else {},
        properties={label: value for label, value in told.items() if value},
        line=line,
        is_installed=False,
    )


def _without_tag(text: str) -> tuple[str, str]:
    """A colon after the last slash begins a tag; one before it, a port."""
    at = text.rfind(":")
    if at > text.rfind("/") and _TAG.fullmatch(text[at + 1 :]):
        return text[:at], text[at + 1 :]
    return text, ""


def _split(text: str) -> tuple[str, str]:
    """Registry, empty for the default one, and path; the default registry's own images lie under `library`."""
    first, slash, rest = text.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        registry, path = "", text
    else:
        registry, path = first, rest
    if registry in _DEFAULT_REGISTRIES:
        registry = ""
    return registry, path if registry else path.removeprefix("library/")
