"""Downloads into a feed's folder: conditional, resumed where they broke off, checked before they replace anything.

RFC 9110: 13.1 conditional requests, 14 ranges, 10.2.3 Retry-After (base/http.py); RFC 9530 digests.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit, urlunsplit

import msgspec

from mooring.base.clock import now
from mooring.base.config import FeedsConfig, SecretText
from mooring.base.errors import FeedUnreachable, RegistryUnreachable
from mooring.base.http import (
    ExchangeFailedError,
    HttpClient,
    HttpRequest,
    HttpResponse,
    Patience,
    Transport,
    is_same_origin,
    without_query,
)
from mooring.base.transport import TcpTransport, TlsSettings
from mooring.feeds.partial import Partial, digests_of
from mooring.feeds.workspace import FeedFolder, FileState, reported

MIB = 1024 * 1024
MAX_CONTENT_BYTES = 16 * MIB
"""What `get` and `read` give as bytes."""
_CONNECT_SECONDS = 30.0
_PATIENCE = Patience(max_attempts=5, first_pause_seconds=1.0, longest_pause_seconds=120.0, total_seconds=4 * 3600.0)
_PAGES = (".html", ".htm", ".xhtml")
_GONE = (404, 410)


class HostLocks:
    """One request at a time to each host, whoever asks."""

    def __init__(self) -> None:
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def of(self, url: str) -> threading.Lock:
        """The lock of the address's host."""
        with self._guard:
            return self._locks.setdefault(urlsplit(url).netloc.lower(), threading.Lock())


class SecretKeeper:
    """A transport that takes headers with a secret away from every host but the one that they are for."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.secrets: set[str] = set()
        self.home = ""
        """Address that may see them."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to what may be sent."""
        if self.secrets and not is_same_origin(request.url, self.home):
            kept = {
                name: value
                for name, value in request.headers.items()
                if name.lower() != "authorization" and not any(secret in value for secret in self.secrets)
            }
            request = msgspec.structs.replace(request, headers=kept)
        return self._transport.send(request)


def feed_transport(config: FeedsConfig, environment: Mapping[str, str]) -> Transport:
    """How upstreams are reached: the system's certificates and those of the setting, proxies of the environment."""
    tls = TlsSettings(ca_files=(config.ca_file,) if config.ca_file else ())
    return TcpTransport(
        tls=lambda _: tls,
        environment=environment,
        connect_timeout_seconds=min(_CONNECT_SECONDS, config.timeout_seconds),
        idle_timeout_seconds=config.timeout_seconds,
    )


