"""Transports: urllib3 over TCP (TLS by host, proxies), `http.client` over a unix socket. Both libraries are imported
when needed.

Connections are never shared between processes: after a fork the child opens its own, since two readers of one TLS
stream would each get half of it.
"""

import ipaddress
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from mooring.base.http import ExchangeFailedError, HttpRequest, HttpResponse

if TYPE_CHECKING:
    import http.client
    import ssl

    import urllib3

_PIECE = 256 * 1024
_USER_AGENT = "mooring"


class TlsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How one host is trusted, and who we are to it."""

    is_verified: bool = True
    ca_files: tuple[str, ...] = ()
    """Trusted besides the system's certificates."""
    certificate: str = ""
    key: str = ""


class TcpTransport:
    """Requests over TCP and TLS."""

    def __init__(
        self,
        *,
        tls: Callable[[str], TlsSettings],
        environment: Mapping[str, str],
        connect_timeout_seconds: float,
        idle_timeout_seconds: float,
    ) -> None:
        self._tls = tls
        self._environment = environment
        self._connect_timeout = connect_timeout_seconds
        self._idle_timeout = idle_timeout_seconds
        self._pools: dict[tuple[int, str], urllib3.HTTPConnectionPool] = {}
        self._lock = threading.Lock()

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status."""
        import urllib3
        from urllib3.exceptions import HTTPError

        parts = urlsplit(request.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"user-agent": _USER_AGENT, "accept-encoding": "identity", **request.headers}
        try:
            pool = self._pool(parts.scheme, parts.hostname or "", parts.port, request.url)
            if pool.proxy is not None and parts.scheme == "http":
                # A proxy without a tunnel is told the whole address (RFC 9112, 3.2.2).
                path, headers["host"] = f"http://{parts.netloc}{path}", parts.netloc
            response = pool.urlopen(
                request.method,
                path,
                body=request.body or None,
                headers=headers,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=self._connect_timeout, read=self._idle_timeout),
            )
        except (HTTPError, OSError, ValueError) as error:
            raise _explained(error, parts.netloc) from None
        return HttpResponse(
            status=response.status,
            # A header that comes twice (WWW-Authenticate does) is one with a comma (RFC 9110, 5.3).
            headers=dict(response.headers.itermerged()),
            url=request.url,
            body=_body_of(response, parts.netloc),
            close=response.close,
        )

    def _pool(self, scheme: str, host: str, port: int | None, url: str) -> "urllib3.HTTPConnectionPool":
        if scheme not in ("http", "https") or not host:
            raise ExchangeFailedError(f"{url!r} is no address of a web server", is_final=True)
        authority = f"{host}:{port}" if port else host
        place = (os.getpid(), f"{scheme}://{authority}")
        with self._lock:
            pool = self._pools.get(place)
            if pool is None:
                pool = self._pools[place] = self._new_pool(scheme, host, port, authority)
        return pool

    def _new_pool(self, scheme: str, host: str, port: int | None, authority: str) -> "urllib3.HTTPConnectionPool":
        import urllib3

        proxy = proxy_for(scheme, host, port, self._environment)
        context = tls_context(self._tls(authority)) if scheme == "https" else None
        if not proxy:
            return urllib3.PoolManager(ssl_context=context).connection_from_host(host, port, scheme)
        parts = urlsplit(proxy)
        headers = None
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers = urllib3.make_headers(proxy_basic_auth=pair)
        plain = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        manager = urllib3.ProxyManager(plain, proxy_headers=headers, ssl_context=context)
        return manager.connection_from_host(host, port, scheme)


class UnixTransport:
    """Requests over a unix socket; the host of the URL does not matter."""

    def __init__(self, path: str, *, idle_timeout_seconds: float) -> None:
        self._path = path
        self._idle_timeout = idle_timeout_seconds

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer, whatever its status."""
        import http.client
        import socket

        parts = urlsplit(request.url)
        connection = http.client.HTTPConnection("localhost", timeout=self._idle_timeout)
        try:
            connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.sock.settimeout(self._idle_timeout)
            connection.sock.connect(self._path)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(request.method, target, body=request.body or None, headers=request.headers)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise ExchangeFailedError(_reason(error)) from None
        return HttpResponse(
            status=response.status,
            headers=dict(response.headers.items()),
            url=request.url,
            body=_unix_body(response),
            close=connection.close,
        )


