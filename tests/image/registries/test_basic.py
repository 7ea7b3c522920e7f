"""The login of the settings goes to one host."""

import pytest

from mooring.base.config import RegistryConfig, SecretText
from mooring.image.registries.auth import Query, find_login
from mooring.image.registries.basic import CREDENTIAL


def _query(registry: RegistryConfig, host: str, *, is_target: bool) -> Query:
    return Query(host=host, repository="app", is_target=is_target, registry=registry, environment={})


@pytest.mark.parametrize(
    ("named", "host", "is_target", "is_sent"),
    [
        ("", "registry.example", True, True),
        ("", "mirror.example", False, False),
        ("registry.example", "registry.example", True, True),
        ("registry.example", "other.example", True, False),
        ("mirror.example", "mirror.example", False, True),
        ("index.docker.io", "docker.io", True, True),
    ],
)
def test_a_login_goes_to_the_host_that_it_is_for(named, host, is_target, is_sent):
    registry = RegistryConfig(host=named, username="mo", password=SecretText("x"))

    assert is_sent == (CREDENTIAL.find(_query(registry, host, is_target=is_target)).login is not None)


def test_without_a_login_there_is_none():
    assert find_login(_query(RegistryConfig(), "registry.example", is_target=True)).login is None


def test_a_token_alone_is_a_login():
    registry = RegistryConfig(token=SecretText("t"))

    login = find_login(_query(registry, "registry.example", is_target=True)).login

    assert login is not None
    assert login.registry_token.reveal() == "t"
