"""What answers a challenge, and what is never sent."""

import pytest

from image.registries.pulling import http_client
from mooring.base.config import SecretText
from mooring.base.errors import RegistryDenied
from mooring.image.registries.auth import Answer, Login
from mooring.image.registries.client.challenge import Challenge
from mooring.image.registries.client.tokens import TokenPlace, authorization

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
