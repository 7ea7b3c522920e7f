"""What other tools ignore findings by, as exceptions: Grype's `ignore:`, `.trivyignore`, `.trivyignore.yaml`, `osv-scanner.toml`.

A file is recognised by what it holds. A rule that says something an exception cannot express is kept with its `problem` and never applied:
rather a finding too many than one too few. None of the formats knows an owner; the report says so, once for each file.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from mooring.base.errors import ReadError
from mooring.model.exception import Condition, ExceptionRule
from mooring.vulns.suppression.grype_rules import grype_rule
from mooring.vulns.suppression.words import TYPES, day_of, kind
from mooring.vulns.suppression.yaml_text import parse_yaml

TRIVY_TEXT, TRIVY_YAML, GRYPE, OSV = ".trivyignore", ".trivyignore.yaml", "Grype's ignore rules", "osv-scanner.toml"
MAX_RULES = 100_000

replace = msgspec.structs.replace
_OSV = re.compile(r"^[ \t]*(?:\[\[?[ \t]*)?(?:IgnoredVulns|PackageOverrides)\b", re.MULTILINE)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-:][A-Za-z0-9_.]+)+|[A-Z]{2,5}[0-9]{2,}")
_TRIVY_SECTIONS = ("vulnerabilities", "misconfigurations", "secrets", "licenses")


def foreign_rules(text: str, path: Path) -> Iterable[ExceptionRule] | None:
    """The rules of a file of another tool; None where it is none. Raises ReadError where it is one with a mistake."""
    if _OSV.search(text):
        return list(_osv_rules(text, path))
    if _is_trivy_text(text, path):
        return list(_trivy_lines(text, path))
    if not re.search(rf"^(?:ignore|{'|'.join(_TRIVY_SECTIONS)})[ \t]*:", text, re.MULTILINE):
        return None
    document = parse_yaml(text)
    if not isinstance(document, Mapping) or "exceptions" in document:
        return None
    if isinstance(document.get("ignore"), list):
        return list(_grype_rules(document["ignore"], path))
    if any(isinstance(document.get(name), list) for name in _TRIVY_SECTIONS):
        return list(_trivy_rules(document.get("vulnerabilities") or [], path))
    return None


def _grype_rules(rows: Iterable[object], path: Path) -> Iterator[ExceptionRule]:
    for number, row in enumerate(rows):
        yield grype_rule(row, f"ignore[{number}]", _id(path, number), str(path), GRYPE)


def _is_trivy_text(text: str, path: Path) -> bool:
    lines = [line.split()[0] for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return path.name == ".trivyignore"
    return all(_IDENTIFIER.fullmatch(word) for word in lines[:MAX_RULES])


def _trivy_lines(text: str, path: Path) -> Iterator[ExceptionRule]:
    number = 0
    for at, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        expires = ""
        for word in words[1:]:
            if word.startswith("exp:"):
                expires = _before(word.removeprefix("exp:"), f"line {at}")
        yield replace(_bare(path, number, TRIVY_TEXT, ""), vulnerabilities=(words[0],), expires=expires)
        number += 1


def _trivy_rules(rows: object, path: Path) -> Iterator[ExceptionRule]:
    if not isinstance(rows, list):
        raise ReadError(f"vulnerabilities is {kind(rows)}; expected a list")
    number = 0
    for at, row in enumerate(rows):
        place = f"vulnerabilities[{at}]"
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str) or not row["id"].strip():
            raise ReadError(f"{place} has no id")
        places = [f"/{one.lstrip('/')}" for one in _texts(row.get("paths"), f"{place}.paths")] or [""]
        purls = _texts(row.get("purls"), f"{place}.purls") or [""]
        expires = _before(row["expired_at"], f"{place}.expired_at") if row.get("expired_at") is not None else ""
        for where in places:
            for purl in purls:
                if number > MAX_RULES:
                    raise ReadError(f"holds more than {MAX_RULES} rules")
                rule = _bare(path, number, TRIVY_YAML, _text(row.get("statement"), f"{place}.statement"))
                identifier = row["id"].strip()
                yield replace(rule, vulnerabilities=(identifier,), path=where, package=purl, expires=expires)
                number += 1


def _osv_rules(text: str, path: Path) -> Iterator[ExceptionRule]:
    if any(line.partition("=")[0].count(".") > 200 for line in text.splitlines()):
        raise ReadError("is TOML with a key of more than 200 parts")
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ReadError(f"is not TOML: {error}") from None
    number = 0
    for place, row in _tables(document, "IgnoredVulns"):
        identifier = _text(row.get("id"), f"{place}.id")
        if not identifier:
            raise ReadError(f"{place} has no id")
        yield replace(
            _bare(path, number, OSV, _text(row.get("reason"), f"{place}.reason")),
            vulnerabilities=(identifier,),
            expires=_before(row["ignoreUntil"], f"{place}.ignoreUntil") if "ignoreUntil" in row else "",
        )
        number += 1
    for place, row in _tables(document, "PackageOverrides"):
        if row.get("ignore") is True or _is_ignored(row.get("vulnerability")):
            yield _override(row, place, path, number)
            number += 1


def _override(row: Mapping[str, object], place: str, path: Path, number: int) -> ExceptionRule:
    version = _text(row.get("version"), f"{place}.version")
    ecosystem = _text(row.get("ecosystem"), f"{place}.ecosystem").partition(":")[0]
    known = TYPES.get(ecosystem.lower(), "")
    group = _text(row.get("group"), f"{place}.group")
    problem = ""
    if ecosystem and not known:
        problem = f"it is about the ecosystem {ecosystem!r}, which has no purl type"
    elif group:
        problem = f"it is about the dependency group {group!r}, which an exception cannot express"
    return replace(
        _bare(path, number, OSV, _text(row.get("reason"), f"{place}.reason")),
        package=_text(row.get("name"), f"{place}.name"),
        type=known,
        condition=Condition(version=f'= "{version}"') if version else Condition(),
        expires=_before(row["effectiveUntil"], f"{place}.effectiveUntil") if "effectiveUntil" in row else "",
        problem=problem,
    )


def _is_ignored(value: object) -> bool:
    return isinstance(value, Mapping) and value.get("ignore") is True


def _tables(document: Mapping[str, object], name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    rows = document.get(name, [])
    if not isinstance(rows, list) or len(rows) > MAX_RULES:
        raise ReadError(f"{name} is {kind(rows)}; expected a list of at most {MAX_RULES} tables")
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise ReadError(f"{name}[{number}] is {kind(row)}; expected a table")
        yield f"{name}[{number}]", row


def _bare(path: Path, number: int, form: str, reason: str) -> ExceptionRule:
    """A rule that says nothing yet but where it stands."""
    return ExceptionRule(
        id=_id(path, number), origin=str(path), format=form, reason=reason or f"ignored in {path.name}"
    )


def _id(path: Path, number: int) -> str:
    return f"{path.name}#{number + 1}"


def _before(value: object, place: str) -> str:
    """The last whole day before a moment: these tools stop ignoring at midnight when the day begins."""
    day = day_of(value)
    if day is None:
        raise ReadError(f"{place} is {kind(value)}; expected a date like 2027-01-31")
    last = date.fromisoformat(day)
    if isinstance(value, datetime) and (value.hour, value.minute) == (23, 59):
        return day
    return (last - timedelta(days=1)).isoformat() if last > date.min else day


def _texts(value: object, place: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ReadError(f"{place} is {kind(value)}; expected a list of texts")
    return value


def _text(value: object, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(f"{place} is {kind(value)}; expected a text")
    return value.strip()
