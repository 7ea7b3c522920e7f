"""What holds for every test: no network, no home folder, no colours, and in CI no part may be missing."""

import os
import socket

import hypothesis
import pytest

hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")
REFUSE_MISSING = os.environ.get("MOORING_TESTS_REFUSE_MISSING_PARTS") == "1"
_connect = socket.socket.connect


def _connect_locally(self: socket.socket, address: object) -> None:
    host = address[0] if isinstance(address, tuple) else "localhost"
    if self.family != socket.AF_UNIX and host not in ("localhost", "127.0.0.1", "::1"):
        raise AssertionError(f"a test tried to reach {address!r}; tests use loopback only")
    return _connect(self, address)


@pytest.fixture(autouse=True)
def _small_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test sees neither the network nor the settings of whoever runs it."""
    monkeypatch.setattr(socket.socket, "connect", _connect_locally)
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("MOORING_", "DOCKER_", "XDG_", "REGISTRY_"))]:
        monkeypatch.delenv(name)
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "no_proxy",
        "SOURCE_DATE_EPOCH",
        "CONTAINER_HOST",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """In CI a test that skips for a part that is not installed has failed."""
    report = yield
    if (
        REFUSE_MISSING
        and report.skipped
        and isinstance(report.longrepr, tuple)
        and "not installed" in report.longrepr[2]
    ):
        report.outcome, report.longrepr = "failed", f"{report.longrepr[2]} (CI installs it)"
    return report
