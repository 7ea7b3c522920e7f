"""Policies with their rules, and allowlists with their items, from the tables of a document."""

from datetime import UTC, datetime

from mooring.model.policy import Action, Allowlist, AllowlistItem, Policy, Rule
from mooring.policy.reading.moments import moment_of
from mooring.policy.reading.rows import Problems, Row, clean_text, shown, shown_key, text_of
from mooring.policy.registry import did_you_mean

MAX_PARAMS = 200
_ACTIONS = {action.value: action for action in Action}
_ABOUT = ("vulnerability", "package")


class RuleReader:
    """Reads policies; all of them together have at most so many rules."""

    def __init__(self, max_rules: int, problems: Problems) -> None:
        self.param_paths: dict[str, tuple[str, ...]] = {}
        self._left = max_rules
        self._max = max_rules
        self._problems = problems

    def policy(self, row: Row) -> Policy:
        """One policy, with the rules that could be read."""
        _check_version(row)
        rules: list[Rule] = []
        for rule_row in row.rows("rules"):
            if self._left <= 0:
                message = f"is past the limit: at most {self._max} rules are read"
                rule_row.problem("", message, kind="too-many")
                break
            self._left -= 1
            rule = self._rule(rule_row)
            if rule is not None:
                rules.append(rule)
        if not row.value("rules"):
            row.problem("", "has no rules: it passes every image", kind="empty-policy", is_error=False)
        policy = Policy(
            id=row.text("id", is_required=True),
            name=row.text("name"),
            version=row.text("version"),
            comment=row.text("comment", "description"),
            rules=tuple(rules),
            path=row.path,
        )
        row.finish(("artifact_type",))
        return policy

    def _rule(self, row: Row) -> Rule | None:
        gate, trigger = row.text("gate", is_required=True), row.text("trigger", is_required=True)
        action = _action(row)
        params = self._params(row)
        rule_id = row.text("id")
        if not rule_id:
            row.problem("", "has no 'id'", kind="no-rule-id", is_error=False, hint="findings name their rule by it")
        recommendation = row.text("recommendation")
        row.finish(("description", "comment", "name"))
        if not gate or not trigger or action is None:
            return None
        return Rule(
            id=rule_id,
            gate=gate,
            trigger=trigger,
            action=action,
            params=params,
            recommendation=recommendation,
            path=row.path,
        )

    def _params(self, row: Row) -> tuple[tuple[str, str], ...]:
        value = row.value("params", "parameters")
        if isinstance(value, dict):
            return self._params_table(row, value)
        found: list[tuple[str, str]] = []
        paths: list[str] = []
        rows = list(row.rows("params", "parameters"))
        if len(rows) > MAX_PARAMS:
            row.problem("params", f"has {len(rows)} parameters; at most {MAX_PARAMS} are read", kind="too-many")
        for one in rows[:MAX_PARAMS]:
            name = one.text("name", is_required=True)
            text = self._value(one.value("value"), one.at("value"), has_key=one.has("value") or "value" in one.keys)
            one.finish()
            if name and text is not None:
                found.append((name, text))
                paths.append(one.at("value"))
        if paths != [f"{row.path}.params[{number}].value" for number in range(len(paths))]:
            self.param_paths[row.path] = tuple(paths)
        return tuple(found)

    def _params_table(self, row: Row, table: dict[str, object]) -> tuple[tuple[str, str], ...]:
        """Ours: `params: {severity: high}`."""
        inner = Row(table, row.at(row.key("params", "parameters")), self._problems)
        texts = [(name, self._value(table[name], inner.at(name), has_key=True)) for name in inner.keys[:MAX_PARAMS]]
        known = [(name, text) for name, text in texts if text is not None]
        self.param_paths[row.path] = tuple(inner.at(name) for name, _ in known)
        return tuple(known)

    def _value(self, value: object, path: str, *, has_key: bool) -> str | None:
        """The text of a value; None where the parameter counts as not set, or is nothing that a text could stand for."""
        if isinstance(value, str):
            return clean_text(value, path, self._problems)
        if value is None:
            if not has_key:
                self._problems.add(path.removesuffix(".value"), "has no 'value'", kind="missing")
                return None
            message = "is null, which means that it is not set"
            self._problems.add(path, message, kind="null-value", is_error=False, hint="leave the parameter out")
            return None
        text = text_of(value)
        if text is None:
            self._problems.add(path, f"is {shown(value)}; expected a text", kind="wrong-type")
            return None
        message = f"is {shown(value)}; expected a text"
        self._problems.add(path, message, kind="non-string-value", hint=f'write "{text[:60]}"')
        return text


