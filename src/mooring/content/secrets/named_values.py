"""Secrets told by the name of a variable: a literal value under a name such as `DB_PASSWORD`."""

from collections.abc import Iterator

import msgspec

from mooring.content.secrets.rule import GENERIC, Rule
from mooring.model.severity import Severity

RULE = Rule(
    id="named-secret",
    title="Value of a variable that is named as a secret",
    category=GENERIC,
    severity=Severity.HIGH,
)
"""What finds them; it has no expression."""
_NAMED = (
    "PASSWORD PASSWD PASSPHRASE SECRET SECRETS TOKEN APIKEY API_KEY ACCESS_KEY SECRET_KEY PRIVATE_KEY ENCRYPTION_KEY SIGNING_KEY"
    " MASTER_KEY AUTH_KEY ACCOUNT_KEY STORAGE_KEY LICENSE_KEY CREDENTIAL CREDENTIALS SECRET_KEY_BASE CONNECTION_STRING"
)
_ENDINGS = frozenset(_NAMED.split())
_NAMES = _ENDINGS | {
    "PGPASSWORD",
    "MYSQL_PWD",
    "SSHPASS",
    "REDISCLI_AUTH",
    "RESTIC_PASSWORD",
    "AUTH",
    "PASS",
}
_TAILS = (
    *(f"_{ending}" for ending in sorted(_ENDINGS)),
    "_PASS",
    "_PWD",
    "PASSWORD",
    "PASSPHRASE",
    "SECRETKEY",
    "APIKEY",
)
_NO_SECRETS = frozenset(
    {"OLDPWD", "MYSQL_RANDOM_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MARIADB_RANDOM_ROOT_PASSWORD"}
)
_PLAIN = (
    "true false yes no on off none null nil undefined unset empty default required optional password passwd secret token changeme"
    " change_me change-me changeit replaceme example placeholder redacted masked hidden dummy disabled enabled todo fixme test xxx"
    " file env vault trust md5 basic bearer"
)
_PLAIN_WORDS = frozenset(_PLAIN.split())
_PLACEHOLDER_STARTS = (
    "$",
    "%",
    "<",
    "{",
    "[",
    "@",
    "/",
    "./",
    "../",
    "~",
    "file:",
    "vault:",
    "arn:",
    "your",
    "my_",
    "my-",
    "env:",
    "-",
)
_PLACEHOLDER_PARTS = (
    "${",
    "$(",
    "{{",
    "<your",
    "your_",
    "your-",
    "replace",
    "placeholder",
    "changeme",
    "example",
    "xxxx",
    "****",
)
_MIN_CHARS = 4
_MAX_CHARS = 4_096
_MAX_FOUND = 1_000
_QUOTES = "'\""


class NamedValue(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a text a value stands, and its name."""

    name: str
    start: int
    end: int


def is_named_secret(name: str, value: str) -> bool:
    """Whether a literal value under this name is a secret: no placeholder, path, switch or reference to another variable."""
    return _names_a_secret(name) and not _is_placeholder(value.strip().strip(_QUOTES))


def _names_a_secret(name: str) -> bool:
    upper = name.upper().replace("-", "_").replace(".", "_").lstrip("_")
    return upper not in _NO_SECRETS and (upper in _NAMES or upper.endswith(_TAILS))


def _is_placeholder(value: str) -> bool:
    lowered = value.lower()
    return (
        not _MIN_CHARS <= len(value) <= _MAX_CHARS
        or lowered in _PLAIN_WORDS
        or lowered.startswith(_PLACEHOLDER_STARTS)
        or any(part in lowered for part in _PLACEHOLDER_PARTS)
        or len(set(lowered)) < 3
        or (value.isdigit() and len(value) < 6)
    )


def named_values(text: str) -> Iterator[NamedValue]:
    """Assignments (`NAME=value`, `--name=value`, `NAME="a b"`) in a command or a list of variables whose value is a secret by its name."""
    at = text.find("=")
    found = 0
    while at >= 0 and found < _MAX_FOUND:
        name = _name_before(text, at)
        end = at + 1
        if name and _names_a_secret(name):
            start, end = _value_after(text, at + 1)
            if is_named_secret(name, text[start:end]):
                found += 1
                yield NamedValue(name=name, start=start, end=end)
        at = text.find("=", max(end, at + 1))


def old_form_value(text: str) -> NamedValue | None:
    """The value of `ENV NAME value`, as Docker wrote it once."""
    at = text.find("ENV ")
    if at < 0 or (at and not text[at - 1].isspace()):
        return None
    name, _, value = text[at + 4 :].lstrip().partition(" ")
    if not value or "=" in name or not is_named_secret(name, value):
        return None
    start = text.index(value, at)
    return NamedValue(name=name, start=start, end=len(text.rstrip()))


def _name_before(text: str, at: int) -> str:
    begin = at
    while begin > max(0, at - 128) and (text[begin - 1].isalnum() or text[begin - 1] in "_-."):
        begin -= 1
    return text[begin:at].lstrip("-.")


def _value_after(text: str, at: int) -> tuple[int, int]:
    """Where the value begins and ends: a quoted one without its quotes, another up to white space."""
    if at < len(text) and text[at] in _QUOTES:
        end = text.find(text[at], at + 1, at + _MAX_CHARS + 2)
        if end >= 0:
            return at + 1, end
    end = at
    while end < min(len(text), at + _MAX_CHARS + 1) and not text[end].isspace() and text[end] not in "'\";&|)":
        end += 1
    return at, end
