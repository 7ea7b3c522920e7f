"""Values of secrets masked before anything of a Dockerfile is stored. This is the one place: `Masking` sees every text that leaves.

`mask` in `masking_of` is the seam for a search by token shapes, which knows values that no name gives away.
"""

import re
from collections.abc import Callable

from mooring.content.dockerfile.secrets import is_reference, is_secret_name, is_value, values_of
from mooring.content.dockerfile.steps import Parsed

MASK = "****"
MIN_SHARED_CHARS = 8
"""Shorter values are masked where their name stands, and left alone elsewhere: `root` is a password and an account."""
MAX_VALUES = 500

Mask = Callable[[str], str]
_ASSIGNED = re.compile(
    r"(?<![A-Za-z0-9_.-])([A-Za-z_][A-Za-z0-9_.-]{0,199})(=)(\"(?:[^\"\\]|\\.){0,8192}\"|'[^']{0,8192}'|[^\s\"';&|]{1,8192})"
)
_OLD_FORM = re.compile(r"^([A-Za-z_][A-Za-z0-9_.-]{0,199})(\s+)(.+)$", re.DOTALL)
_OPTION = re.compile(
    r"((?<![\w-])--?(?:password|passwd|pass|token|secret|api-?key|auth-?token|access-?key|secret-?key|private-?key|client-?secret)"
    r"(?:=|\s+|\",\s*\"))([^\s\"',;&|]{1,4096})",
    re.IGNORECASE,
)
_URL_USER = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/:@'\"]{0,200}:)([^\s/@'\"]{1,500})(?=@)")
_AUTHORIZATION = re.compile(
    r"((?:authorization|proxy-authorization|private-token|x-api-key|x-auth-token)\s*:\s*(?:(?:bearer|basic|token)\s+)?)([^\s\"']{4,4096})",
    re.IGNORECASE,
)
_NPM_TOKEN = re.compile(r"(_(?:authToken|auth|password)\s*=\s*)([^\s\"']{4,4096})")
_PROGRAM = re.compile(
    r"(\b(?:curl\s(?:[^\n;&|]{0,200}?\s)?-u\s*[\"']?[^\s:\"']{1,200}:|(?:docker\s+login|sshpass|useradd|usermod)\s(?:[^\n;&|]{0,200}?\s)?-p\s*)[\"']?)([^\s\"']{1,4096})"
)
_ACCOUNT = re.compile(
    r"(\b(?:echo|printf)\s(?:-\w+\s+)?[\"']?[a-z_][\w-]{0,63}:)([^\s\"'|]{1,1024})(?=[\"'\s]{0,3}(?:\\n[\"']?\s*)?\|\s*chpasswd)"
)
_AWS = re.compile(
    r"(\baws\s+configure\s+set\s+[\w.-]{0,100}(?:key|secret|token)[\w.-]{0,100}\s+)([^\s;&|]{1,4096})", re.IGNORECASE
)
_SURROUNDED = (_OPTION, _URL_USER, _AUTHORIZATION, _NPM_TOKEN, _PROGRAM, _ACCOUNT, _AWS)


def masking_of(parsed: Parsed, mask: Mask | None = None) -> Mask:
    """A function that masks what is known to be secret in this file, and what `mask` finds by itself."""
    values = sorted((value for value in values_of(parsed) if len(value) >= MIN_SHARED_CHARS), key=len, reverse=True)
    literal = re.compile("|".join(re.escape(value) for value in values[:MAX_VALUES])) if values else None

    def masked(text: str) -> str:
        text = _by_surroundings(text)
        if literal is not None:
            text = literal.sub(MASK, text)
        return mask(text) if mask is not None else text

    return masked


def mask_pairs(value: str, masked: Mask) -> str:
    """A value of ENV, ARG or LABEL, the old form `NAME value` included."""
    match = _OLD_FORM.match(value)
    if match and "=" not in match.group(1) and is_secret_name(match.group(1)) and not is_reference(match.group(3)):
        return f"{match.group(1)}{match.group(2)}{MASK}"
    return masked(value)


def _by_surroundings(text: str) -> str:
    text = _ASSIGNED.sub(_assigned, text)
    for pattern in _SURROUNDED:
        text = pattern.sub(_after, text)
    return text


def _assigned(match: re.Match[str]) -> str:
    name, equals, value = match.groups()
    if not is_secret_name(name) or not is_value(value) or is_reference(value):
        return match.group()
    return f"{name}{equals}{MASK}"


def _after(match: re.Match[str]) -> str:
    return match.group() if is_reference(match.group(2)) else f"{match.group(1)}{MASK}"
