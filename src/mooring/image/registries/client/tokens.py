"""The token dance: from a 401 to an Authorization header (distribution: docs/content/spec/auth/{token,oauth}.md)."""

import base64
from urllib.parse import urlencode, urlsplit

import msgspec

from mooring.base.errors import RegistryDenied
from mooring.base.http import HttpClient, HttpRequest, HttpResponse
from mooring.image.registries.auth import Answer, Login
from mooring.image.registries.client.challenge import Challenge

CLIENT_ID = "mooring"
MAX_TOKEN_BYTES = 1024 * 1024


class TokenPlace(msgspec.Struct, frozen=True, kw_only=True):
    """For what a header is wanted."""

    host: str
    repository: str
    is_plain_http_allowed: bool


class _TokenReply(msgspec.Struct, frozen=True):
    token: str | None = None
    access_token: str | None = None

    def __repr__(self) -> str:
        return "_TokenReply(…)"


def authorization(challenges: tuple[Challenge, ...], found: Answer, place: TokenPlace, http: HttpClient) -> str | None:
    """The value of the Authorization header that answers the challenges; None where nothing can answer them.

    Raises RegistryDenied where the token server refuses the login, and RegistryUnreachable.
    """
    login = found.login
    by_scheme = {challenge.scheme: challenge for challenge in reversed(challenges)}
    bearer = by_scheme.get("bearer")
    if bearer is not None:
        if login is not None and login.registry_token:
            return f"Bearer {login.registry_token.reveal()}"
        return _bought(bearer, login, place, http)
    if "basic" in by_scheme and login is not None:
        if login.registry_token and not login.username:
            return f"Bearer {login.registry_token.reveal()}"
        return _basic(login)
    return None


def denied(place: TokenPlace, status: int, found: Answer) -> RegistryDenied:
    """The error for a registry that does not let us in, naming the login that was shown but nothing of it."""
    hint = f"run `docker login {place.host}`, or set MOORING_REGISTRY_TOKEN"
    if found.trouble:
        hint = f"{found.trouble}; {hint}"
    if found.login is None:
        return RegistryDenied(
            f"{place.host} does not show {place.repository!r} without a login (HTTP {status}); it may not exist at all",
            hint=hint,
        )
    return RegistryDenied(
        f"{place.host} refused the credentials for {place.repository!r} (HTTP {status})",
        hint=f"they came from {found.login.origin}; {hint}",
    )


def _basic(login: Login) -> str:
    pair = f"{login.username}:{login.password.reveal()}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def _bought(challenge: Challenge, login: Login | None, place: TokenPlace, http: HttpClient) -> str | None:
    realm = challenge.parameters.get("realm", "")
    _check_realm(realm, login, place)
    asked = {"service": challenge.parameters.get("service", ""), "scope": _scope(challenge, place)}
    query = {key: value for key, value in asked.items() if value}
    if login is not None and login.identity_token:
        form = {**query, "grant_type": "refresh_token", "refresh_token": login.identity_token.reveal()}
        response = http.send(_form(realm, form), name=place.repository)
    else:
        headers = {"authorization": _basic(login)} if login is not None else {}
        separator = "&" if urlsplit(realm).query else "?"
        request = HttpRequest(method="GET", url=f"{realm}{separator}{urlencode(query)}", headers=headers)
        response = http.send(request, name=place.repository)
        if response.status in (404, 405) and login is not None:
            # Some servers speak only the newer form, which posts.
            response.close()
            form = {**query, "grant_type": "password", "username": login.username, "password": login.password.reveal()}
            response = http.send(_form(realm, form), name=place.repository)
    return _token_of(response, login, place)


def _scope(challenge: Challenge, place: TokenPlace) -> str:
    """Never more than reading this repository, whatever the challenge proposes."""
    return f"repository:{place.repository}:pull" if place.repository else challenge.parameters.get("scope", "")


def _check_realm(realm: str, login: Login | None, place: TokenPlace) -> None:
    scheme = urlsplit(realm).scheme
    if scheme == "https" or (scheme == "http" and (login is None or place.is_plain_http_allowed)):
        return
    raise RegistryDenied(
        f"{place.host} wants the credentials to be sent to {realm[:200]!r}, which is not https",
        hint=f"if that is meant, list {place.host!r} in registry.plain_http_hosts",
    )


def _form(realm: str, fields: dict[str, str]) -> HttpRequest:
    return HttpRequest(
        method="POST",
        url=realm,
        headers={"content-type": "application/x-www-form-urlencoded"},
        body=urlencode({**fields, "client_id": CLIENT_ID}).encode(),
    )


def _token_of(response: HttpResponse, login: Login | None, place: TokenPlace) -> str | None:
    content = response.read(MAX_TOKEN_BYTES, "the answer of the token server")
    if response.status != 200:
        raise denied(place, response.status, Answer(login=login))
    try:
        reply = msgspec.json.decode(content, type=_TokenReply)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RegistryDenied(f"the token server of {place.host} gave no answer that can be read") from None
    token = reply.token or reply.access_token or ""
    if not token or any(ord(char) < 33 for char in token):
        raise RegistryDenied(f"the token server of {place.host} gave no token")
    return f"Bearer {token}"
