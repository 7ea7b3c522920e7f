"""META-INF/MANIFEST.MF of a Java archive.

Format: "JAR File Specification" of the JDK, section "JAR Manifest": `Name: value` lines of at most 72 bytes,
continued by a line that starts with a space; an empty line ends the main section, sections about single entries follow.
"""

MAX_BYTES = 4 << 20
_MAX_SECTIONS = 64
"""Sections that are looked at for what the main one lacks; a signed archive has one for every class."""


def parse_manifest(content: bytes) -> dict[str, str]:
    """The attributes of the main section, names in lower case; what it lacks is taken from the sections after it.

    Libraries of the early days (Axis, the servlet API) give version and title in a section about their package only,
    whose name is kept as `name`. Nothing is refused: a manifest is a hint, and the first value of a repeated name
    holds.
    """
    flat = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n ", b"").lstrip(b"\xef\xbb\xbf\n")
    main, _, rest = flat.partition(b"\n\n")
    attributes: dict[str, str] = {}
    _add(attributes, main)
    if rest and "implementation-version" not in attributes and "bundle-version" not in attributes:
        for section in rest.split(b"\n\n", _MAX_SECTIONS)[:_MAX_SECTIONS]:
            if b"Version:" in section or b"Title:" in section:
                _add(attributes, section)
    return attributes


def header_value(value: str) -> str:
    """An OSGi header's first clause without its directives: `org.acme.core;singleton:=true` is `org.acme.core`."""
    return value.partition(";")[0].partition(",")[0].strip().strip('"').strip()


def is_filled(value: str) -> bool:
    """Whether the build replaced its placeholders: `${project.version}`, `@version@`, `%bundle.name` and `unknown`
    say nothing."""
    return bool(value) and not (
        "${" in value or value[0] in "@%" or value.lower() in ("unknown", "null", "none", "unspecified")
    )


def _add(attributes: dict[str, str], section: bytes) -> None:
    for line in section.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            attributes.setdefault(
                name.decode("utf-8", "replace").strip().lower(), value.decode("utf-8", "replace").strip()
            )
