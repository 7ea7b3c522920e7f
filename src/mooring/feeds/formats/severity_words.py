"""The words that feeds use for severity, as ours."""

from mooring.model.severity import Severity

_WORDS = {
    "critical": Severity.CRITICAL,
    "urgent": Severity.CRITICAL,
    "important": Severity.HIGH,
    "high": Severity.HIGH,
    "moderate": Severity.MEDIUM,
    "medium": Severity.MEDIUM,
    "normal": Severity.MEDIUM,
    "low": Severity.LOW,
    "minor": Severity.LOW,
    "negligible": Severity.NEGLIGIBLE,
    "unimportant": Severity.NEGLIGIBLE,
    "none": Severity.NEGLIGIBLE,
    "informational": Severity.NEGLIGIBLE,
}


def severity_of_word(word: str) -> Severity:
    """The severity that a word of any feed means, in any case and with Debian's stars; UNKNOWN for words of no severity."""
    return _WORDS.get(word.strip().strip("*").lower(), Severity.UNKNOWN)
