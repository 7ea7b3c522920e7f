"""The opam format, as far as packages need it: fields of strings, lists, and options in braces.

Format: opam manual, "Common file format" and "opam". Values are not evaluated: the strings of a field are its values, and
what stands in braces behind one is its filter.
"""

import re

_FIELD = re.compile(r"^([a-z][a-z0-9-]*)[ \t]*:", re.MULTILINE)
_STRING = re.compile(r'"([^"\n]*)"')
_LONG_STRING = re.compile(r'"""(?:[^"]|"(?!""))*"""')
_NEED = re.compile(r'"([A-Za-z0-9_+-]+)"(?:\s*\{([^{}]*)\})?')
_PIN = re.compile(r'(?:^|[^<>!])=[ \t]*"([^"\n]*)"')
_SCOPES = (("with-test", "test"), ("with-doc", "dev"), ("with-dev-setup", "dev"), ("build", "build"))


def fields_of(text: str) -> dict[str, str]:
    """Field name to the text of its value; of a field given twice the first holds. Long descriptions are left out."""
    text = _LONG_STRING.sub('""', text.replace("\r", ""))
    text = "\n".join(line if '"' in line else line.partition("#")[0] for line in text.split("\n"))
    starts = list(_FIELD.finditer(text))
    fields: dict[str, str] = {}
    for index, start in enumerate(starts, start=1):
        end = starts[index].start() if index < len(starts) else len(text)
        fields.setdefault(start[1], text[start.end() : end])
    return fields


def strings_of(fields: dict[str, str], name: str) -> tuple[str, ...]:
    """The strings of a field, in order."""
    return tuple(found for found in _STRING.findall(fields.get(name, "")) if found)


def first_of(fields: dict[str, str], name: str) -> str:
    """The first string of a field; empty where there is none."""
    return next(iter(strings_of(fields, name)), "")


def needs_of(fields: dict[str, str]) -> dict[str, str]:
    """Name to filter of each package under `depends`; the strings inside a filter are versions and no names."""
    return {found[1]: found[2] or "" for found in _NEED.finditer(fields.get("depends", ""))}


def pinned_version(needed: str) -> str:
    """The version of a filter `= "1.2.3"`; empty where it allows more."""
    found = _PIN.search(needed)
    return found[1] if found else ""


def scope_of(needed: str) -> str:
    """The scope that the flags of a filter give."""
    return next((scope for flag, scope in _SCOPES if flag in needed), "runtime")
