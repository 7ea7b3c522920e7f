"""Versions of Java runtimes in one form, whether they were written before or after JEP 223."""

import re

from mooring.versions.scheme import MAX_VERSION_CHARACTERS

_FIRST_FORM = re.compile(
    r"1\.([0-9]{1,2})(?:\.([0-9]+))?(?:(?:_|[-_: ]?u(?:pdate)?[_ ]?)([0-9]+))?(-ea)?(?:[-+].*)?", re.IGNORECASE
)
_UPDATE_FORM = re.compile(r"([0-9]{1,2})(?:[-_: ]?u(?:pdate)?[_ ]?)([0-9]+)(-ea)?(?:[-+].*)?", re.IGNORECASE)
_JEP_223 = re.compile(r"([0-9]+(?:\.[0-9]+)*)(-ea)?(?:[-+].*)?", re.IGNORECASE)
_BUILD = re.compile(r"((?:1\.[0-9]{1,2}\.[0-9]+_|[0-9]{1,2}u)[0-9]+(?:-ea)?)-.*", re.IGNORECASE)


def jvm_version(text: str) -> str:
    """The version as JEP 223 writes it, without build: `1.8.0_401-b10`, `8u401` and `1.8.0:update_401` are `8.0.401`, `11.0.22+7-LTS` is
    `11.0.22`; an early access build keeps `-ea`. Text of another form is given back as it is.

    For the versions of Java runtimes only, installed ones and bounds alike: of anything else, 1.8.0 is not 8.0.
    """
    text = text.strip()
    if len(text) > MAX_VERSION_CHARACTERS:
        return text
    if found := _FIRST_FORM.fullmatch(text):
        feature, interim, update, early = found.groups()
        return f"{feature}.{interim or 0}.{update or 0}{early or ''}"
    if found := _UPDATE_FORM.fullmatch(text):
        feature, update, early = found.groups()
        return f"{feature}.0.{update}{early or ''}"
    if found := _JEP_223.fullmatch(text):
        return found[1] + (found[2] or "")
    return text


def without_jvm_build(text: str) -> str:
    """`1.8.0_401-b10` and `8u401-b10` without the build; other texts as they are."""
    found = _BUILD.fullmatch(text)
    return found[1] if found else text
