"""Rules of the secret search, in the form of gitleaks' configuration with a few words of our own."""

import msgspec

from mooring.model.severity import Severity

GENERIC = "generic"
"""Category of rules that know a secret by the words around it alone; they give way to every other rule."""
ADDITIONAL = "additional"
"""Tag of rules that tell what others tell too, under another name: they give way to none, and none gives way to them."""


class Allowlist(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is no secret although a rule matches."""

    needs_all: bool = False
    """All kinds of conditions given here must hold, instead of any."""
    paths: tuple[str, ...] = ()
    """Expressions for the path of the file."""
    regexes: tuple[str, ...] = ()
    target: str = "secret"
    """What `regexes` look at: `secret`, `match` or `line`."""
    stopwords: tuple[str, ...] = ()
    """Lower case; one that stands in the secret is enough."""
    rules: tuple[str, ...] = ()
    """Ids of the rules it holds for; empty: all. Only for allowlists of a whole file of rules."""


class Required(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another rule that must match nearby."""

    id: str
    within_lines: int | None = None
    """None: anywhere near (in the same or a neighbouring block of the text)."""
    within_columns: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of secret and how it is told."""

    id: str
    title: str = ""
    """What it is, in words."""
    category: str = ""
    """Whose it is: `github`, `aws`; `generic` where only the words around tell."""
    severity: Severity = Severity.HIGH
    regex: str = ""
    """RE2, over bytes; empty where the path alone tells."""
    path: str = ""
    """Expression that the path must contain."""
    secret_group: int = 0
    """Group of the expression that is the secret; 0: the first that is not empty, else all of it."""
    entropy: float = 0.0
    """Shannon's, in bits a byte; the secret must have more. 0: any."""
    keywords: tuple[str, ...] = ()
    """Lower case. One of them must stand near the match; none given: nothing need."""
    tags: tuple[str, ...] = ()
    allowlists: tuple[Allowlist, ...] = ()
    required: tuple[Required, ...] = ()
    is_silent: bool = False
    """It is there for `required` of others, and tells nothing itself."""
    checksum: str = ""
    """Name of an offline check of the secret's own digits (`checksums.py`)."""

    @property
    def is_generic(self) -> bool:
        """Whether every other rule knows better."""
        return self.category == GENERIC


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """All rules of one search."""

    rules: tuple[Rule, ...]
    """Each id once; their order decides between rules that know equally well."""
    allowlists: tuple[Allowlist, ...] = ()
    """That hold for several rules."""
    digest: str = ""
    """32 hex digits that change with anything above."""

    def __hash__(self) -> int:
        return hash(self.digest)

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of this id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)
