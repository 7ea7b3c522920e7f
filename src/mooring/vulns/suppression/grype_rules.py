"""One rule of Grype's `ignore:` list as an exception."""

import re
from collections.abc import Mapping

from mooring.base.errors import ReadError
from mooring.model.advisory import FixState
from mooring.model.exception import Condition, ExceptionRule
from mooring.vulns.suppression.words import JUSTIFICATIONS, TYPES, kind, nearest

_KEYS = frozenset({"vulnerability", "include-aliases", "reason", "namespace", "fix-state", "vex-status", "vex-justification",
                   "match-type", "package"})  # fmt: skip
_PACKAGE_KEYS = frozenset({"name", "version", "language", "type", "location", "upstream-name"})
_INEXPRESSIBLE = ("namespace", "vex-status", "match-type")
_SPECIAL = frozenset("\\^$|()[]{}?*")


def grype_rule(row: object, place: str, name: str, origin: str, form: str) -> ExceptionRule:
    """The rule. What an exception cannot express becomes its `problem`; raises ReadError at what Grype would not know either."""
    if not isinstance(row, Mapping):
        raise ReadError(f"{place} is {kind(row)}; expected a table")
    texts = _texts(row, _KEYS, place)
    package = row.get("package") or {}
    if not isinstance(package, Mapping):
        raise ReadError(f"{place}.package is {kind(package)}; expected a table")
    of_package = _texts(package, _PACKAGE_KEYS, f"{place}.package")
    if not any(texts.get(key) for key in _KEYS - {"reason", "include-aliases"}) and not any(of_package.values()):
        raise ReadError(f"{place} says nothing about what it ignores")
    problems = [f"{key} {texts[key]!r}" for key in _INEXPRESSIBLE if texts.get(key)]
    patterns = {key: _glob_of(of_package.get(key, "")) for key in ("name", "upstream-name")}
    problems += [f"package.{key} {of_package[key]!r}" for key, glob in patterns.items() if glob is None]
    types = {TYPES.get(of_package[key].lower(), "") for key in ("type", "language") if of_package.get(key)}
    if len(types) > 1 or "" in types:
        problems += [f"package.{key} {of_package[key]!r}" for key in ("type", "language") if of_package.get(key)]
    version = of_package.get("version", "")
    justification = texts.get("vex-justification", "")
    return ExceptionRule(
        id=name,
        vulnerabilities=(texts["vulnerability"],) if texts.get("vulnerability") else (),
        package=patterns["name"] or "",
        source=patterns["upstream-name"] or "",
        type="".join(types) if len(types) == 1 else "",
        path=_location(of_package.get("location", "")),
        reason=texts.get("reason") or f"ignored by {form}",
        justification=justification if justification in JUSTIFICATIONS else "",
        condition=Condition(
            fix_state=_fix_state(texts.get("fix-state", ""), place), version=f'= "{version}"' if version else ""
        ),
        origin=origin,
        format=form,
        problem=f"it says {', '.join(problems)}, which an exception cannot express" if problems else "",
    )


def _texts(row: Mapping[object, object], known: frozenset[str], place: str) -> dict[str, str]:
    found = {}
    for key, value in row.items():
        if key not in known:
            raise ReadError(f"{place} has the unknown key {key!r}", hint=nearest(key, sorted(known)))
        if key in ("package", "include-aliases") or value is None:
            continue
        if isinstance(value, Mapping | list | bool):
            raise ReadError(f"{place}.{key} is {kind(value)}; expected a text")
        found[str(key)] = str(value).strip()
    return found


def _fix_state(text: str, place: str) -> FixState | None:
    if not text:
        return None
    try:
        return FixState(text)
    except ValueError:
        known = [state.value for state in FixState]
        raise ReadError(f"{place}.fix-state is {kind(text)}; expected one of {', '.join(known)}") from None


def _location(glob: str) -> str:
    return glob if not glob or glob.startswith(("/", "*")) else f"/{glob}"


def _glob_of(pattern: str) -> str | None:
    """The glob that a regular expression of Grype means (it is held against the whole name); None where none does."""
    text = pattern.removeprefix("^").removesuffix("$")
    pieces = re.split(r"\.\*", text)
    plain = [piece.replace("\\.", ".").replace("\\-", "-").replace("\\+", "+") for piece in pieces]
    if any(_SPECIAL & set(piece) for piece in plain):
        return None
    return "*".join(plain)