def tls_context(settings: TlsSettings) -> "ssl.SSLContext":
    """A client context with the system's certificates and those of the settings. Raises ExchangeFailedError at
    unreadable files.
    """
    import ssl

    import urllib3

    context = ssl.create_default_context()
    path = ""
    try:
        for path in settings.ca_files:
            context.load_verify_locations(cafile=path)
        if path := settings.certificate:
            context.load_cert_chain(settings.certificate, settings.key or None)
    except (OSError, ssl.SSLError) as error:
        raise ExchangeFailedError(
            f"the certificates in {path!r} cannot be used: {_reason(error)}", is_final=True
        ) from None
    if not settings.is_verified:
        # The user asked for it by name; urllib3 would warn at every request.
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def proxy_for(scheme: str, host: str, port: int | None, environment: Mapping[str, str]) -> str:
    """The proxy to go through, or nothing: `HTTPS_PROXY` and so on as curl and Go read them, lower case first."""
    names = (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY")
    proxy = next((environment[name] for name in names if environment.get(name)), "")
    excluded = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
    if not proxy or _is_loopback(host) or any(_is_excluded(host, port, row) for row in excluded.split(",")):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_excluded(host: str, port: int | None, row: str) -> bool:
    """One entry of NO_PROXY: `*`, a host with its sub-domains, a host with port, an address or a network."""
    row = row.strip().lower()
    if row in ("", "*"):
        return row == "*"
    name, colon, wanted_port = row.rpartition(":")
    if colon and wanted_port.isdigit() and ":" not in name:
        if str(port or 443) != wanted_port:
            return False
        row = name
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(row, strict=False)
    except ValueError:
        plain = row.removeprefix("*").removeprefix(".")
        return host.lower() == plain or host.lower().endswith("." + plain)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _body_of(response: "urllib3.BaseHTTPResponse", netloc: str) -> Iterator[bytes]:
    from urllib3.exceptions import HTTPError

    try:
        yield from response.stream(_PIECE, decode_content=False)
    except (HTTPError, OSError) as error:
        raise _explained(error, netloc) from None


def _unix_body(response: "http.client.HTTPResponse") -> Iterator[bytes]:
    import http.client

    try:
        while piece := response.read(_PIECE):
            yield piece
    except (OSError, http.client.HTTPException) as error:
        raise ExchangeFailedError(f"the answer broke off: {_reason(error)}") from None


def _explained(error: Exception, netloc: str) -> ExchangeFailedError:
    """What went wrong in words; the innermost cause says most."""
    import socket
    import ssl

    causes: list[BaseException] = [error]
    while len(causes) < 8 and (inner := _cause(causes[-1])) is not None:
        causes.append(inner)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ExchangeFailedError(
                f"its TLS certificate is not trusted: {cause.verify_message}",
                hint=f"name its authority in registry.ca_file, or list {netloc!r} in registry.insecure_hosts",
                is_final=True,
                is_untrusted=True,
            )
        if isinstance(cause, ssl.SSLError):
            return ExchangeFailedError(
                f"there is no TLS: {cause.reason or 'the handshake broke off'}",
                hint=f"if it speaks plain HTTP, list {netloc!r} in registry.plain_http_hosts",
                is_final=(cause.reason or "") in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"),
            )
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME:
            return ExchangeFailedError("there is no host of that name", is_final=True)
    return ExchangeFailedError(_reason(causes[-1]))


def _cause(error: BaseException) -> BaseException | None:
    inner = getattr(error, "reason", None) or getattr(error, "original_error", None)
    if isinstance(inner, BaseException):
        return inner
    first = error.args[-1] if error.args else None
    return first if isinstance(first, BaseException) else error.__cause__


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    if "timed out" in str(error) or isinstance(error, TimeoutError):
        return "it did not answer in time"
    text = str(error).rpartition(": ")[2] or type(error).__name__
    return text[:200]
