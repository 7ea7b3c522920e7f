"""The reference registry on loopback, started for one test session."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

PROGRAM = "docker-registry"
USER, PASSWORD = "mo", "anchor"
_HTPASSWD = "mo:$2y$05$"


class RunningRegistry(msgspec.Struct, frozen=True, kw_only=True):
    """A registry that answers."""

    host: str
    scheme: str
    ca_file: str = ""


@contextmanager
def running_registry(
    folder: Path, *, htpasswd: str = "", tls: bool = False, client_tls: bool = False
) -> Iterator[RunningRegistry]:
    """A registry with its storage in the folder, stopped afterwards; skips the test where the program is missing."""
    program = shutil.which(PROGRAM)
    if program is None:
        pytest.skip(f"{PROGRAM} is not installed")
    port = free_port()
    config = folder / "config.yml"
    config.write_text(_config(folder, port, htpasswd=htpasswd, tls=tls, client_tls=client_tls))
    # Standard output goes to a file: a pipe that nobody reads would fill up and stop the registry.
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "serve", str(config)], stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            scheme = "https" if tls else "http"
            ca_file = str(folder / "ca.pem") if tls else ""
            yield RunningRegistry(host=f"localhost:{port}", scheme=scheme, ca_file=ca_file)
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _config(folder: Path, port: int, *, htpasswd: str, tls: bool, client_tls: bool) -> str:
    lines = [
        "version: 0.1",
        "log: {level: error}",
        f"storage: {{filesystem: {{rootdirectory: {folder / 'storage'}}}}}",
        "http:",
        f"  addr: 127.0.0.1:{port}",
        "  secret: not-a-secret",
    ]
    if tls:
        _write_certificates(folder)
        authorities = f", clientcas: [{folder / 'ca.pem'}]" if client_tls else ""
        lines += [f"  tls: {{certificate: {folder / 'server.pem'}, key: {folder / 'server.key'}{authorities}}}"]
    if htpasswd:
        (folder / "htpasswd").write_text(htpasswd)
        lines += ["auth:", f"  htpasswd: {{realm: tests, path: {folder / 'htpasswd'}}}"]
    return "\n".join(lines) + "\n"


def _write_certificates(folder: Path) -> None:
    import trustme

    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    client = authority.issue_cert("client@registry.example")
    client.private_key_and_cert_chain_pem.write_to_path(folder / "client.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    for number, blob in enumerate(certificate.cert_chain_pems):
        blob.write_to_path(folder / "server.pem", append=number > 0)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the registry ended with code {process.returncode}")
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the registry did not answer within 20 seconds")
