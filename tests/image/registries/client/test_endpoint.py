"""Which servers are asked, and how."""

import pytest

from mooring.base.config import RegistryConfig
from mooring.image.registries.client.endpoint import endpoints_of, is_this_machine


def test_docker_hub_is_another_server_than_its_name():
    (endpoint,) = endpoints_of("docker.io", RegistryConfig())

    assert endpoint.server == "registry-1.docker.io"
    assert endpoint.schemes == ("https",)


def test_mirrors_come_first_and_may_have_a_path():
    config = RegistryConfig(mirrors={"index.docker.io": ("cache.example/hub", "http://lan.example:5000")})

    mirror, plain, registry = endpoints_of("docker.io", config)

    assert (mirror.host, mirror.prefix, mirror.is_mirror) == ("cache.example", "hub", True)
    assert (plain.schemes, plain.host) == (("http",), "lan.example:5000")
    assert (registry.host, registry.is_mirror) == ("docker.io", False)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost:5000", True),
        ("127.0.0.1", True),
        ("127.9.9.9:80", True),
        ("[::1]:5000", True),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("registry.example", False),
    ],
)
def test_only_loopback_is_this_machine(host, expected):
    assert expected == is_this_machine(host)


def test_plain_http_is_for_the_hosts_that_the_settings_name():
    config = RegistryConfig(plain_http_hosts=("lan.example:5000",))

    assert endpoints_of("lan.example:5000", config)[0].schemes == ("http",)
    assert endpoints_of("lan.example", config)[0].schemes == ("https",)
