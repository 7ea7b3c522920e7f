"""Proxies, TLS and unix sockets."""

import pytest

from mooring.base.http import ExchangeFailedError, HttpRequest
from mooring.base.transport import TcpTransport, TlsSettings, UnixTransport, proxy_for, tls_context
from registry.fake import Reply, fake_registry

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("host", "excluded", "expected"),
    [
        ("registry.example", "", PROXY),
        ("registry.example", "other.example", PROXY),
        ("registry.example", "registry.example", ""),
        ("registry.example", ".example", ""),
        ("registry.example", "*.example", ""),
        ("notexample", "example", PROXY),
        ("registry.example", "*", ""),
        ("registry.example", " a , registry.example ", ""),
        ("registry.example", "registry.example:5000", PROXY),
        ("registry.example", "registry.example:443", ""),
        ("10.1.2.3", "10.0.0.0/8", ""),
        ("11.1.2.3", "10.0.0.0/8", PROXY),
        ("127.0.0.1", "", ""),
        ("localhost", "", ""),
    ],
)
def test_the_proxy_is_left_out_for_excluded_hosts(host, excluded, expected):
    environment = {"HTTPS_PROXY": PROXY, "NO_PROXY": excluded}

    assert proxy_for("https", host, None, environment) == expected


def test_a_proxy_is_for_its_scheme():
    assert proxy_for("http", "a.example", None, {"HTTPS_PROXY": PROXY}) == ""
    assert proxy_for("http", "a.example", None, {"http_proxy": "proxy.example:1"}) == "http://proxy.example:1"
    assert proxy_for("http", "a.example", None, {"ALL_PROXY": PROXY}) == PROXY


def _transport(environment=None) -> TcpTransport:
    return TcpTransport(
        tls=lambda _: TlsSettings(),
        environment=environment or {},
        connect_timeout_seconds=5,
        idle_timeout_seconds=0.5,
    )


def test_a_request_goes_through_the_proxy_with_its_login():
    with fake_registry() as proxy:
        proxy.rules.append(lambda seen: Reply(200, b"proxied"))
        environment = {"HTTP_PROXY": f"http://mo:s3cret@{proxy.host}"}

        response = _transport(environment).send(HttpRequest(method="GET", url="http://registry.example/v2/"))

        assert response.read(100, "x") == b"proxied"
        assert proxy.seen[0].headers["host"] == "registry.example"
        assert proxy.seen[0].headers["proxy-authorization"] == "Basic bW86czNjcmV0"


def test_a_server_that_falls_silent_is_not_waited_for():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"

        with pytest.raises(ExchangeFailedError, match="did not answer in time"):
            _transport().send(HttpRequest(method="GET", url=url))


def test_a_name_that_is_not_known_is_final():
    with pytest.raises(ExchangeFailedError, match=r"no host of that name|name resolution"):
        _transport().send(HttpRequest(method="GET", url="http://nothing.invalid/"))


@pytest.mark.parametrize("url", ["ftp://a.example/", "http:///x", "nonsense"])
def test_an_address_of_no_web_server_is_refused(url):
    with pytest.raises(ExchangeFailedError, match="is no address of a web server"):
        _transport().send(HttpRequest(method="GET", url=url))


def test_certificates_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")

    with pytest.raises(ExchangeFailedError, match=r"the certificates in '.*ca\.pem' cannot be used"):
        tls_context(TlsSettings(ca_files=(str(tmp_path / "ca.pem"),)))


def test_a_socket_that_is_not_there_is_named(tmp_path):
    transport = UnixTransport(str(tmp_path / "none.sock"), idle_timeout_seconds=1)

    with pytest.raises(ExchangeFailedError, match="no such file or directory"):
        transport.send(HttpRequest(method="GET", url="http://localhost/"))
