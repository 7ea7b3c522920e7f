"""Credential helpers, played by small shell scripts."""

import pytest

from mooring.image.registries.client.helpers import ask_helper


@pytest.fixture
def helper(tmp_path):
    """Install a helper `test` that runs the script; gives the environment to call it with."""

    def install(script: str) -> dict[str, str]:
        program = tmp_path / "docker-credential-test"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        return {"PATH": f"{tmp_path}:/bin:/usr/bin"}

    return install


def test_the_host_is_asked_for_on_standard_input(helper):
    environment = helper('read host; echo "{\\"Username\\":\\"mo\\",\\"Secret\\":\\"$1-$host\\"}"')

    login = ask_helper("test", "registry.example", environment).login

    assert login is not None
    assert (login.username, login.password.reveal()) == ("mo", "get-registry.example")


def test_docker_hub_is_asked_for_by_its_old_address(helper):
    environment = helper('read host; echo "{\\"Username\\":\\"mo\\",\\"Secret\\":\\"$host\\"}"')

    login = ask_helper("test", "docker.io", environment).login

    assert login is not None
    assert login.password.reveal() == "https://index.docker.io/v1/"


def test_a_token_is_an_identity_token(helper):
    environment = helper('echo "{\\"Username\\":\\"<token>\\",\\"Secret\\":\\"t\\"}"')

    login = ask_helper("test", "registry.example", environment).login

    assert login is not None
    assert login.identity_token.reveal() == "t"


def test_a_helper_that_knows_nothing_is_no_trouble(helper):
    answer = ask_helper("test", "r.example", helper('echo "credentials not found in native keychain"; exit 1'))

    assert (answer.login, answer.trouble) == (None, "")


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ("echo s3cret; exit 2", "docker-credential-test ended with code 2"),
        ("echo s3cret", "docker-credential-test gave no answer that can be read"),
    ],
)
def test_a_helper_that_goes_wrong_is_a_trouble_without_its_output(helper, script, trouble):
    assert trouble == ask_helper("test", "r.example", helper(script)).trouble


@pytest.mark.parametrize("name", ["none", "../test", "a/b", ""])
def test_a_helper_that_is_not_there_is_a_trouble(name):
    assert "is not installed" in ask_helper(name, "r.example", {"PATH": "/nowhere"}).trouble


def test_a_helper_that_has_no_secret_is_no_login(helper):
    answer = ask_helper("test", "r.example", helper('echo "{}"'))

    assert (answer.login, answer.trouble) == (None, "")


def test_a_helper_that_cannot_be_run_is_a_trouble(tmp_path):
    program = tmp_path / "docker-credential-test"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)

    answer = ask_helper("test", "r.example", {"PATH": str(tmp_path)})

    assert answer.trouble == "docker-credential-test cannot be run: exec format error"
