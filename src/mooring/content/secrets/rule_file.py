"""One file of rules: gitleaks' TOML, and our words in it. What it does not know, or cannot use, it names: file, rule, key."""

import difflib
import tomllib
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from mooring.base.errors import BadConfig
from mooring.content.secrets.matching.checksums import CHECKSUMS
from mooring.content.secrets.matching.expressions import BadExpression, compiled
from mooring.content.secrets.rule import Allowlist, Required, Rule
from mooring.model.severity import SEVERITIES, Severity

Value = TypeVar("Value")
MAX_RULES = 5_000
_CONDITIONS = {"": False, "or": False, "||": False, "and": True, "&&": True}
_TARGETS = {"": "secret", "secret": "secret", "match": "match", "line": "line"}


class _Table(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Tables name their unknown keys."""


class _AllowlistTable(_Table, frozen=True, kw_only=True):
    description: str = ""
    condition: str = ""
    commits: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    regex_target: str = ""
    regexes: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    target_rules: tuple[str, ...] = ()


class _RequiredTable(_Table, frozen=True, kw_only=True):
    id: str
    within_lines: int | None = None
    within_columns: int | None = None


class RuleTable(_Table, frozen=True, kw_only=True):
    """A rule as it is written. What is left out is None: a rule of the same id may have it."""

    id: str = ""
    description: str | None = None
    title: str | None = None
    category: str | None = None
    severity: str | None = None
    regex: str | None = None
    path: str | None = None
    secret_group: int | None = None
    entropy: float | None = None
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    allowlist: _AllowlistTable | None = None
    allowlists: tuple[_AllowlistTable, ...] = ()
    required: tuple[_RequiredTable, ...] = ()
    skip_report: bool = False
    checksum: str | None = None
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()


class _ExtendTable(_Table, frozen=True, kw_only=True):
    path: str = ""
    url: str = ""
    use_default: bool | None = None
    disabled_rules: tuple[str, ...] = ()


class _FileTable(_Table, frozen=True, kw_only=True):
    title: str = ""
    description: str = ""
    min_version: str = ""
    extend: _ExtendTable = _ExtendTable()
    rules: tuple[RuleTable, ...] = ()
    allowlist: _AllowlistTable | None = None
    allowlists: tuple[_AllowlistTable, ...] = ()


class RuleFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says."""

    name: str
    rules: tuple[RuleTable, ...]
    allowlists: tuple[Allowlist, ...]
    path: str = ""
    """Another file that it extends."""
    use_default: bool | None = None
    disabled_rules: tuple[str, ...] = ()


def read_rule_file(content: bytes, name: str) -> RuleFile:
    """The file of that name. Raises BadConfig at anything that is not understood; expressions are tried when rules are made of it."""
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadConfig(f"the rules are not TOML: {error}", path=name) from None
    try:
        table = msgspec.convert(document, _FileTable)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _unknown(str(error), document, name) from None
    if len(table.rules) > MAX_RULES:
        raise BadConfig(f"it has {len(table.rules)} rules; the limit is {MAX_RULES}", path=name)
    if table.extend.url:
        raise BadConfig("extend.url is not fetched", hint="save that file and name it as extend.path", path=name)
    written = (*table.allowlists, *((table.allowlist,) if table.allowlist else ()))
    return RuleFile(
        name=name,
        rules=table.rules,
        allowlists=_allowlists(written, name, "allowlists"),
        path=table.extend.path,
        use_default=table.extend.use_default,
        disabled_rules=table.extend.disabled_rules,
    )


def rule_of(table: RuleTable, base: Rule | None, name: str, position: int) -> Rule:
    """The rule that a table makes, on top of the one of the same id where there is one. Raises BadConfig."""
    where = f"rule {table.id!r}" if table.id else f"rules[{position}]"
    if not table.id:
        raise BadConfig(f"{where} has no id", path=name)
    base = base or Rule(id=table.id)
    written = (*table.allowlists, *((table.allowlist,) if table.allowlist else ()))
    rule = Rule(
        id=table.id,
        title=_given(table.title, base.title) or table.description or table.id,
        category=_given(table.category, base.category) or _category(table.id),
        severity=_severity(table.severity, base.severity, name, where),
        regex=_given(table.regex, base.regex),
        path=_given(table.path, base.path),
        secret_group=base.secret_group if table.secret_group is None else table.secret_group,
        entropy=base.entropy if table.entropy is None else table.entropy,
        keywords=_united(base.keywords, (word.lower() for word in table.keywords)),
        tags=_united(base.tags, table.tags),
        allowlists=(*base.allowlists, *_allowlists(written, name, f"{where}: allowlists")),
        required=(*base.required, *(_required(one) for one in table.required)),
        is_silent=table.skip_report or base.is_silent,
        checksum=_given(table.checksum, base.checksum),
    )
    _check(rule, name, where)
    return rule


def _check(rule: Rule, name: str, where: str) -> None:
    if not rule.regex and not rule.path:
        raise BadConfig(f"{where} has neither regex nor path", path=name)
    if rule.checksum and rule.checksum not in CHECKSUMS:
        known = ", ".join(sorted(CHECKSUMS))
        raise BadConfig(f"{where}: checksum is {rule.checksum!r}; expected one of {known}", path=name)
    if not 0 <= rule.entropy <= 8:
        raise BadConfig(f"{where}: entropy is {rule.entropy}; expected 0 to 8 bits a byte", path=name)
    groups = _groups(rule.regex, name, f"{where}: regex")
    if not 0 <= rule.secret_group <= groups:
        raise BadConfig(f"{where}: secretGroup is {rule.secret_group}; the regex has {groups} groups", path=name)
    _groups(rule.path, name, f"{where}: path")


def _groups(regex: str, name: str, where: str) -> int:
    """How many groups an expression has. Raises BadConfig where RE2 does not take it."""
    if not regex:
        return 0
    try:
        return compiled(regex).groups
    except BadExpression as error:
        raise BadConfig(
            f"{where} is no regular expression: {error}",
            hint="expressions are RE2's: no look-around, no back-references",
            path=name,
        ) from None


def _allowlists(tables: Iterable[_AllowlistTable], name: str, where: str) -> tuple[Allowlist, ...]:
    made = [_allowlist(table, name, f"{where}[{position}]") for position, table in enumerate(tables)]
    return tuple(one for one in made if one is not None)


def _allowlist(table: _AllowlistTable, name: str, where: str) -> Allowlist | None:
    """None for one about commits, which an image has none of: together with other conditions it never holds, alone it says nothing."""
    condition = _word(table.condition, _CONDITIONS, name, f"{where}.condition")
    target = _word(table.regex_target, _TARGETS, name, f"{where}.regexTarget")
    if not (table.commits or table.paths or table.regexes or table.stopwords):
        raise BadConfig(f"{where} has no condition", hint="give paths, regexes, stopwords or commits", path=name)
    for key, regexes in (("paths", table.paths), ("regexes", table.regexes)):
        for position, regex in enumerate(regexes):
            _groups(regex, name, f"{where}.{key}[{position}]")
    if table.commits and (condition or not (table.paths or table.regexes or table.stopwords)):
        return None
    return Allowlist(
        needs_all=condition,
        paths=table.paths,
        regexes=table.regexes,
        target=target,
        stopwords=tuple(word.lower() for word in table.stopwords),
        rules=table.target_rules,
    )


def _word(text: str, known: dict[str, Value], name: str, where: str) -> Value:
    found = known.get(text.lower())
    if found is None:
        expected = ", ".join(word for word in known if word)
        raise BadConfig(f"{where} is {text!r}; expected one of {expected}", path=name)
    return found


def _severity(text: str | None, base: Severity, name: str, where: str) -> Severity:
    if text is None:
        return base
    return _word(text, {severity.value: severity for severity in SEVERITIES}, name, f"{where}: severity")


def _required(table: _RequiredTable) -> Required:
    return Required(id=table.id, within_lines=table.within_lines, within_columns=table.within_columns)


def _given(text: str | None, base: str) -> str:
    return base if text is None else text


def _united(first: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _category(rule_id: str) -> str:
    """gitleaks names rules after who made the token, and general ones `generic-…`."""
    return rule_id.partition("-")[0].lower()


def _unknown(message: str, document: dict[str, object], name: str) -> BadConfig:
    """msgspec's complaint with the rule's id for its number, and the nearest word for an unknown one."""
    said, _, place = message.partition(" - at `$")
    rules = document.get("rules")
    number = place.removeprefix(".rules[").partition("]")[0]
    if place.startswith(".rules[") and number.isdigit() and isinstance(rules, list):
        table = rules[int(number)]
        named = table.get("id") if isinstance(table, dict) else None
        place = f"rule {named!r}" if isinstance(named, str) else f"rules[{number}]"
        place += message.partition(" - at `$.rules[")[2].partition("]")[2].rstrip("`")
    else:
        place = place.strip(".`") or "the file"
    hint = None
    if "unknown field" in said:
        word = said.partition("`")[2].rstrip("`")
        near = difflib.get_close_matches(word, _KEYS, n=1)
        said, hint = f"{word!r} is no key that is known there", f"did you mean {near[0]!r}?" if near else None
    return BadConfig(f"{place}: {said[:1].lower()}{said[1:]}", hint=hint, path=name)


_KEYS = sorted(
    {
        field.encode_name
        for table in (_FileTable, RuleTable, _AllowlistTable, _RequiredTable, _ExtendTable)
        for field in msgspec.structs.fields(table)
    }
)
