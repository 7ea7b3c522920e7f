"""Logins from config.json and auth.json; every host gets its own and nobody else's."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.config import RegistryConfig
from mooring.image.registries.auth import Query
from mooring.image.registries.docker_config import CREDENTIAL


def _find(environment, host="registry.example", repository="team/app"):
    query = Query(host=host, repository=repository, is_target=True, registry=RegistryConfig(), environment=environment)
    return CREDENTIAL.find(query)


def _auth(pair: str) -> dict[str, str]:
    return {"auth": base64.b64encode(pair.encode()).decode()}


def _config(folder, document) -> dict[str, str]:
    (folder / "config.json").write_text(json.dumps(document))
    return {"DOCKER_CONFIG": str(folder)}


@pytest.mark.parametrize(
    ("key", "host"),
    [
        ("registry.example", "registry.example"),
        ("https://registry.example", "registry.example"),
        ("https://registry.example/v2/", "registry.example"),
        ("registry.example/v1/", "registry.example"),
        ("Registry.Example:5000", "registry.example:5000"),
        ("https://index.docker.io/v1/", "docker.io"),
        ("docker.io", "docker.io"),
        ("registry.example/team", "registry.example"),
    ],
)
def test_a_key_is_for_its_host(tmp_path, key, host):
    login = _find(_config(tmp_path, {"auths": {key: _auth("mo:a:b")}}), host).login

    assert login is not None
    assert (login.username, login.password.reveal()) == ("mo", "a:b")


@pytest.mark.parametrize(
    "key",
    ["example", "registry.example:5000", "hub.registry.example", "registry.example/other", "registry.example.org"],
)
def test_a_key_of_another_host_or_path_is_not_used(tmp_path, key):
    assert _find(_config(tmp_path, {"auths": {key: _auth("mo:x")}})).login is None


def test_the_longest_path_counts(tmp_path):
    keys = {"registry.example": "host", "registry.example/team": "team", "registry.example/team/app": "app"}
    environment = _config(tmp_path, {"auths": {key: _auth(f"{name}:x") for key, name in keys.items()}})

    found = [_find(environment, repository=name).login for name in ("team/app", "team/else", "other")]

    assert [login.username for login in found if login] == ["app", "team", "host"]


def test_identity_tokens_are_read(tmp_path):
    login = _find(_config(tmp_path, {"auths": {"registry.example": {"identitytoken": "t"}}})).login

    assert login is not None
    assert login.identity_token.reveal() == "t"


def test_a_helper_of_the_host_is_asked_before_the_entries(tmp_path):
    program = tmp_path / "docker-credential-one"
    program.write_text('#!/bin/sh\necho \'{"Username":"helped","Secret":"x"}\'\n')
    program.chmod(0o755)
    document = {"auths": {"registry.example": _auth("mo:x")}, "credHelpers": {"registry.example": "one"}}
    environment = {**_config(tmp_path, document), "PATH": f"{tmp_path}:/bin"}

    helped, other = _find(environment).login, _find(environment, "other.example").login

    assert helped is not None
    assert helped.username == "helped"
    assert other is None


def test_a_store_that_is_not_installed_is_told(tmp_path):
    answer = _find({**_config(tmp_path, {"credsStore": "desktop"}), "PATH": "/nowhere"})

    assert answer.trouble == "the credential helper 'docker-credential-desktop' is not installed"


def test_podmans_files_are_read_too(tmp_path):
    (tmp_path / "containers").mkdir()
    (tmp_path / "containers" / "auth.json").write_text(json.dumps({"auths": {"registry.example": _auth("pod:x")}}))

    for variable in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        login = _find({variable: str(tmp_path)}).login
        assert login is not None
        assert login.username == "pod"


def test_a_file_that_was_named_stands_for_all(tmp_path):
    environment = _config(tmp_path, {"auths": {"registry.example": _auth("mo:x")}})

    assert _find({**environment, "REGISTRY_AUTH_FILE": "/nowhere"}).login is None


def test_a_damaged_file_is_a_trouble_that_quotes_nothing(tmp_path):
    (tmp_path / "config.json").write_text('{"auths": {"registry.example": "s3cret"}}')

    answer = _find({"DOCKER_CONFIG": str(tmp_path)})

    assert f"{tmp_path / 'config.json'} cannot be read" == answer.trouble


def test_no_login_is_shown_by_its_repr(tmp_path):
    login = _find(_config(tmp_path, {"auths": {"registry.example": _auth("mo:s3cret")}})).login

    assert "s3cret" not in repr(login)


@given(st.binary(max_size=200))
def test_any_content_is_read_without_an_error(content):
    _find({"DOCKER_AUTH_CONFIG": content.decode("latin-1")})


@pytest.mark.parametrize("auth", [{}, {"auth": ""}, {"auth": "!"}, {"auth": "bm8gY29sb24"}])
def test_an_entry_without_a_login_is_none(tmp_path, auth):
    login = _find(_config(tmp_path, {"auths": {"registry.example": auth}})).login

    assert login is None or not login.password


def test_a_login_in_plain_fields_is_read(tmp_path):
    auth = {"username": "mo", "password": "x"}

    login = _find(_config(tmp_path, {"auths": {"registry.example": auth}})).login

    assert login is not None
    assert (login.username, login.password.reveal()) == ("mo", "x")
