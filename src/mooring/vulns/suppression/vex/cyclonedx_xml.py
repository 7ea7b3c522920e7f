"""CycloneDX as XML, turned into the tables of its JSON form; only what a VEX document needs."""

from xml.etree.ElementTree import Element, ParseError

from mooring.base.errors import ReadError

MAX_DEPTH = 200
_LISTS = {
    "components": "component", "vulnerabilities": "vulnerability", "references": "reference", "affects": "target",
    "hashes": "hash", "authors": "author",
}  # fmt: skip
_TABLES = frozenset({"metadata", "component", "analysis", "supplier", "manufacturer", "manufacture", "author"})
_TEXTS = frozenset({"name", "version", "purl", "cpe", "timestamp", "id", "ref", "state", "justification", "detail", "range", "status",
                    "firstIssued", "lastUpdated"})  # fmt: skip


def document_of_xml(content: bytes) -> dict[str, object]:
    """The document; raises ReadError where it is no XML or no CycloneDX."""
    import defusedxml.ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError, RecursionError) as error:
        raise ReadError(f"is not XML that can be read: {str(error) or type(error).__name__}") from None
    space, _, name = root.tag.rpartition("}")
    if name != "bom" or "cyclonedx.org/schema/bom" not in space:
        raise ReadError(f"is XML, but no CycloneDX: its root element is {root.tag[:100]!r}")
    return _table(root, MAX_DEPTH)


def _table(element: Element, depth: int) -> dict[str, object]:
    if depth <= 0:
        raise ReadError(f"nests elements more than {MAX_DEPTH} deep")
    found: dict[str, object] = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    for child in element:
        name = _name(child)
        if name in _LISTS:
            found[name] = [_row(item, depth - 2) for item in child if _name(item) == _LISTS[name]]
        elif name == "versions":
            found[name] = [_table(item, depth - 2) for item in child]
        elif name in _TABLES and len(child):
            found[name] = _table(child, depth - 1)
        elif name in _TEXTS:
            found[name] = (child.text or "").strip()
    return found


def _row(element: Element, depth: int) -> dict[str, object]:
    row = _table(element, depth)
    if _name(element) == "hash":
        row["content"] = (element.text or "").strip()
    return row


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
