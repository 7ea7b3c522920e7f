"""What a rule file promises, tried plainly: each expression over the whole text, then keyword, entropy and allowlists. No engine."""

import math
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import re2

import mooring

FOLDER = Path(mooring.__file__).parent / "content" / "secrets" / "rules"
Rule = dict[str, Any]


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule that is shipped, in the order of the files."""
    return tuple(rule for path in sorted(FOLDER.glob("*.toml")) for rule in rules_of(path))


def rules_of(path: Path) -> list[Rule]:
    """The rules of one file, each with the allowlists that the file has for it."""
    document = tomllib.loads(path.read_text())
    for shared in document.get("allowlists", ()):
        for rule in document["rules"]:
            if rule["id"] in shared["targetRules"]:
                rule["allowlists"] = [*rule.get("allowlists", ()), shared]
    rules: list[Rule] = document["rules"]
    return rules


def named(identifier: str) -> Rule:
    """The rule with this id."""
    return next(rule for rule in all_rules() if rule["id"] == identifier)


def secrets_in(rule: Rule, place: str, text: str) -> list[str]:
    """The secrets that the rule finds in a file of this name; the path itself where it looks at nothing but the path."""
    if "path" in rule and not compiled(rule["path"]).search(place):
        return []
    if "regex" not in rule:
        return [place]
    lowered = text.lower()
    if rule.get("keywords") and not any(word in lowered for word in rule["keywords"]):
        return []
    found = []
    for match in compiled(rule["regex"]).finditer(text):
        secret = _secret(match, rule.get("secretGroup", 0))
        line = _line(text, match.start(), match.end())
        if entropy(secret) > rule.get("entropy", 0) and not _is_allowed(rule, place, secret, match.group(), line):
            found.append(secret)
    return found


def _secret(match: Any, group: int) -> str:
    """The group that the rule names, else the first that is not empty, else the whole match: as gitleaks has it."""
    secret: str = match.group(group) if group else next(filter(None, match.groups()), match.group())
    return secret


def _is_allowed(rule: Rule, place: str, secret: str, match: str, line: str) -> bool:
    for allowlist in rule.get("allowlists", ()):
        target = {"match": match, "line": line}.get(allowlist.get("regexTarget", "secret"), secret)
        checks = (
            [any(compiled(regex).search(target) for regex in allowlist["regexes"])] if "regexes" in allowlist else []
        )
        checks += [any(word in secret.lower() for word in allowlist["stopwords"])] if "stopwords" in allowlist else []
        checks += [any(compiled(regex).search(place) for regex in allowlist["paths"])] if "paths" in allowlist else []
        if (all if allowlist.get("condition") == "AND" else any)(checks):
            return True
    return False


def _line(text: str, start: int, end: int) -> str:
    last = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : last if last >= 0 else len(text)]


@lru_cache(maxsize=2048)
def compiled(regex: str) -> Any:
    """The expression as RE2 takes it; complaints are raised, not written."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20
    return re2.compile(regex, options=options)


def entropy(text: str) -> float:
    """Shannon's, in bits a character."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())
