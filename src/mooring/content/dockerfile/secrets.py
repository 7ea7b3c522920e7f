"""Which names and words of a Dockerfile stand for secrets. Values are looked at, never handed on.

WART: values in free text are known here by their names and surroundings alone. `masking.py` is the one place where a search by token
shapes joins in.
"""

import re
from collections.abc import Iterator

from mooring.content.dockerfile.steps import Parsed, Step

_KNOWN = frozenset(
    {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "GITHUB_TOKEN"}
    | {"GH_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "OPENAI_API_KEY", "HF_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"}
    | {"DOCKERHUB_PASSWORD", "FIREBASE_TOKEN", "CI_DEPLOY_PASSWORD", "GOOGLE_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"}
    | {"HEROKU_API_KEY"}
)  # fmt: skip
FILE_VARIABLES = frozenset(
    {"AWS_CONFIG_FILE", "HF_TOKEN_PATH", "GOOGLE_APPLICATION_CREDENTIALS", "AWS_SHARED_CREDENTIALS_FILE"}
)
"""They name a file; that is a secret where the file is in the image."""
_PREFIXES = ("VITE_", "REACT_APP_", "NEXT_PUBLIC_")
_WORDS = re.compile(
    r"(?:^|_)(?:PASSWORDS?|PASSWD|PASSPHRASE|PASS|PWD|SECRETS?|TOKENS?|CREDENTIALS?|APIKEY|AUTHTOKEN"
    r"|(?:API|ACCESS|SECRET|PRIVATE|SSH|DEPLOY|MASTER|SIGNING|ENCRYPTION|ACCOUNT|AUTH)_KEY)$"
    r"|(?:PASSWORD|PASSWD|APIKEY|APITOKEN|SECRETKEY|AUTHTOKEN|ACCESSTOKEN)$"
)
_HARMLESS = re.compile(
    r"(?:^|_)(?:ALLOW|EMPTY|RANDOM|GENERATE|DISABLE|ENABLE|REQUIRE|PUBLIC|MIN|MAX|NO|USE)_|^(?:OLD)?PWD$"
)
_NO_VALUE = frozenset({"", "true", "false", "yes", "no", "0", "1", "none", "null"})
_URL_USER = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@'\"$]{0,200}:([^\s/@'\"]{1,500})@")
_OPTION = re.compile(
    r"--?(?:password|passwd|pass|token|secret|api-?key|auth-?token|access-?key|secret-?key|private-?key|client-?secret)",
    re.IGNORECASE,
)
_AUTHORIZATION = re.compile(
    r"(?:authorization|proxy-authorization|private-token|x-api-key|x-auth-token)\s*:\s*(?:(?:bearer|basic|token)\s+)?(\S{4,4096})",
    re.IGNORECASE,
)
_NPM_TOKEN = re.compile(r"_(?:authToken|auth|password)\s*=\s*([^\s\"']{4,4096})")


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name holds a secret, going by what it is called."""
    upper = re.sub(r"[-.]", "_", name.upper()[:200])
    if upper in FILE_VARIABLES:
        return False
    for prefix in _PREFIXES:
        upper = upper.removeprefix(prefix)
    return upper in _KNOWN or (_WORDS.search(upper) is not None and _HARMLESS.search(upper) is None)


def is_value(text: str) -> bool:
    """Whether a text can be the value of a secret: a switch, an empty one or the place of a mounted secret cannot."""
    plain = text.strip("\"'")
    return plain.lower() not in _NO_VALUE and not plain.startswith("/run/secrets/")


def is_reference(text: str) -> bool:
    """Whether a text only names a variable: `$TOKEN`, `${TOKEN}`, `$(cat …)`."""
    return text.strip("\"'").startswith(("$", "`"))


def values_in(text: str) -> Iterator[str]:
    """Values of secrets in a piece of a command, told by what surrounds them."""
    for pattern in (_URL_USER, _AUTHORIZATION, _NPM_TOKEN):
        for match in pattern.finditer(text):
            if not is_reference(match.group(1)):
                yield match.group(1).strip("\"'")


def values_of_options(words: tuple[str, ...]) -> Iterator[str]:
    """Values of options that take a secret: `--password=x`, `--token x`."""
    for number, word in enumerate(words):
        option, equals, value = word.partition("=")
        if not _OPTION.fullmatch(option):
            continue
        if not equals:
            value = words[number + 1] if number + 1 < len(words) else ""
        if value and not value.startswith("-") and not is_reference(value) and is_value(value):
            yield value


def values_of(parsed: Parsed) -> frozenset[str]:
    """Every value that is known to be a secret, so that it can be masked wherever it stands."""
    found: set[str] = set()
    for step in parsed.steps:
        for one in (step, step.inner):
            if one is not None:
                found |= set(_values_of_step(one))
    return frozenset(value for value in found if value)


def _values_of_step(step: Step) -> Iterator[str]:
    for pair in (*step.pairs, *step.build_arguments):
        value = (pair.value or "").strip("\"'")
        if is_secret_name(pair.name) and is_value(value) and not is_reference(value):
            yield value
    yield from values_in(step.instruction.value)
    if step.instruction.is_exec_form:
        yield from values_of_options(step.instruction.words)
