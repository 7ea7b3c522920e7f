"""The one HTTP client: redirects, retries with patience, limits. What carries the bytes is a transport and can be
replaced.

Nothing here imports an HTTP library; `base/transport.py` does, when the first request is made.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from random import random
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import msgspec

from mooring.base.clock import monotonic_seconds
from mooring.base.errors import HostileInput, RegistryUnreachable

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""Answers that another attempt may change."""
_SECRET_HEADERS = frozenset({"authorization", "cookie", "x-registry-auth"})


class ExchangeFailedError(Exception):
    """A request got no answer, or its answer broke off. `reason` is for people and holds no secret."""

    def __init__(
        self, reason: str, *, hint: str | None = None, is_final: bool = False, is_untrusted: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.is_final = is_final
        """Another attempt would fail in the same way."""
        self.is_untrusted = is_untrusted
        """The server showed a certificate that is not trusted."""


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request. Header names in lower case; the repr does not show header values, which may be credentials."""

    method: str
    url: str
    headers: dict[str, str] = {}
    body: bytes = b""

    def __repr__(self) -> str:
        return f"HttpRequest({self.method} {without_query(self.url)})"


class HttpResponse:
    """An answer whose body has not been read. Either read it to its end or close it."""

    def __init__(
        self,
        *,
        status: int,
        headers: Mapping[str, str],
        url: str,
        body: Iterator[bytes],
        close: Callable[[], None],
    ) -> None:
        self.status = status
        self.headers = {key.lower(): value for key, value in headers.items()}
        self.url = url
        self._body = body
        self._close = close

    def pieces(self) -> Iterator[bytes]:
        """The body as it comes, not decoded. Raises ExchangeFailedError where it breaks off."""
        try:
            yield from self._body
        finally:
            self._close()

    def read(self, limit: int, name: str) -> bytes:
        """The whole body; raises HostileInput where it is larger than the limit."""
        found: list[bytes] = []
        size = 0
        for piece in self.pieces():
            size += len(piece)
            if size > limit:
                self._close()
                raise HostileInput(f"{name} is larger than {limit} bytes")
            found.append(piece)
        return b"".join(found)

    def close(self) -> None:
        """Give the connection up."""
        self._close()


class Transport(Protocol):
    """What carries one request and its answer: no redirects, no retries."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status. Raises ExchangeFailedError."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long to go on trying."""

    max_attempts: int = 5
    first_pause_seconds: float = 0.5
    longest_pause_seconds: float = 60.0
    """A server that asks for a longer pause is not waited for."""
    total_seconds: float = 3600.0


class HttpClient:
    """Requests with redirects and retries over a transport."""

    def __init__(
        self, transport: Transport, patience: Patience, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._transport = transport
        self.patience = patience
        self._pause = pause

    def send(self, request: HttpRequest, *, name: str, max_attempts: int = 0) -> HttpResponse:
        """The final answer, which may well be an error status. `name` says in messages what is being asked for.

        `max_attempts` is that of the patience, where it is 0.
        Raises RegistryUnreachable where every attempt failed, and ExchangeFailedError with `is_final` where another is
        pointless.
        """
        deadline = monotonic_seconds() + self.patience.total_seconds
        max_attempts = max_attempts or self.patience.max_attempts
        for attempt in range(1, max_attempts + 1):
            is_last = attempt == max_attempts
            try:
                response = self._follow(request)
            except ExchangeFailedError as error:
                if error.is_final:
                    raise
                if is_last or monotonic_seconds() > deadline:
                    raise self.unreachable(request.url, name, error.reason, attempt) from None
                self._pause(self.pause_seconds(attempt))
                continue
            if response.status not in _PASSING or is_last:
                return response
            pause = _retry_after(response.headers, self.pause_seconds(attempt))
            if pause > self.patience.longest_pause_seconds or monotonic_seconds() + pause > deadline:
                return response
            response.close()
            self._pause(pause)
        raise AssertionError("the last attempt returns or raises")

    def wait(self, attempt: int) -> None:
        """Pause before another attempt of something larger than a request."""
        self._pause(self.pause_seconds(attempt))

    def pause_seconds(self, attempt: int) -> float:
        """Twice as long after each attempt, with jitter so that many clients do not come back together."""
        pause = self.patience.first_pause_seconds * 2.0 ** (attempt - 1)
        return min(pause, self.patience.longest_pause_seconds) * (0.5 + random() / 2)  # noqa: S311 - no secret

    def unreachable(self, url: str, name: str, reason: str, attempts: int) -> RegistryUnreachable:
        """The error for something that could not be had."""
        tries = f" ({attempts} attempts)" if attempts > 1 else ""
        return RegistryUnreachable(f"{urlsplit(url).netloc or url} could not be reached for {name}: {reason}{tries}")

    def _follow(self, request: HttpRequest) -> HttpResponse:
        for _ in range(MAX_REDIRECTS + 1):
            response = self._transport.send(request)
            target = response.headers.get("location", "")
            if response.status not in _REDIRECTS or not target or request.method not in ("GET", "HEAD"):
                return response
            response.close()
            request = _redirected(request, urljoin(request.url, target))
        raise ExchangeFailedError(f"more than {MAX_REDIRECTS} redirects", is_final=True)


def without_query(url: str) -> str:
    """The URL without user, query and fragment, which may hold secrets (signed storage URLs do)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def is_same_origin(one: str, other: str) -> bool:
    """Whether both URLs have the same scheme, host and port."""
    return _origin(one) == _origin(other)


def _redirected(request: HttpRequest, url: str) -> HttpRequest:
    """The request for the new place, with no credentials where that is another host."""
    scheme = urlsplit(url).scheme
    if scheme not in ("http", "https") or (scheme == "http" and urlsplit(request.url).scheme == "https"):
        raise ExchangeFailedError(f"a redirect to {without_query(url)} leaves https", is_final=True)
    if is_same_origin(request.url, url):
        return msgspec.structs.replace(request, url=url)
    headers = {key: value for key, value in request.headers.items() if key.lower() not in _SECRET_HEADERS}
    return msgspec.structs.replace(request, url=url, headers=headers)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        port = None
    return parts.scheme, (parts.hostname or "").lower(), port


def _retry_after(headers: Mapping[str, str], otherwise: float) -> float:
    """Seconds that the server asks to wait: a number or a date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 9:
        return float(value)
    import email.utils

    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return otherwise
