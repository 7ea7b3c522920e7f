"""Small sets of rules and tokens that nobody has, so that a test shows all that it depends on."""

import random
import string

from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.rule import Allowlist, Rule, RuleSet

TOKEN = Rule(id="token", title="Token", category="acme", regex=r"\btok_[a-z0-9]{16}\b", keywords=("tok_",))
BLOCK = Rule(
    id="block", category="acme", regex=r"-----BEGIN X-----[\s\S]{8,}?-----END X-----", keywords=("-----begin",)
)
NAMED = Rule(
    id="named", category="generic", regex=r"(?i)secret[ \t]{0,4}=[ \t]{0,4}['\"]?([\w+/-]{8,60})", keywords=("secret",)
)
RULES = RuleSet(rules=(TOKEN, BLOCK, NAMED), digest="0" * 32)


def token(seed: int = 1) -> str:
    """A token of the rule `token`."""
    return "tok_" + "".join(random.Random(seed).choices(string.ascii_lowercase + string.digits, k=16))


def github_token(seed: int = 1) -> str:
    """A classic GitHub token with a wrong checksum."""
    return "ghp_" + "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=36))


def rule_set(*rules: Rule, allowlists: tuple[Allowlist, ...] = ()) -> RuleSet:
    """A set of these rules."""
    return RuleSet(rules=rules, allowlists=allowlists, digest=repr(hash(rules))[-32:])


def searchers(rules: RuleSet = RULES, **given: int) -> tuple[Searcher, Searcher]:
    """The same search by both engines: hyperscan first, then keywords and RE2."""
    database = pattern_database([rule.regex for rule in rules.rules if rule.regex], "")
    assert database is not None or not any(rule.regex for rule in rules.rules)
    return Searcher(rules, database, **given), Searcher(rules, None, **given)


def told(searcher: Searcher, text: bytes, path: str = "app/x.txt", **given) -> list[tuple[str, bytes]]:
    """Rule and secret of each hit."""
    hits = searcher.search(text, path.encode(), **given).hits
    return [(searcher.judges[hit.rule].rule.id, text[hit.start : hit.end]) for hit in hits]
