"""Several files of rules made one set."""

import hashlib
from collections.abc import Iterable

import msgspec

from mooring.base.errors import BadConfig
from mooring.content.secrets.rule import Allowlist, Rule, RuleSet
from mooring.content.secrets.rule_file import RuleFile, rule_of


def united(base: RuleSet | None, files: Iterable[RuleFile]) -> RuleSet:
    """The rules of a set, extended and replaced by those of files, in their order. Raises BadConfig."""
    rules = {rule.id: rule for rule in base.rules} if base else {}
    allowlists: list[Allowlist] = list(base.allowlists) if base else []
    for file in files:
        for disabled in file.disabled_rules:
            rules.pop(disabled, None)
        for position, table in enumerate(file.rules):
            rules[table.id] = rule_of(table, rules.get(table.id), file.name, position)
        allowlists += file.allowlists
        _check_companions(file, rules)
    made = RuleSet(rules=tuple(rules.values()), allowlists=tuple(allowlists))
    return msgspec.structs.replace(made, digest=hashlib.sha256(msgspec.json.encode(made)).hexdigest()[:32])


def _check_companions(file: RuleFile, rules: dict[str, Rule]) -> None:
    for table in file.rules:
        for required in table.required:
            if required.id not in rules:
                raise BadConfig(f"rule {table.id!r}: required names {required.id!r}, which is no rule", path=file.name)
