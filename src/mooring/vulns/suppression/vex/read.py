"""Reading a VEX document of whatever format; its content tells which.

A document with a mistake is refused as a whole: half a VEX document would suppress more, or less, than its author means.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import ReadError, UsageError
from mooring.model.vex import VexStatement
from mooring.vulns.suppression.vex.csaf import read_csaf
from mooring.vulns.suppression.vex.cyclonedx import read_cyclonedx
from mooring.vulns.suppression.vex.node import Node
from mooring.vulns.suppression.vex.openvex import read_openvex

MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_WRAPPINGS = 6
MAX_LINES = 100_000
_EXCEPTIONS = re.compile(rb"(?:exceptions|ignore|vulnerabilities)[ \t]*:|\[\[|CVE-", re.MULTILINE)
_HINT = "a VEX document is OpenVEX (JSON), CSAF 2.0 (JSON) or CycloneDX 1.4 and later (JSON or XML)"


class BadVex(UsageError):
    """A VEX document cannot be used; the message names file, place and value."""


def read_vex(path: Path) -> tuple[VexStatement, ...]:
    """The statements of a document, in order; bare, or in attestations, of which a file may hold one a line. Raises BadVex."""
    try:
        content = _content(path)
        return tuple(_statements(content, str(path)))
    except ReadError as error:
        raise BadVex(error.message, hint=error.hint or _HINT, path=str(path)) from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ReadError(f"cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}") from None
    if len(content) > MAX_FILE_BYTES:
        raise ReadError(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB")
    if not content.strip():
        raise ReadError("is empty")
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()


def _statements(content: bytes, origin: str) -> Iterator[VexStatement]:
    if content.startswith(b"<"):
        from mooring.vulns.suppression.vex.cyclonedx_xml import document_of_xml

        yield from read_cyclonedx(Node(document_of_xml(content)), origin)
        return
    documents = [_unwrapped(document) for document in _documents(content)]
    kinds = [_kind(document) for document, _ in documents]
    if not any(kinds):
        raise ReadError(f"is not VEX: it is {_what(documents[0][0])}")
    for (document, subjects), kind in zip(documents, kinds, strict=True):
        match kind:
            case "openvex":
                yield from read_openvex(Node(document), origin, subjects)
            case "csaf":
                yield from read_csaf(Node(document), origin)
            case "cyclonedx":
                yield from read_cyclonedx(Node(document), origin)
            case _:  # An attestation of another kind beside the VEX, as registries hand them out together.
                continue


def _documents(content: bytes) -> list[object]:
    """One JSON document, or one a line."""
    try:
        return [msgspec.json.decode(content)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        problem = str(error)
    lines = [line for line in content.splitlines() if line.strip()]
    if 1 < len(lines) <= MAX_LINES and all(line.lstrip().startswith(b"{") for line in lines):
        try:
            return [msgspec.json.decode(line) for line in lines]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            problem = str(error)
    hint = "files with exceptions are given with --exceptions" if _EXCEPTIONS.match(content) else None
    raise ReadError(f"is not JSON: {problem[:200]}", hint=hint)


def _kind(document: object) -> str:
    if not isinstance(document, dict):
        return ""
    head = document.get("document")
    if isinstance(head, dict) and ("csaf_version" in head or str(head.get("category", "")).startswith("csaf_")):
        return "csaf"
    if document.get("bomFormat") == "CycloneDX":
        return "cyclonedx"
    if "openvex" in str(document.get("@context", ""))[:200] or ("statements" in document and "author" in document):
        return "openvex"
    return ""


def _what(document: object) -> str:
    """What a document that is no VEX seems to be."""
    if not isinstance(document, dict):
        return "no table"
    if "spdxVersion" in document:
        return "an SPDX document, which says nothing about vulnerabilities"
    if "schema_version" in document and "inventory" in document:
        return "a report of Mooring; `-o openvex`, `-o csaf-vex` and `-o cyclonedx-vex` write VEX"
    if "predicateType" in document:
        return f"an attestation of {str(document['predicateType'])[:100]!r}"
    keys = ", ".join(repr(str(key)[:30]) for key in list(document)[:5])
    return f"a table with {keys}" if keys else "an empty table"


def _unwrapped(document: object) -> tuple[object, tuple[str, ...]]:
    """The document within DSSE envelopes, in-toto statements and Sigstore bundles, and the digests of the subjects of the statement.

    Signatures are not checked here: whoever names the file trusts it.
    """
    subjects: tuple[str, ...] = ()
    for _ in range(MAX_WRAPPINGS):
        if not isinstance(document, dict):
            return document, subjects
        if isinstance(document.get("dsseEnvelope"), dict):
            document = document["dsseEnvelope"]
        elif "payload" in document and "payloadType" in document:
            document = _payload(Node(document).text("payload"))
        elif "predicate" in document and "predicateType" in document:
            inner = _predicate(document["predicate"])
            if not _kind(inner):
                return document, ()
            subjects = subjects or tuple(_subjects(Node(document)))
            document = inner
        else:
            return document, subjects
    raise ReadError(f"is wrapped in more than {MAX_WRAPPINGS} envelopes")


def _payload(text: str) -> object:
    try:
        return msgspec.json.decode(base64.b64decode(text.encode("ascii"), validate=False))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise ReadError(f"holds an envelope whose payload cannot be read: {str(error)[:200]}") from None


def _predicate(predicate: object) -> object:
    """Cosign's custom predicates keep the document in `Data`, as text or as a value."""
    if isinstance(predicate, dict) and "Data" in predicate:
        predicate = predicate["Data"]
    if isinstance(predicate, str):
        try:
            return msgspec.json.decode(predicate)
        except (msgspec.DecodeError, UnicodeDecodeError, UnicodeEncodeError, RecursionError):
            return None
    return predicate


def _subjects(statement: Node) -> Iterator[str]:
    for subject in statement.rows("subject"):
        digests = subject.table("digest")
        for algorithm in ("sha256", "sha512"):
            if digests.text(algorithm):
                yield f"{algorithm}:{digests.text(algorithm).lower()}"
