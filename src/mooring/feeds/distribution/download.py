"""Downloading one large file whose digest is known: resumed where it broke off, verified before it is used."""

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from mooring.base.errors import DatabaseDamaged, FeedUnreachable, HostileInput, OutputError, RegistryUnreachable
from mooring.base.http import ExchangeFailedError, HttpClient, HttpRequest, HttpResponse, without_query
from mooring.base.limits import MIB

USER_AGENT = "mooring"
Tell = Callable[[int, int], None]
"""Gets bytes so far and in all (0 where nobody said)."""


def fetch_small(client: HttpClient, url: str, limit: int) -> bytes:
    """A small document. Raises FeedUnreachable, HostileInput."""
    response = _sent(client, url, {})
    if response.status != 200:
        response.close()
        raise _refused(url, response.status)
    try:
        return response.read(limit, without_query(url))
    except ExchangeFailedError as error:
        raise FeedUnreachable(f"{without_query(url)} broke off: {error.reason}") from None


def download(
    client: HttpClient, url: str, target: Path, *, checksum: str, size: int, max_bytes: int, tell: Tell | None = None
) -> None:
    """Bring the file to `target`, continuing what is already there. Raises FeedUnreachable, DatabaseDamaged, HostileInput, OutputError.

    What was had stays on disk when the connection is lost, for the next attempt or the next run; what turns out to be something else
    is removed.
    """
    if size > max_bytes:
        raise HostileInput(
            f"the database is said to be {size // MIB} MiB large", hint="if you trust it, raise database.max_bytes"
        )
    for attempt in range(1, client.patience.max_attempts + 1):
        try:
            _continue(client, url, target, size, max_bytes, tell)
            break
        except ExchangeFailedError as error:
            if error.is_final or attempt == client.patience.max_attempts:
                had = target.stat().st_size if target.exists() else 0
                raise FeedUnreachable(
                    f"{without_query(url)} broke off after {had // MIB} MiB: {error.reason} ({attempt} attempts)",
                    hint="run the command again; it continues where it broke off",
                ) from None
            client.wait(attempt)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"the download could not be written to {str(target)!r}: {reason}") from None
    _verify(target, url, checksum, size)


def _continue(client: HttpClient, url: str, target: Path, size: int, max_bytes: int, tell: Tell | None) -> None:
    had = target.stat().st_size if target.exists() else 0
    if size and had == size:
        return
    response = _sent(client, url, {"range": f"bytes={had}-"} if had else {})
    if response.status == 416:  # More is on disk than there is: begin anew.
        response.close()
        target.unlink()
        had, response = 0, _sent(client, url, {})
    if response.status not in (200, 206):
        response.close()
        raise _refused(url, response.status)
    is_rest = response.status == 206 and response.headers.get("content-range", "").startswith(f"bytes {had}-")
    if had and not is_rest:
        had = 0
    total = size or _length(response) + had
    with contextlib.closing(response), target.open("ab" if had else "wb") as out:
        for piece in response.pieces():
            had += len(piece)
            if had > max_bytes or (size and had > size):
                out.close()
                target.unlink()
                raise HostileInput(
                    f"{without_query(url)} sends more than the {(size or max_bytes) // MIB} MiB that it may"
                )
            out.write(piece)
            if tell is not None:
                tell(had, total)
    if had < total:
        raise ExchangeFailedError(f"{total - had} bytes are missing")


def _verify(target: Path, url: str, checksum: str, size: int) -> None:
    with target.open("rb") as file:
        head = file.read(64)
        file.seek(0)
        found = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    if found == checksum:
        return
    had = target.stat().st_size
    target.unlink()
    what = "an HTML page" if head.lstrip()[:1] == b"<" else f"{had} bytes with the digest {found}"
    expected = f"{size} bytes with " if size else ""
    raise DatabaseDamaged(
        f"{without_query(url)} gave {what}; expected {expected}{checksum}",
        hint="the installed database stays in use; try again later",
    )


def _sent(client: HttpClient, url: str, headers: dict[str, str]) -> HttpResponse:
    request = HttpRequest(method="GET", url=url, headers={"user-agent": USER_AGENT, **headers})
    try:
        return client.send(request, name="the vulnerability database")
    except RegistryUnreachable as error:
        raise FeedUnreachable(error.message, hint="the installed database stays in use") from None
    except ExchangeFailedError as error:
        raise FeedUnreachable(f"{without_query(url)}: {error.reason}", hint=error.hint) from None


def _refused(url: str, status: int) -> FeedUnreachable:
    hint = "check database.url" if status == 404 else None
    return FeedUnreachable(f"{without_query(url)} answered with HTTP {status}", hint=hint)


def _length(response: HttpResponse) -> int:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
