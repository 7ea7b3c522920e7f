"""How to log in to a registry: the contract of the family.

Every module of this folder offers one `CREDENTIAL = CredentialSource(...)`; they are asked in their order, and the
first login counts. A source gives a login only for the very host that it was stored for: `registry.example` is neither
`registry.example:5000` nor `hub.registry.example`.
"""

from collections.abc import Callable, Mapping

import msgspec

from mooring.base.config import NO_SECRET, RegistryConfig, SecretText
from mooring.base.families import collect

_FAMILY = "mooring.image.registries"
_HUB_NAMES = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io"})


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """What to show to a registry: a user with a password, an identity token that buys others, or a bearer token."""

    username: str = ""
    password: SecretText = NO_SECRET
    identity_token: SecretText = NO_SECRET
    """A refresh token of OAuth 2, as `docker login` stores it for some registries."""
    registry_token: SecretText = NO_SECRET
    """A bearer token to be sent as it is."""
    origin: str
    """Where it was found, for messages."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a login is needed."""

    host: str
    """Registry with port, as in a reference; `docker.io` for Docker Hub."""
    repository: str
    is_target: bool
    """The registry that the user named, not a mirror of it."""
    registry: RegistryConfig
    environment: Mapping[str, str]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A login, or none; and what stood in the way of finding one."""

    login: Login | None = None
    trouble: str = ""


class CredentialSource(msgspec.Struct, frozen=True, kw_only=True):
    """One place where logins are kept."""

    name: str
    order: int
    """Lower ones are asked first."""
    find: Callable[[Query], Answer]
    """A login for exactly this host. A file or program that does not do its part is a trouble and never raises."""


def find_login(query: Query) -> Answer:
    """The first login that any source has; else the troubles of all."""
    sources = sorted(collect(_FAMILY, CredentialSource, contract="auth"), key=lambda source: source.order)
    troubles = []
    for source in sources:
        answer = source.find(query)
        if answer.login is not None:
            return answer
        if answer.trouble:
            troubles.append(answer.trouble)
    return Answer(trouble="; ".join(troubles))


def canonical_host(host: str) -> str:
    """The host in lower case, `docker.io` for every name of Docker Hub."""
    lower = host.lower()
    return "docker.io" if lower in _HUB_NAMES else lower
