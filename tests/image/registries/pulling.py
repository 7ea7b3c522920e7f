"""What tests of the registry client share: a client of a fake registry that never waits."""

from mooring.base.config import RegistryConfig
from mooring.base.http import HttpClient, Patience
from mooring.base.transport import TcpTransport, TlsSettings
from mooring.image.registries.auth import Answer, Login
from mooring.image.registries.client.endpoint import endpoints_of
from mooring.image.registries.client.registry import RegistryClient


def client_of(
    host: str, *, login: Login | None = None, pauses: list[float] | None = None, total_seconds: float = 60.0
) -> RegistryClient:
    """A client of `app` at the host, over plain HTTP."""
    endpoint = endpoints_of(host, RegistryConfig(plain_http_hosts=(host,)))[0]
    return RegistryClient(
        endpoint,
        "app",
        http_client(pauses, total_seconds),
        login=lambda: Answer(login=login),
        max_manifest_bytes=1024 * 1024,
    )


def http_client(pauses: list[float] | None = None, total_seconds: float = 60.0) -> HttpClient:
    """A client that notes pauses instead of making them."""
    transport = TcpTransport(
        tls=lambda _: TlsSettings(), environment={}, connect_timeout_seconds=5, idle_timeout_seconds=5
    )
    return HttpClient(
        transport,
        Patience(max_attempts=3, total_seconds=total_seconds),
        pause=(pauses if pauses is not None else []).append,
    )
