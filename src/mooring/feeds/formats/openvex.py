"""OpenVEX documents of publishers: what a distribution says about its own packages.

Format: OpenVEX 0.2.0. Documents of Ubuntu name thousands of products, so only what is used is decoded.
"""

from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from mooring.base.errors import ReadError


class VexVulnerability(msgspec.Struct, gc=False):
    """What a statement is about."""

    name: str = ""
    description: str = ""
    aliases: list[str] | None = None


class VexIdentifiers(msgspec.Struct, gc=False):
    """Names of a product besides its id."""

    purl: str = ""


class VexProduct(msgspec.Struct, gc=False):
    """A package."""

    id: str = msgspec.field(default="", name="@id")
    identifiers: VexIdentifiers | None = None


class VexStatement(msgspec.Struct, gc=False):
    """One status of many products."""

    vulnerability: VexVulnerability
    status: str = ""
    products: list[VexProduct] | None = None
    timestamp: str = ""
    status_notes: str = ""
    justification: str = ""
    impact_statement: str = ""
    action_statement: str = ""


class _Document(msgspec.Struct, gc=False):
    statements: list[msgspec.Raw]


class Purl(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a purl that a statement needs."""

    type: str
    namespace: str
    name: str
    version: str
    qualifiers: dict[str, str]


_document = msgspec.json.Decoder(_Document).decode
_statement = msgspec.json.Decoder(VexStatement).decode


def read_openvex(content: bytes) -> Iterator[VexStatement | ReadError]:
    """The statements of a document; a ReadError in the place of one that is damaged. Raises ReadError where it is no OpenVEX at all."""
    try:
        statements = _document(content).statements
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"is no OpenVEX: {error}") from None
    for raw in statements:
        try:
            statement = _statement(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield ReadError(f"a statement cannot be read: {error}")
            continue
        yield statement if statement.vulnerability.name else ReadError("a statement names no vulnerability")


def purls_of(statement: VexStatement) -> Iterator[str]:
    """The purl of each product that has one."""
    for product in statement.products or ():
        purl = product.identifiers.purl if product.identifiers else ""
        if purl or product.id.startswith("pkg:"):
            yield purl or product.id


def parse_purl(text: str) -> Purl | None:
    """The parts of a purl; None where it is none."""
    if not text.startswith("pkg:") or len(text) > 4096:
        return None
    rest, _, query = text[4:].partition("?")
    path, _, version = rest.partition("@")
    parts = [unquote(part) for part in path.split("/") if part]
    if len(parts) < 2:
        return None
    pairs = (pair.partition("=") for pair in query.partition("#")[0].split("&")[:50])
    qualifiers = {key: unquote(value) for key, _, value in pairs if key}
    return Purl(
        type=parts[0].lower(),
        namespace="/".join(parts[1:-1]),
        name=parts[-1],
        version=unquote(version),
        qualifiers=qualifiers,
    )
