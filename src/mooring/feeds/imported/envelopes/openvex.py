"""OpenVEX documents of publishers that rebuild language packages: their builds do not have the flaw."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text
from mooring.model.advisory import Advisory, Affected
from mooring.model.purl import parse_purl
from mooring.vulns.names import normal_name

_CLEAR = ("fixed", "not_affected")


def read_openvex(document: JsonObject, feed: str) -> Iterator[Advisory]:
    """An advisory for each statement that clears versions of packages; others say nothing that a version could be compared with."""
    for statement in objects(document, "statements"):
        name = text(inner(statement, "vulnerability"), "name")
        if not name or text(statement, "status") not in _CLEAR:
            continue
        rows = tuple(dict.fromkeys(row for product in objects(statement, "products") for row in _rows(product)))
        if rows:
            yield Advisory(
                id=name,
                feed=feed,
                url=text(document, "@id"),
                modified=clamped(text(statement, "timestamp")[:10]),
                affected=rows,
            )


def _rows(product: JsonObject) -> Iterator[Affected]:
    for place in (product, *objects(product, "subcomponents")):
        written = text(inner(place, "identifiers"), "purl") or text(place, "@id")
        try:
            purl = parse_purl(written)
        except ReadError:
            continue
        if purl.version:
            separator = ":" if purl.type == "maven" else "/"
            name = f"{purl.namespace}{separator}{purl.name}" if purl.namespace else purl.name
            yield Affected(
                namespace=purl.type, name=normal_name(purl.type, name), versions=(purl.version,), is_negative=True
            )
