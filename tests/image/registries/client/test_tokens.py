"""What answers a challenge, and what is never sent."""

import pytest

from image.registries.pulling import http_client
from mooring.base.config import SecretText
from mooring.base.errors import RegistryDenied
from mooring.image.registries.auth import Answer, Login
from mooring.image.registries.client.challenge import Challenge
from mooring.image.registries.client.tokens import TokenPlace, authorization, denied
from registry.fake import Reply, fake_registry

PLACE = TokenPlace(host="registry.example", repository="app", is_plain_http_allowed=False)
LOGIN = Login(username="mo", password=SecretText("s3cret"), origin="a test")
BASIC = Challenge(scheme="basic", parameters={"realm": "x"})


def test_a_basic_challenge_is_answered_with_user_and_password():
    assert authorization((BASIC,), Answer(login=LOGIN), PLACE, http_client()) == "Basic bW86czNjcmV0"


def test_without_a_login_a_basic_challenge_has_no_answer():
    assert authorization((BASIC,), Answer(), PLACE, http_client()) is None


def test_a_registry_token_is_sent_as_it_is():
    login = Login(registry_token=SecretText("t"), origin="a test")
    bearer = Challenge(scheme="bearer", parameters={"realm": "https://token.example"})

    assert authorization((bearer,), Answer(login=login), PLACE, http_client()) == "Bearer t"


@pytest.mark.parametrize("realm", ["http://token.example/", "file:///etc/passwd", "", "ftp://token.example"])
def test_a_login_is_not_sent_to_a_token_server_without_tls(realm):
    bearer = Challenge(scheme="bearer", parameters={"realm": realm})

    with pytest.raises(RegistryDenied, match="which is not https"):
        authorization((bearer,), Answer(login=LOGIN), PLACE, http_client())


def test_an_unknown_challenge_has_no_answer():
    kerberos = Challenge(scheme="negotiate", parameters={})

    assert authorization((kerberos,), Answer(login=LOGIN), PLACE, http_client()) is None


def _bearer(server) -> tuple[Challenge, ...]:
    return (Challenge(scheme="bearer", parameters={"realm": f"http://{server.host}/token"}),)


def test_a_server_that_only_takes_forms_gets_a_form():
    place = TokenPlace(host="registry.example", repository="app", is_plain_http_allowed=True)
    with fake_registry() as server:
        server.rules.append(
            lambda seen: Reply(200, b'{"access_token":"t","token":null}') if seen.method == "POST" else Reply(405)
        )

        value = authorization(_bearer(server), Answer(login=LOGIN), place, http_client())

    assert value == "Bearer t"
    assert server.seen[1].form["password"] == "s3cret"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"token":"a b"}', b'{"token":"a\\u000ab"}'])
def test_an_answer_without_a_token_is_a_refusal(body):
    with fake_registry() as server:
        server.rules.append(lambda seen: Reply(200, body))

        with pytest.raises(RegistryDenied, match="gave no"):
            authorization(_bearer(server), Answer(), PLACE, http_client())


def test_a_token_of_the_settings_also_answers_a_basic_challenge():
    login = Login(registry_token=SecretText("t"), origin="a test")

    assert authorization((BASIC,), Answer(login=login), PLACE, http_client()) == "Bearer t"


def test_what_kept_a_login_from_being_found_is_in_the_hint():
    answer = Answer(trouble="the credential helper 'x' is not installed")

    assert str(denied(PLACE, 401, answer).hint).startswith("the credential helper 'x' is not installed; run `docker")
