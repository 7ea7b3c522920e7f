"""Package URLs (purl specification 1.0, ECMA-427): parse, build, normalise."""

from urllib.parse import quote, unquote

import msgspec

from mooring.base.errors import ReadError

_LOWER_NAME = frozenset(
    {"alpm", "apk", "bitbucket", "bitnami", "composer", "deb", "github", "hex", "oci", "pub", "pypi"}
)
_LOWER_NAMESPACE = frozenset({"alpm", "apk", "bitbucket", "composer", "deb", "github", "hex", "rpm"})
_KEEP = "-._~:"


class Purl(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a package URL, decoded."""

    type: str
    name: str
    namespace: str = ""
    version: str = ""
    qualifiers: dict[str, str] = {}
    subpath: str = ""

    def __str__(self) -> str:
        return build_purl(
            self.type,
            self.name,
            namespace=self.namespace,
            version=self.version,
            qualifiers=self.qualifiers,
            subpath=self.subpath,
        )


def build_purl(
    kind: str,
    name: str,
    *,
    namespace: str = "",
    version: str = "",
    qualifiers: dict[str, str] | None = None,
    subpath: str = "",
) -> str:
    """The canonical package URL; name and namespace are normalised as the type's definition asks. Empty qualifiers are left out."""
    kind = kind.lower()
    name, namespace = _normalised(kind, name, namespace)
    text = f"pkg:{kind}/"
    if namespace:
        text += "/".join(quote(part, safe=_KEEP) for part in namespace.split("/") if part) + "/"
    text += quote(name, safe=_KEEP)
    if version:
        text += "@" + quote(version, safe=_KEEP)
    pairs = sorted((key.lower(), value) for key, value in (qualifiers or {}).items() if value)
    if pairs:
        text += "?" + "&".join(f"{key}={quote(value, safe=_KEEP + '/,')}" for key, value in pairs)
    if subpath:
        text += "#" + "/".join(quote(part, safe=_KEEP) for part in subpath.split("/") if part not in ("", ".", ".."))
    return text


def parse_purl(text: str) -> Purl:
    """Parse a package URL; raises ReadError that says what is missing."""
    if not text.startswith("pkg:"):
        raise ReadError(f"{text!r} is not a package URL: it does not start with 'pkg:'")
    rest, _, subpath = text[4:].lstrip("/").partition("#")
    rest, _, query = rest.partition("?")
    kind, slash, rest = rest.partition("/")
    at = rest.rfind("@")
    version = ""
    if at > 0 and at > rest.rfind("/"):
        rest, version = rest[:at], unquote(rest[at + 1 :])
    namespace, _, name = rest.strip("/").rpartition("/")
    if not kind or not slash or not name:
        raise ReadError(f"{text!r} is not a package URL: it has no {'type' if not kind else 'name'}")
    qualifiers = {}
    for pair in query.split("&"):
        key, _, value = pair.partition("=")
        if key and value:
            qualifiers[key.lower()] = unquote(value)
    namespace = "/".join(unquote(part) for part in namespace.split("/") if part)
    subpath = "/".join(unquote(part) for part in subpath.split("/") if part not in ("", ".", ".."))
    name, namespace = _normalised(kind.lower(), unquote(name), namespace)
    return Purl(
        type=kind.lower(), name=name, namespace=namespace, version=version, qualifiers=qualifiers, subpath=subpath
    )


def _normalised(kind: str, name: str, namespace: str) -> tuple[str, str]:
    if kind == "pypi":
        name = name.replace("_", "-")
    if kind in _LOWER_NAME:
        name = name.lower()
    if kind in _LOWER_NAMESPACE:
        namespace = namespace.lower()
    return name, namespace