def read_allowlist(row: Row, left: list[int]) -> Allowlist:
    """One allowlist, with the items that could be read; `left` is how many more items may be read, and is counted down."""
    _check_version(row)
    items: list[AllowlistItem] = []
    for item_row in row.rows("items"):
        if left[0] <= 0:
            item_row.problem("", "is past the limit of items that are read", kind="too-many")
            break
        left[0] -= 1
        item = _item(item_row)
        if item is not None:
            items.append(item)
    allowlist = Allowlist(
        id=row.text("id", is_required=True),
        name=row.text("name"),
        version=row.text("version"),
        comment=row.text("comment", "description"),
        items=tuple(items),
        path=row.path,
    )
    row.finish()
    return allowlist


def _item(row: Row) -> AllowlistItem | None:
    is_structured = any(row.has(key) for key in _ABOUT)
    item = AllowlistItem(
        id=row.text("id"),
        gate=row.text("gate", is_required=not is_structured),
        trigger_id=row.text("trigger_id", is_required=not is_structured),
        expires_on=row.text("expires_on", "expires"),
        vulnerability=row.text("vulnerability"),
        package=row.text("package"),
        versions=row.text("versions"),
        reason=row.text("reason", "description", "comment"),
        owner=row.text("owner"),
        path=row.path,
    )
    _refuse_empty(row)
    row.finish(("name", *_refuse_other_ends(row)))
    is_usable = all(_says_something(row.value(key)) for key in (*_ABOUT, "versions"))
    if item.expires_on and moment_of(item.expires_on) is None:
        row.problem(
            row.key("expires_on", "expires"),
            f"is {shown(item.expires_on)}; expected a date and time as RFC 3339 writes them",
            kind="bad-date",
            hint=_date_hint(item.expires_on),
        )
        return None
    has_moment = item.expires_on or not row.has("expires_on", "expires") or row.value("expires_on", "expires") == ""
    has_subject = (item.gate and item.trigger_id) or item.vulnerability or item.package
    return item if is_usable and has_moment and has_subject else None


def _refuse_empty(row: Row) -> None:
    """Keys that narrow an item and say nothing: it would accept more than it seems to."""
    for key in (*_ABOUT, "versions"):
        if row.value(key) == "":
            row.problem(key, "is empty", kind="missing", hint="leave it out, or say which")


def _refuse_other_ends(row: Row) -> tuple[str, ...]:
    """Keys that seem to end the item and are not read: it would accept for ever."""
    others = [key for key in row.keys if isinstance(key, str) and key not in ("expires_on", "expires")]
    found = tuple(key for key in others if any(word in key.lower() for word in ("expir", "until")))
    for key in found:
        message = "is an unknown key; the item would never expire"
        row.problem(shown_key(key), message, kind="unknown-key", hint="write 'expires_on'")
    return found


def _says_something(value: object) -> bool:
    return value is None or (isinstance(value, str) and value != "")


def _action(row: Row) -> Action | None:
    text = row.text("action", is_required=True)
    action = _ACTIONS.get(text.strip().lower())
    if text and action is None:
        row.problem(
            "action",
            f"is {shown(text)}; expected one of go, warn, stop",
            kind="bad-action",
            hint=did_you_mean(text, _ACTIONS),
        )
    return action


def _check_version(row: Row) -> None:
    version = row.text("version")
    if version and version not in ("1_0", "2"):
        row.problem("version", f"is {shown(version)}; expected '1_0'", kind="bad-part-version", is_error=False)


def _date_hint(text: str) -> str:
    try:
        day = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return "write it as 2027-01-31T00:00:00Z"
    return f"write {day.strftime('%Y-%m-%dT%H:%M:%SZ')!r}"
