"""Retries, pauses and redirects over a transport that plays its answers."""

import pytest

from mooring.base.errors import HostileInput, RegistryUnreachable
from mooring.base.http import (
    ExchangeFailedError,
    HttpClient,
    HttpRequest,
    HttpResponse,
    Patience,
    is_same_origin,
    without_query,
)

GET = HttpRequest(method="GET", url="https://a.example/x", headers={"authorization": "Bearer s3cret"})


class Play:
    """A transport that gives the answers in turn: a status with headers, or an error."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.seen: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.seen.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, headers = answer
        return HttpResponse(
            status=status, headers=headers, url=request.url, body=iter((b"ab", b"cd")), close=lambda: None
        )


def _client(play: Play, pauses: list[float] | None = None, **patience) -> HttpClient:
    settings = Patience(**{"max_attempts": 3, **patience})
    return HttpClient(play, settings, pause=(pauses if pauses is not None else []).append)


def test_a_failure_that_passes_is_not_seen():
    play = Play(ExchangeFailedError("reset"), (503, {}), (200, {}))

    assert _client(play).send(GET, name="x").status == 200


def test_a_failure_that_stays_is_told_with_its_reason():
    play = Play(*[ExchangeFailedError("connection refused")] * 3)

    with pytest.raises(RegistryUnreachable) as error:
        _client(play).send(GET, name="app")

    assert error.value.message == "a.example could not be reached for app: connection refused (3 attempts)"


def test_a_final_failure_is_not_tried_again():
    play = Play(ExchangeFailedError("untrusted", is_final=True))

    with pytest.raises(ExchangeFailedError):
        _client(play).send(GET, name="app")

    assert len(play.seen) == 1


def test_pauses_grow_and_have_a_bound():
    client = _client(Play(), longest_pause_seconds=4.0)

    pauses = [client.pause_seconds(attempt) for attempt in (1, 2, 3, 4, 5, 60)]

    assert all(bound / 2 <= pause <= bound for pause, bound in zip(pauses, (0.5, 1, 2, 4, 4, 4), strict=True))


@pytest.mark.parametrize(("value", "expected"), [("3", [3.0]), ("Thu, 01 Jan 1970 00:00:00 GMT", [0.0])])
def test_the_server_says_how_long_to_wait(value, expected):
    pauses: list[float] = []

    _client(Play((429, {"Retry-After": value}), (200, {})), pauses).send(GET, name="x")

    assert pauses == expected


def test_a_server_that_asks_for_too_long_a_pause_is_not_waited_for():
    play = Play((429, {"Retry-After": "99999"}))

    assert _client(play).send(GET, name="x").status == 429


@pytest.mark.parametrize(
    ("target", "is_kept"),
    [
        ("/y", True),
        ("https://a.example:443/y", True),
        ("https://b.example/y", False),
        ("https://a.example:444/y", False),
        ("https://a.example.evil.example/y", False),
        ("//b.example/y", False),
    ],
)
def test_credentials_go_to_the_same_origin_only(target, is_kept):
    play = Play((307, {"Location": target}), (200, {}))

    _client(play).send(GET, name="x")

    assert ("authorization" in play.seen[1].headers) == is_kept


@pytest.mark.parametrize("target", ["http://a.example/y", "file:///etc/passwd", "ftp://a.example/"])
def test_a_redirect_that_leaves_https_is_refused(target):
    with pytest.raises(ExchangeFailedError, match="leaves https"):
        _client(Play((302, {"location": target}))).send(GET, name="x")


def test_a_body_has_a_limit():
    response = _client(Play((200, {}))).send(GET, name="x")

    with pytest.raises(HostileInput, match="the answer is larger than 3 bytes"):
        response.read(3, "the answer")


def test_no_credential_is_shown():
    assert "s3cret" not in repr(GET)
    assert without_query("https://user:s3cret@a.example/x?sig=s3cret#f") == "https://a.example/x"


def test_origins_are_scheme_host_and_port():
    assert is_same_origin("https://A.example/x", "https://a.example:443/y")
    assert not is_same_origin("https://a.example", "http://a.example")
    assert not is_same_origin("https://a.example:bad", "https://a.example:1")
