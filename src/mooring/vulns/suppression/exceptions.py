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

`docs/exceptions.md` explains each key.
"""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import msgspec

from mooring.base.errors import UsageError
from mooring.model.exception import Condition, ExceptionRule
from mooring.model.severity import Severity

MAX_FILE_BYTES = 16 * 1024 * 1024
MAX_EXCEPTIONS = 100_000
_TEXTS = ("id", "package", "type", "path", "image", "reason", "justification", "owner")
_DATES = ("created", "expires")
_KEYS = (*_TEXTS, *_DATES, "vulnerability", "condition")
_JUSTIFICATIONS = (
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
)
"""OpenVEX specification 0.2.0, status justifications."""


class BadExceptions(UsageError):
    """A file with exceptions cannot be used; the message names file, place and value."""


def read_exceptions(path: Path) -> tuple[ExceptionRule, ...]:
    """The exceptions of a file, in order. Raises BadExceptions."""
    document = _document(path)
    if not isinstance(document, Mapping):
        raise BadExceptions(f"is {_kind(document)}; expected a table with the key 'exceptions'", path=str(path))
    for key in document:
        if key != "exceptions":
            raise BadExceptions(f"{key!r} is not a known key", hint=_nearest(key, ("exceptions",)), path=str(path))
    rows = document.get("exceptions") or []
    if not isinstance(rows, list):
        raise BadExceptions(f"exceptions is {_kind(rows)}; expected a list", path=str(path))
    if len(rows) > MAX_EXCEPTIONS:
        raise BadExceptions(f"holds {len(rows)} exceptions; at most {MAX_EXCEPTIONS} are read", path=str(path))
    rules = tuple(_Row(row, number, path).rule() for number, row in enumerate(rows))
    _refuse_twins(rules, path)
    return rules


class _Row:
    """One entry of the list, and where it stands."""

    def __init__(self, row: object, number: int, path: Path) -> None:
        self._place = f"exceptions[{number}]"
        self._path = path
        self._number = number
        if not isinstance(row, Mapping):
            raise self._wrong("", row, "a table")
        for key in row:
            if key not in _KEYS:
                raise self._error(f"{self._place} has the unknown key {key!r}", _nearest(key, _KEYS))
        self._row = row

    def rule(self) -> ExceptionRule:
        """The entry as a rule; raises BadExceptions at what is missing or of the wrong kind."""
        texts = {key: self._text(key) for key in _TEXTS}
        texts["id"] = texts["id"] or f"{self._path.name}#{self._number + 1}"
        rule = ExceptionRule(
            **texts,
            created=self._date("created"),
            expires=self._date("expires"),
            vulnerabilities=self._vulnerabilities(),
            condition=self._condition(),
            origin=str(self._path),
        )
        if not rule.reason:
            raise self._error(f"{self._place} has no reason", "say why the finding is accepted: `reason: …`")
        if not (rule.vulnerabilities or rule.package or rule.path):
            raise self._error(
                f"{self._place} would accept every finding",
                "name a vulnerability, a package or a path that it is about",
            )
        if rule.justification and rule.justification not in _JUSTIFICATIONS:
            raise self._error(
                f"{self._place}.justification is {rule.justification!r}; expected one of {', '.join(_JUSTIFICATIONS)}",
                _nearest(rule.justification, _JUSTIFICATIONS),
            )
        return rule

    def _text(self, key: str) -> str:
        value = self._row.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(f".{key}", value, "a text", "put it in quotes")
        return value.strip()

    def _date(self, key: str) -> str:
        value = self._row.get(key)
        match value:
            case None:
                return ""
            case datetime():
                return value.date().isoformat()
            case date():
                return value.isoformat()
            case str():
                try:
                    return date.fromisoformat(value.strip()[:10]).isoformat()
                except ValueError:
                    pass
        raise self._error(f"{self._place}.{key} is {value!r}; expected a date like 2027-01-31")

    def _vulnerabilities(self) -> tuple[str, ...]:
        value = self._row.get("vulnerability")
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(one, str) and one.strip() for one in values):
            raise self._wrong(".vulnerability", value, "an identifier or a list of them")
        return tuple(one.strip() for one in values)

    def _condition(self) -> Condition:
        value = self._row.get("condition")
        if value is None:
            return Condition()
        if not isinstance(value, Mapping):
            raise self._wrong(".condition", value, "a table")
        for key in value:
            if key not in Condition.__struct_fields__:
                raise self._error(
                    f"{self._place}.condition has the unknown key {key!r}", _nearest(key, Condition.__struct_fields__)
                )
        try:
            condition = msgspec.convert(dict(value), Condition)
        except msgspec.ValidationError as error:
            raise self._error(f"{self._place}.condition: {str(error).lower()}", self._severities(value)) from None
        if condition.version:
            self._check_constraint(condition.version)
        return condition

    def _check_constraint(self, text: str) -> None:
        from mooring.versions.constraint import ConstraintError, parse_constraint
        from mooring.versions.scheme import scheme_named

        try:
            parse_constraint(text, scheme_named("loose"))
        except ConstraintError as error:
            raise self._error(f"{self._place}.condition.version is {text!r}: {error}") from None

    def _severities(self, value: Mapping[object, object]) -> str | None:
        if "severity_at_most" not in value:
            return None
        return f"severities are {', '.join(severity.value for severity in Severity)}"

    def _wrong(self, key: str, value: object, expected: str, hint: str | None = None) -> BadExceptions:
        return self._error(f"{self._place}{key} is {_kind(value)}; expected {expected}", hint)

    def _error(self, message: str, hint: str | None = None) -> BadExceptions:
        return BadExceptions(message, hint=hint, path=str(self._path))


def _document(path: Path) -> object:
    import yaml

    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadExceptions(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB", path=str(path))
        return yaml.load(path.read_text("utf-8"), Loader=_loader())  # noqa: S506 a SafeLoader
    except OSError as error:
        raise BadExceptions(f"cannot be read: {(error.strerror or str(error)).lower()}", path=str(path)) from None
    except UnicodeDecodeError:
        raise BadExceptions("is not UTF-8", path=str(path)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or str(error)
        raise BadExceptions(f"is not YAML{where}: {reason}", path=str(path)) from None
    except (RecursionError, ValueError) as error:
        raise BadExceptions(f"cannot be read: {error}", path=str(path)) from None


def _loader() -> type:
    """A safe loader that refuses aliases (which can grow without bound) and keys that stand twice."""
    import yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.AliasEvent):
                raise yaml.composer.ComposerError(None, None, "aliases are not read here", None)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
            keys = [one.value for one, _ in node.value if isinstance(one, yaml.ScalarNode)]
            for key in keys:
                if keys.count(key) > 1:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key!r} stands twice", node.start_mark
                    )
            return super().construct_mapping(node, deep)

    return Loader


def _refuse_twins(rules: Iterable[ExceptionRule], path: Path) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise BadExceptions(f"two exceptions have the id {rule.id!r}", path=str(path))
        seen.add(rule.id)


def _kind(value: object) -> str:
    match value:
        case None:
            return "empty"
        case str():
            return repr(value if len(value) < 60 else value[:57] + "…")
        case Mapping():
            return "a table"
        case list():
            return "a list"
    return repr(value)


def _nearest(key: object, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(str(key), list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
