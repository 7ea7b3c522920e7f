"""Package references in MSBuild files (learn.microsoft.com, "PackageReference in project files")."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from mooring.packages.formats.documents import local_name, parse_xml


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """An item that names a package."""

    name: str
    version: str
    """As written; a range such as `[1.0,2.0)` and a floating `1.*` are no single version."""
    is_private: bool = False
    """Not handed on to those who use the project (PrivateAssets="all"): analysers, build tools."""


def references(content: bytes, kinds: tuple[str, ...]) -> Iterator[Reference]:
    """The items of these kinds, in order; those whose name is empty or a property (`$(…)`) are left out."""
    for element in parse_xml(content).iter():
        if local_name(element) not in kinds:
            continue
        name = _value(element, "Include") or _value(element, "Update")
        if not name or "$(" in name:
            continue
        version = _value(element, "VersionOverride") or _value(element, "Version")
        is_private = _value(element, "PrivateAssets").lower() == "all"
        for single in filter(None, (part.strip() for part in name.split(";"))):
            yield Reference(name=single, version=version, is_private=is_private)


def exact_version(text: str) -> str:
    """The version that a reference pins: `1.2.3` (the lowest, which NuGet takes) and `[1.2.3]`; empty for ranges
    and properties.
    """
    plain = text[1:-1].strip() if text[:1] == "[" and text[-1:] == "]" else text
    return "" if not plain or any(mark in plain for mark in "$*,()[]") else plain


def _value(element: Element, name: str) -> str:
    """An attribute or the text of a child: MSBuild takes either for metadata."""
    given = element.get(name)
    if given is None:
        given = next((child.text for child in element if local_name(child) == name), None)
    return (given or "").strip()
