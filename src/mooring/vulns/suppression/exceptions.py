"""Reading exceptions from YAML. A file with a mistake is refused as a whole: a typo must not quietly accept, or count, a finding.

    exceptions:
      - id: EX-12
        vulnerability: CVE-2024-1234          # or a list; aliases fit too
        package: openssl                      # name, glob, purl or source package
        path: /opt/legacy/**
        image: registry.example/app:*
        reason: the parser is never called
        justification: vulnerable_code_not_in_execute_path
        owner: team-a@example.com
        created: 2026-01-10
        expires: 2026-07-01
        condition: {no_fix: true, not_exploited: true, severity_at_most: high, epss_below: 0.1, risk_below: 60, version: "< 2.0"}

`docs/exceptions.md` explains each key. Files with which other tools ignore findings are read too (`foreign.py`).
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from mooring.base.errors import ReadError, UsageError
from mooring.model.advisory import FixState
from mooring.model.exception import Condition, ExceptionRule
from mooring.model.purl import parse_purl
from mooring.model.severity import Severity
from mooring.vulns.suppression.foreign import foreign_rules
from mooring.vulns.suppression.globs import MAX_PATTERN_CHARACTERS
from mooring.vulns.suppression.words import JUSTIFICATIONS, TYPES, day_of, kind, nearest
from mooring.vulns.suppression.yaml_text import parse_yaml

MAX_FILE_BYTES = 16 * 1024 * 1024
MAX_EXCEPTIONS = 100_000
_TEXTS = ("id", "package", "source", "type", "path", "image", "reason", "justification", "owner")
_DATES = ("created", "expires")
_KEYS = (*_TEXTS, *_DATES, "vulnerability", "condition")
_SCALES = {"epss_below": 1.0, "risk_below": 100.0}
_HINT = "docs/exceptions.md shows how exceptions are written"


class BadExceptions(UsageError):
    """A file with exceptions cannot be used; the message names file, place and value."""


def read_exceptions(path: Path) -> tuple[ExceptionRule, ...]:
    """The exceptions of a file, in order: our own YAML, or what Grype, Trivy and OSV-Scanner read. Raises BadExceptions."""
    text = _text(path)
    try:
        foreign = foreign_rules(text, path)
        document = None if foreign is not None else parse_yaml(text)
    except ReadError as error:
        raise BadExceptions(error.message, hint=error.hint or _HINT, path=str(path)) from None
    rules = tuple(foreign) if foreign is not None else tuple(_own(document, path))
    if len(rules) > MAX_EXCEPTIONS:
        raise BadExceptions(f"holds {len(rules)} exceptions; at most {MAX_EXCEPTIONS} are read", path=str(path))
    _refuse_twins(rules, path)
    return rules


def _own(document: object, path: Path) -> Iterable[ExceptionRule]:
    if not isinstance(document, Mapping):
        message = f"is {kind(document)}; expected a table with the key 'exceptions'"
        raise BadExceptions(message, hint=_HINT, path=str(path))
    if not {"@context", "bomFormat", "document", "payload"}.isdisjoint(document):
        raise BadExceptions("is a VEX document and no file with exceptions", hint="give it with --vex", path=str(path))
    for key in document:
        if key != "exceptions":
            raise BadExceptions(f"{key!r} is not a known key", hint=nearest(key, ("exceptions",)), path=str(path))
    rows = document.get("exceptions")
    if rows is None and "exceptions" in document:
        rows = []
    if not isinstance(rows, list):
        raise BadExceptions(f"exceptions is {kind(rows)}; expected a list", hint=_HINT, path=str(path))
    return (_Row(row, number, path).rule() for number, row in enumerate(rows))


class _Row:
    """One entry of the list, and where it stands."""

    def __init__(self, row: object, number: int, path: Path) -> None:
        self._place = f"exceptions[{number}]"
        self._path = path
        self._number = number
        if not isinstance(row, Mapping):
            raise self._wrong("", row, "a table", _HINT)
        for key in row:
            if key not in _KEYS:
                raise self._error(f"{self._place} has the unknown key {key!r}", nearest(key, _KEYS))
        self._row = row
        if row.get("id") is not None:
            self._place += f" ({kind(row.get('id'))})"

    def rule(self) -> ExceptionRule:
        """The entry as a rule; raises BadExceptions at what is missing or of the wrong kind."""
        texts = {key: self._text(key) for key in _TEXTS}
        texts["id"] = texts["id"] or f"{self._path.name}#{self._number + 1}"
        rule = ExceptionRule(
            **texts,
            created=self._date("created"),
            expires=self._date("expires"),
            vulnerabilities=self._vulnerabilities(),
            condition=self._condition(texts["type"]),
            origin=str(self._path),
        )
        if not rule.reason:
            raise self._error(f"{self._place} has no reason", "say why the finding is accepted: `reason: …`")
        if not (rule.vulnerabilities or rule.package or rule.source or rule.path):
            raise self._error(
                f"{self._place} would accept every finding",
                "name a vulnerability, a package or a path that it is about",
            )
        self._check_words(rule)
        self._check_package(rule.package)
        self._check_dates(rule)
        return rule

    def _check_words(self, rule: ExceptionRule) -> None:
        if rule.justification and rule.justification not in JUSTIFICATIONS:
            raise self._error(
                f"{self._place}.justification is {kind(rule.justification)}; expected one of {', '.join(JUSTIFICATIONS)}",
                nearest(rule.justification, JUSTIFICATIONS),
            )
        known = TYPES.get(rule.type.lower())
        if known is not None and known != rule.type:
            raise self._error(f"{self._place}.type is {rule.type!r}; expected a purl type", f"did you mean {known!r}?")

    def _check_package(self, package: str) -> None:
        if not package.startswith("pkg:"):
            return
        try:
            parse_purl(package)
        except ReadError as error:
            raise self._error(f"{self._place}.package: {error.message}") from None

    def _check_dates(self, rule: ExceptionRule) -> None:
        if rule.created and rule.expires and rule.expires < rule.created:
            raise self._error(
                f"{self._place} expires on {rule.expires}, before it was created on {rule.created}",
                "correct one of the dates",
            )

    def _text(self, key: str) -> str:
        value = self._row.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(
                f".{key}", value, "a text", None if isinstance(value, list | dict) else "put it in quotes"
            )
        if key in ("package", "source", "path", "image") and len(value) > MAX_PATTERN_CHARACTERS:
            raise self._wrong(f".{key}", value, f"at most {MAX_PATTERN_CHARACTERS} characters")
        return value.strip()

    def _date(self, key: str) -> str:
        value = self._row.get(key)
        if value is None:
            return ""
        day = day_of(value)
        if day is None:
            raise self._wrong(f".{key}", value, "a date like 2027-01-31")
        return day

    def _vulnerabilities(self) -> tuple[str, ...]:
        value = self._row.get("vulnerability")
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(one, str) and one.strip() for one in values):
            raise self._wrong(".vulnerability", value, "an identifier or a list of them")
        for one in values:
            if len(one) > 200 or "*" in one or len(one.split()) > 1:
                raise self._wrong(
                    ".vulnerability", one, "one identifier such as CVE-2024-1234", "write several as a list"
                )
        return tuple(dict.fromkeys(one.strip() for one in values))

    def _condition(self, package_type: str) -> Condition:
        value = self._row.get("condition")
        if value is None:
            return Condition()
        if not isinstance(value, Mapping):
            raise self._wrong(".condition", value, "a table")
        for key in value:
            if key not in Condition.__struct_fields__:
                known = Condition.__struct_fields__
                raise self._error(f"{self._place}.condition has the unknown key {key!r}", nearest(key, known))
        try:
            condition = msgspec.convert(dict(value), Condition)
        except msgspec.ValidationError:
            raise self._wrong_condition(value) from None
        for name, highest in _SCALES.items():
            limit = getattr(condition, name)
            if limit is not None and not 0 <= limit <= highest:
                raise self._error(
                    f"{self._place}.condition.{name} is {limit:g}; expected a number from 0 to {highest:g}"
                )
        if condition.version:
            self._check_constraint(condition.version, package_type)
        return condition

    def _wrong_condition(self, value: Mapping[object, object]) -> BadExceptions:
        """Which key has a value of the wrong kind."""
        words = {
            "severity_at_most": [severity.value for severity in Severity],
            "fix_state": [state.value for state in FixState],
        }
        kinds = {"epss_below": "a number", "risk_below": "a number", "version": "a text in quotes"}
        name, one = next((str(key), one) for key, one in value.items() if not _is_of_kind(str(key), one))
        expected = f"one of {', '.join(words[name])}" if name in words else kinds.get(name, "true or false")
        return self._wrong(f".condition.{name}", one, expected, nearest(one, words[name]) if name in words else None)

    def _check_constraint(self, text: str, package_type: str) -> None:
        from mooring.versions.constraint import ConstraintError, parse_constraint
        from mooring.versions.scheme import scheme_for

        try:
            ranges = parse_constraint(text, scheme_for(package_type))
        except ConstraintError as error:
            raise self._error(f"{self._place}.condition.version is {kind(text)}: {error}") from None
        if not ranges:
            raise self._error(f"{self._place}.condition.version is {kind(text)}, which no version satisfies")

    def _wrong(self, key: str, value: object, expected: str, hint: str | None = None) -> BadExceptions:
        return self._error(f"{self._place}{key} is {kind(value)}; expected {expected}", hint)

    def _error(self, message: str, hint: str | None = None) -> BadExceptions:
        return BadExceptions(message, hint=hint, path=str(self._path))


def _is_of_kind(key: str, value: object) -> bool:
    """Whether a part of a condition has a value of the right kind."""
    try:
        msgspec.convert({key: value}, Condition)
    except msgspec.ValidationError:
        return False
    return True


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise BadExceptions(f"cannot be read: {reason}", path=str(path)) from None
    if len(content) > MAX_FILE_BYTES:
        raise BadExceptions(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB", path=str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadExceptions("is not UTF-8", hint="save it as UTF-8", path=str(path)) from None


def _refuse_twins(rules: Iterable[ExceptionRule], path: Path) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise BadExceptions(f"two exceptions have the id {rule.id!r}", hint="give each its own", path=str(path))
        seen.add(rule.id)
