"""A verdict in plain sentences; the same for terminal, Markdown, HTML, SARIF and JUnit.

What bundle and image say is made harmless for terminals. Nothing is escaped for other formats.
"""

from collections.abc import Iterator

from mooring.model.policy import Action, BundleProblem
from mooring.model.report import ScanReport
from mooring.model.verdict import Allowance, Verdict, VerdictReason
from mooring.reports.findings.counts import database_words
from mooring.reports.judged.subjects import counts_against, section_sizes
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

HEADLINES = {Action.GO: "PASS", Action.WARN: "WARN", Action.STOP: "STOP"}
SECTION_TITLES = {
    "failed": "Could not be evaluated: nothing is known of what these rules look for",
    "not-gathered": "Not gathered: rules that could not look have found nothing, which means nothing",
    "stop": "Stop",
    "warn": "Warn",
    "go": "For information",
    "accepted": "Accepted by allowlists",
}
NO_MAPPING = "no mapping of the bundle matches the image: no policy was applied"
_SIZES = {
    "stop": ("stops it", "stop it"),
    "warn": ("warns", "warn"),
    "go": ("is told only", "are told only"),
    "accepted": ("is accepted by an allowlist", "are accepted by an allowlist"),
    "not-gathered": ("rule could not look", "rules could not look"),
    "failed": ("rule could not be evaluated", "rules could not be evaluated"),
}


def reason_words(verdict: Verdict) -> str:
    """One sentence that says what the final action rests on."""
    mistakes = sum(problem.is_error for problem in verdict.problems)
    if verdict.reason is VerdictReason.BLACKLISTED:
        return clean(f"the bundle denies this image by its rule {verdict.denied_image!r}, whatever the policies say")
    if verdict.reason is VerdictReason.WHITELISTED:
        return clean(f"the bundle allows this image by its rule {verdict.allowed_image!r}, whatever the policies say")
    if mistakes:
        return f"the bundle has {counted(mistakes, 'mistake')}: nothing passes by rules that cannot be understood"
    if not verdict.policies:
        return NO_MAPPING
    rules = counted(sum(policy.rules for policy in verdict.policies), "rule")
    deciding = counts_against(verdict, verdict.action)
    match verdict.action:
        case Action.STOP:
            return f"{counted(deciding, 'finding')} of {rules} {'stops' if deciding == 1 else 'stop'} it"
        case Action.WARN:
            return f"{counted(deciding, 'finding')} of {rules} {'warns' if deciding == 1 else 'warn'}; nothing stops it"
        case Action.GO:
            return f"nothing that {rules} look for stops it"


def is_doubtful(verdict: Verdict) -> bool:
    """Whether the image passes without having met the rules: no policy was applied, or the bundle allows it whatever they say."""
    return verdict.passes and (not verdict.policies or verdict.reason is VerdictReason.WHITELISTED)


def size_words(verdict: Verdict) -> list[str]:
    """How many findings of each section: `43 stop it`, `2 rules could not look`."""
    return [
        f"{number:,} {_SIZES[section][0 if number == 1 else 1]}" for section, number in section_sizes(verdict).items()
    ]


def verdict_facts(report: ScanReport, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Name and value of what the verdict rests on, in reading order."""
    policies = ", ".join(f"{policy.name or policy.policy_id} ({policy.action.value})" for policy in verdict.policies)
    mapping = verdict.mapping or (f"number {verdict.mapping_index + 1}" if verdict.mapping_index >= 0 else "none")
    told = (
        ("bundle", _named(verdict.bundle_name, verdict.bundle_id)),
        ("policies", policies),
        ("mapping", mapping),
        ("judged as", verdict.tag),
        ("digest", verdict.image_digest or verdict.image_id),
        ("database", database_line(report, verdict)),
        ("evaluated", verdict.evaluated[:19].replace("T", " ")),
    )
    return ((name, clean(value)) for name, value in told if value)


def database_line(report: ScanReport, verdict: Verdict) -> str:
    """What vulnerability data the verdict rests on."""
    if report.findings is not None:
        return database_words(report.findings).removeprefix("database of ")
    return verdict.database_built[:10] if verdict.database_built else "none: the image was not matched"


def problem_words(problem: BundleProblem) -> str:
    """`policies[0].rules[0].gate is 'filez'; …` with the hint behind it."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return clean(f"{problem.path or 'the bundle'} {problem.message}{hint}")


def allowance_words(allowance: Allowance) -> str:
    """`item 'a' of 'Base image', until 2027-01-01: no shell is used`."""
    item = f"item {allowance.item_id!r} of " if allowance.item_id else ""
    until = f", until {allowance.expires_on[:10]}" if allowance.expires_on else ""
    reason = f": {allowance.reason}" if allowance.reason else ""
    return clean(f"{item}{allowance.allowlist_name or allowance.allowlist_id!r}{until}{reason}")


def first_upper(sentence: str) -> str:
    """The sentence as it begins a line."""
    return sentence[:1].upper() + sentence[1:]


def _named(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name and identifier and name != identifier else name or identifier
