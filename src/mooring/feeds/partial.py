"""A download on its way: collected over several attempts and runs, and measured against what the server says of it."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from mooring.base.errors import HostileInput
from mooring.base.http import ExchangeFailedError, HttpResponse, without_query

MIB = 1024 * 1024
_RAISE = "if you trust it, raise feeds.max_file_bytes"


class Partial:
    """A download that grows, over several attempts and runs."""

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self._key = key
        self._note = path.with_suffix(".json")
        self._validator = self._read_note()

    def resumption(self) -> dict[str, str]:
        """Headers that ask for the rest, where what is here can be told to belong to it."""
        size = self.size()
        return {"range": f"bytes={size}-", "if-range": self._validator} if size and self._validator else {}

    def collect(self, response: HttpResponse, limit: int, tell: Callable[[int], None]) -> None:
        """Add the answer's body, or begin anew where the answer is the whole file.

        Raises ExchangeFailedError where it breaks off or has another length than it says, HostileInput past the limit.
        """
        start = _start_of(response)
        if response.status == 206 and start != self.size():
            response.close()
            self.drop()
            raise ExchangeFailedError("it sent another part of the file than was asked for")
        expected = _length_of(response)
        if (start + (expected or 0)) > limit:
            response.close()
            self.drop()
            raise HostileInput(f"{without_query(response.url)} is larger than {limit // MIB} MiB", hint=_RAISE)
        self._begin(response)
        with self.path.open("ab" if response.status == 206 else "wb") as file:
            got = self._write(response, file, limit - start, tell)
        if expected is not None and got != expected:
            if got > expected:
                self.drop()
            raise ExchangeFailedError(f"the answer broke off after {got} of {expected} bytes")

    def drop(self) -> None:
        """Forget what was collected."""
        for path in (self.path, self._note):
            path.unlink(missing_ok=True)
        self._validator = ""

    def size(self) -> int:
        """Bytes that are here."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def sha256(self) -> str:
        """In hex."""
        return self.digest("sha256").hex()

    def digest(self, algorithm: str) -> bytes:
        """Of everything that is here."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).digest()

    def begins_as_page(self) -> bool:
        """Whether it is HTML."""
        with self.path.open("rb") as file:
            start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html"))

    def _begin(self, response: HttpResponse) -> None:
        etag = response.headers.get("etag", "")
        # A weak validator says nothing about bytes (RFC 9110, 13.1.5).
        self._validator = (etag if etag.startswith('"') else "") or response.headers.get("last-modified", "")
        self._note.write_bytes(msgspec.json.encode({"key": self._key, "validator": self._validator[:500]}))

    def _write(self, response: HttpResponse, file: BinaryIO, room: int, tell: Callable[[int], None]) -> int:
        got = 0
        try:
            for piece in response.pieces():
                got += len(piece)
                if got > room:
                    response.close()
                    self.drop()
                    raise HostileInput(f"{without_query(response.url)} is larger than {room // MIB} MiB", hint=_RAISE)
                file.write(piece)
                tell(len(piece))
        except ExchangeFailedError as error:
            why = "" if "IncompleteRead" in error.reason else f": {error.reason}"
            raise ExchangeFailedError(f"the answer broke off after {got} bytes{why}", is_final=error.is_final) from None
        return got

    def _read_note(self) -> str:
        try:
            note = msgspec.json.decode(self._note.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            note = {}
        if note.get("key") != self._key:
            self._validator = ""
            self.drop()
            return ""
        return note.get("validator", "")


def digests_of(headers: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """Digests of the whole file that an answer's headers give: `Repr-Digest` (RFC 9530), `x-goog-hash`, `Content-MD5`."""
    given: list[tuple[str, str]] = []
    if "content-range" not in headers:
        given.append(("md5", headers.get("content-md5", "")))
    # Of a file that the bucket keeps compressed and sends plain, the digest is the compressed one's.
    is_stored_so = headers.get("x-goog-stored-content-encoding", "identity") == "identity"
    for part in headers.get("x-goog-hash", "").split(",") if is_stored_so else ():
        name, _, value = part.strip().partition("=")
        given.append((name.lower(), value))
    for part in headers.get("repr-digest", "").split(","):
        name, _, value = part.strip().partition("=")
        given.append((name.lower().replace("-", ""), value.strip(":")))
    found: list[tuple[str, bytes]] = []
    for algorithm, text in given:
        length = {"md5": 16, "sha256": 32, "sha512": 64}.get(algorithm)
        try:
            decoded = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            continue
        if length == len(decoded):
            found.append((algorithm, decoded))
    return found


def _length_of(response: HttpResponse) -> int | None:
    text = response.headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _start_of(response: HttpResponse) -> int:
    """First byte of a partial answer; 0 of a whole one, -1 where the header makes no sense."""
    if response.status != 206:
        return 0
    unit, _, rest = response.headers.get("content-range", "").partition(" ")
    start = rest.partition("-")[0].strip()
    return int(start) if unit == "bytes" and start.isascii() and start.isdigit() and len(start) < 16 else -1