class WorkspaceFetcher:
    """The `Fetcher` of one feed. One thread only."""

    def __init__(
        self,
        feed: str,
        folder: FeedFolder,
        config: FeedsConfig,
        transport: Transport,
        *,
        locks: HostLocks,
        tell: Callable[[str, int], None] = lambda name, count: None,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        """`tell` hears the name of a file and how many more bytes of it came."""
        self._folder, self._config, self._locks, self._tell = folder, config, locks, tell
        self._mirror = config.mirrors.get(feed, "").rstrip("/")
        self._keeper = SecretKeeper(transport)
        self._http = HttpClient(self._keeper, _PATIENCE, **({} if pause is None else {"pause": pause}))
        self.changed = 0
        """Files that are others than before."""

    def get(
        self, url: str, name: str, *, optional: bool = False, headers: dict[str, str] | None = None
    ) -> bytes | None:
        """See `feeds.feed.Fetcher`."""
        known = self._folder.state_of(name)
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        condition = _condition(known) if known is not None and known.key == key else {}
        with self._locks.of(self._address(url)), reported(self._folder.root):
            state = self._download(url, name, key, {**(headers or {}), **condition}, is_optional=optional)
        if state is None:
            self._folder.remove(name)
            return None
        path = self._folder.path_of(name)
        return path.read_bytes() if state.size <= MAX_CONTENT_BYTES else None

    def read(self, url: str, *, headers: dict[str, str] | None = None) -> bytes:
        """See `feeds.feed.Fetcher`."""
        with self._locks.of(self._address(url)):
            for attempt in range(1, _PATIENCE.max_attempts + 1):
                response = self._send(url, dict(headers or {}))
                if response.status != 200:
                    response.close()
                    raise self._refused(url, response.status)
                try:
                    return response.read(MAX_CONTENT_BYTES, without_query(url))
                except ExchangeFailedError as error:
                    self._again_or_raise(url, error, attempt)
        raise AssertionError("the last attempt returns or raises")

    def keep_only(self, names: Iterable[str]) -> None:
        """See `feeds.feed.Fetcher`."""
        self._folder.keep_only(names)

    def secret(self, name: str) -> str:
        """See `feeds.feed.Fetcher`."""
        value = getattr(self._config, name, None)
        if not isinstance(value, SecretText):
            raise KeyError(f"feeds.{name} is no secret setting")
        if value:
            self._keeper.secrets.add(value.reveal())
        return value.reveal()

    def _address(self, url: str) -> str:
        """The address, or the same path at the mirror."""
        if not self._mirror:
            return url
        parts = urlsplit(url)
        base = urlsplit(self._mirror)
        return urlunsplit((base.scheme, base.netloc, base.path + parts.path, parts.query, ""))

    def _send(self, url: str, headers: dict[str, str]) -> HttpResponse:
        address = self._address(url)
        self._keeper.home = url
        try:
            return self._http.send(HttpRequest(method="GET", url=address, headers=headers), name=_file_name(url))
        except RegistryUnreachable as error:
            raise self._unreachable(url, error.message) from None
        except ExchangeFailedError as error:
            hint = "name its authority in feeds.ca_file" if error.is_untrusted else None
            raise self._unreachable(url, error.reason, hint=hint) from None

    def _download(
        self, url: str, name: str, key: str, headers: dict[str, str], *, is_optional: bool
    ) -> FileState | None:
        """The file's new state, or None where upstream has no such file and need not have it."""
        partial = Partial(self._folder.partial_of(name), key)
        for attempt in range(1, _PATIENCE.max_attempts + 1):
            response = self._send(url, {**headers, **partial.resumption()})
            known = self._folder.state_of(name)
            if response.status == 304 and known is not None:
                response.close()
                state = msgspec.structs.replace(known, fetched=_moment())
                self._folder.put(name, None, state)
                return state
            if response.status in _GONE and is_optional:
                response.close()
                return None
            if response.status == 416:
                # What was collected is not the beginning of what upstream has now.
                response.close()
                partial.drop()
                continue
            if response.status not in (200, 206):
                response.close()
                raise self._refused(url, response.status)
            try:
                partial.collect(response, self._config.max_file_bytes, lambda count: self._tell(name, count))
            except ExchangeFailedError as error:
                self._again_or_raise(url, error, attempt)
                continue
            self._check(url, name, partial, response)
            return self._accept(url, name, key, partial, response)
        raise self._unreachable(url, "the server does not agree with itself about how long the file is")

    def _accept(self, url: str, name: str, key: str, partial: Partial, response: HttpResponse) -> FileState:
        known = self._folder.state_of(name)
        sha256, moment = partial.sha256(), _moment()
        is_same = known is not None and known.sha256 == sha256
        state = FileState(
            address=without_query(url),
            key=key,
            etag=response.headers.get("etag", "")[:500],
            last_modified=response.headers.get("last-modified", "")[:100],
            sha256=sha256,
            size=partial.size(),
            fetched=moment,
            changed=known.changed if known is not None and is_same else moment,
        )
        self._folder.put(name, None if is_same else partial.path, state)
        partial.drop()
        self.changed += not is_same
        return state

    def _check(self, url: str, name: str, partial: Partial, response: HttpResponse) -> None:
        """A login page, a digest that does not fit: nothing that was there before is given up for those."""
        if not name.endswith(_PAGES) and partial.begins_as_page():
            partial.drop()
            raise self._unreachable(
                url, "it answered with a web page instead of data", hint="a proxy or a login may stand in between"
            )
        for algorithm, expected in digests_of(response.headers):
            if partial.digest(algorithm) != expected:
                partial.drop()
                raise self._unreachable(url, f"what came has not the {algorithm} digest that the server gives for it")

    def _again_or_raise(self, url: str, error: ExchangeFailedError, attempt: int) -> None:
        if attempt == _PATIENCE.max_attempts or error.is_final:
            raise self._unreachable(url, f"{error.reason} ({attempt} attempts)") from None
        self._http.wait(attempt)

    def _refused(self, url: str, status: int) -> FeedUnreachable:
        hints = {
            401: "it wants credentials",
            403: "it wants credentials, or refuses this address",
            429: "try again later",
        }
        return self._unreachable(url, f"it answered with HTTP {status}", hint=hints.get(status))

    def _unreachable(self, url: str, reason: str, *, hint: str | None = None) -> FeedUnreachable:
        for secret in self._keeper.secrets:
            reason = reason.replace(secret, "…")
        return FeedUnreachable(
            f"{without_query(self._address(url))} could not be had: {reason}",
            hint=hint or "what was fetched before stays in use; a mirror can be named with feeds.mirrors",
        )


def _condition(state: FileState) -> dict[str, str]:
    found = {"if-none-match": state.etag} if state.etag else {}
    return found | ({"if-modified-since": state.last_modified} if state.last_modified else {})


def _file_name(url: str) -> str:
    return repr(os.path.basename(urlsplit(url).path) or urlsplit(url).netloc)


def _moment() -> str:
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")
