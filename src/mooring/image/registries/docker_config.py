"""Logins that `docker login` and `podman login` keep: `config.json`, `auth.json` and credential helpers.

Formats: docker/cli (configuration files), containers-auth.json(5) with keys down to a repository,
docker-credential-helpers (protocol on standard input and output).
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from mooring.base.config import SecretText
from mooring.image.registries.auth import Answer, CredentialSource, Login, Query, canonical_host
from mooring.image.registries.client.helpers import ask_helper

MAX_CONFIG_BYTES = 4 * 1024 * 1024


class _Auth(msgspec.Struct, frozen=True):
    auth: str = ""
    username: str = ""
    password: str = ""
    identitytoken: str = ""
    registrytoken: str = ""

    def __repr__(self) -> str:
        return "_Auth(…)"


class _File(msgspec.Struct, frozen=True, rename="camel"):
    """The part of config.json and auth.json that tells of logins."""

    auths: dict[str, _Auth] | None = None
    creds_store: str = ""
    cred_helpers: dict[str, str] | None = None


def _find(query: Query) -> Answer:
    troubles: list[str] = []
    for origin, content in _documents(query.environment):
        try:
            document = msgspec.json.decode(content, type=_File)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # The decoder's message may quote the document, which holds secrets.
            troubles.append(f"{origin} cannot be read")
            continue
        answer = _from_document(document, origin, query)
        if answer.login is not None:
            return answer
        if answer.trouble:
            troubles.append(answer.trouble)
    return Answer(trouble="; ".join(troubles))


def _documents(environment: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Each file that exists, in the order in which podman and skopeo ask them; $REGISTRY_AUTH_FILE stands for all."""
    if environment.get("DOCKER_AUTH_CONFIG"):
        yield "DOCKER_AUTH_CONFIG", environment["DOCKER_AUTH_CONFIG"].encode()
    for path in _paths(environment):
        try:
            with path.open("rb") as file:
                yield str(path), file.read(MAX_CONFIG_BYTES)
        except OSError:
            continue


def _paths(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get("REGISTRY_AUTH_FILE"):
        yield Path(environment["REGISTRY_AUTH_FILE"])
        return
    home = environment.get("HOME", "")
    config_home = environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else "")
    docker = environment.get("DOCKER_CONFIG") or (f"{home}/.docker" if home else "")
    for folder in (environment.get("XDG_RUNTIME_DIR", ""), config_home):
        if folder:
            yield Path(folder) / "containers" / "auth.json"
    if docker:
        yield Path(docker) / "config.json"


def _from_document(document: _File, origin: str, query: Query) -> Answer:
    """The most specific entry: helper of the host, then entries from the repository up to the host, then the store of
    all.
    """
    trouble = ""
    helpers = {_host_of(key): name for key, name in (document.cred_helpers or {}).items()}
    host = canonical_host(query.host)
    for helper in (helpers.get(host, ""), document.creds_store):
        if not helper:
            continue
        answer = ask_helper(helper, host, query.environment)
        if answer.login is not None:
            return answer
        trouble = trouble or answer.trouble
    entries = {_key_of(key): auth for key, auth in (document.auths or {}).items()}
    for key in _scopes(host, query.repository):
        login = _login_of(entries[key], origin) if key in entries else None
        if login is not None:
            return Answer(login=login)
    return Answer(trouble=trouble)


def _scopes(host: str, repository: str) -> Iterator[str]:
    """`host/org/team/app`, `host/org/team`, …, `host`."""
    scope = f"{host}/{repository}"
    while "/" in scope:
        yield scope
        scope = scope.rpartition("/")[0]
    yield host


def _key_of(key: str) -> str:
    """Host, or host with path; a key with a scheme is Docker's, whose path (`/v1/`) says nothing."""
    if "://" in key:
        return _host_of(key)
    host, slash, path = key.strip().rstrip("/").partition("/")
    if path in ("v1", "v2"):
        slash, path = "", ""
    return canonical_host(host) + slash + path


def _host_of(key: str) -> str:
    return canonical_host(key.strip().rpartition("://")[2].partition("/")[0])


def _login_of(auth: _Auth, origin: str) -> Login | None:
    username, password = auth.username, auth.password
    if auth.auth:
        try:
            decoded = base64.b64decode(auth.auth, validate=False).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            decoded = ""
        # A password may contain colons; some tools pad it with NULs.
        username, _, password = decoded.partition(":")
        password = password.strip("\0")
    if not (username or auth.identitytoken or auth.registrytoken):
        return None
    return Login(
        username=username,
        password=SecretText(password),
        identity_token=SecretText(auth.identitytoken),
        registry_token=SecretText(auth.registrytoken),
        origin=origin,
    )


CREDENTIAL = CredentialSource(name="docker-config", order=20, find=_find)
