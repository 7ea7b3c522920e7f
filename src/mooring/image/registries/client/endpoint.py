"""Which server answers for a registry: mirrors first, TLS or not, and how each is trusted."""

from collections.abc import Mapping

import msgspec

from mooring.base.config import RegistryConfig
from mooring.base.http import HttpClient, Patience
from mooring.base.transport import TcpTransport, TlsSettings
from mooring.image.registries.auth import canonical_host

HUB_SERVER = "registry-1.docker.io"


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One server that may have the image."""

    host: str
    """As in a reference and in the settings; `docker.io` for Docker Hub."""
    schemes: tuple[str, ...]
    """`https`, `http`, or one after the other for this machine itself."""
    prefix: str = ""
    """Path that a mirror puts before repositories (`cache.example/dockerhub`)."""
    is_mirror: bool = False

    @property
    def server(self) -> str:
        """Host and port to connect to."""
        return HUB_SERVER if self.host == "docker.io" else self.host


def endpoints_of(registry: str, config: RegistryConfig) -> tuple[Endpoint, ...]:
    """The mirrors of the registry in the order of the settings, then the registry."""
    host = canonical_host(registry)
    mirrors = next((names for key, names in config.mirrors.items() if canonical_host(key) == host), ())
    return (*(_endpoint(name, config, is_mirror=True) for name in mirrors), _endpoint(host, config, is_mirror=False))


def registry_http(config: RegistryConfig, environment: Mapping[str, str]) -> HttpClient:
    """The HTTP client of registries."""
    transport = TcpTransport(
        tls=lambda authority: _tls(authority, config),
        environment=environment,
        connect_timeout_seconds=config.connect_timeout_seconds,
        idle_timeout_seconds=config.idle_timeout_seconds,
    )
    patience = Patience(max_attempts=config.max_attempts, total_seconds=config.total_timeout_seconds)
    return HttpClient(transport, patience)


def _endpoint(name: str, config: RegistryConfig, *, is_mirror: bool) -> Endpoint:
    scheme, separator, rest = name.rpartition("://")
    host, _, prefix = rest.strip("/").partition("/")
    host = canonical_host(host)
    if scheme == "http" or host in map(canonical_host, config.plain_http_hosts):
        schemes: tuple[str, ...] = ("http",)
    elif not separator and is_this_machine(host):
        schemes = ("https", "http")
    else:
        schemes = ("https",)
    return Endpoint(host=host, schemes=schemes, prefix=prefix.strip("/"), is_mirror=is_mirror)


def is_this_machine(host: str) -> bool:
    """Whether the host is the loopback of this machine, where Docker does without TLS too."""
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    octets = name.split(".")
    is_loopback_v4 = len(octets) == 4 and octets[0] == "127" and all(octet.isdigit() for octet in octets)
    return name in ("localhost", "::1") or is_loopback_v4


def _tls(authority: str, config: RegistryConfig) -> TlsSettings:
    host = "docker.io" if authority == HUB_SERVER else authority

    def of_host(table: Mapping[str, str]) -> str:
        return next((path for key, path in table.items() if canonical_host(key) == canonical_host(host)), "")

    return TlsSettings(
        is_verified=canonical_host(host) not in map(canonical_host, config.insecure_hosts),
        ca_files=tuple(path for path in (config.ca_file, of_host(config.ca_files)) if path),
        certificate=of_host(config.client_certificates),
        key=of_host(config.client_keys),
    )
