"""Why a match is one, in plain sentences; the same for terminal, HTML, SARIF and `mooring explain`.

Whatever the feeds and the image say is made harmless for terminals. Nothing is escaped for other formats.
"""

import re
from collections.abc import Iterator, Sequence

from mooring.model.advisory import AdvisoryKind, FixState, NameKind
from mooring.model.match import (
    Confidence,
    Exploitation,
    FeedState,
    Match,
    MatchedFix,
    MatchReason,
    SuppressedBy,
    Suppression,
)
from mooring.model.package import Package
from mooring.model.severity import ExploitPrediction, SeverityRating
from mooring.reports.findings.counts import risk_text
from mooring.reports.text.style import clean

_ONE_BOUND = re.compile(r"(<=|<)\s*[^\s,|<>=]+")
_TOLD_REASONS = 10
_TOLD_ITEMS = 20
_ORDERS = {
    "deb": "dpkg",
    "rpm": "rpm",
    "apk": "apk",
    "semver": "semantic version",
    "pep440": "PEP 440",
    "maven": "Maven",
}
_SUPPRESSORS = {
    SuppressedBy.EXCEPTION: "the exception",
    SuppressedBy.VEX: "the VEX statement",
    SuppressedBy.DISTRIBUTION: "the distribution's statement",
    SuppressedBy.OWNER: "the owning OS package",
    SuppressedBy.HARMLESS: "the rule",
    SuppressedBy.OPTION: "the option",
}


def in_words(match: Match, package: Package, feeds: Sequence[FeedState] = ()) -> list[str]:
    """A sentence or two a line: the reason first, then other reasons, fix, severity, exploitation, place, and who suppressed it.

    `feeds` gives the feeds their titles.
    """
    titles = {feed.name: feed.title or feed.name for feed in feeds}
    lines = [f"{_subject(match, package)}{_because(match, titles)}"]
    lines += [f"Also, {reason_words(reason, titles)}" for reason in match.reasons[1:_TOLD_REASONS]]
    if len(match.reasons) > _TOLD_REASONS:
        lines.append(f"So do {len(match.reasons) - _TOLD_REASONS} more advisories.")
    lines += _doubts(match)
    lines.append(fix_words(match.fix, is_malware=match.vulnerability.kind is AdvisoryKind.MALWARE))
    lines += severity_lines(match)
    lines += [exploited_words(entry) for entry in match.vulnerability.exploited[:_TOLD_ITEMS]]
    if match.vulnerability.exploit_prediction is not None:
        lines.append(prediction_words(match.vulnerability.exploit_prediction))
    lines += _place(package)
    lines += [suppression_words(one) for one in match.suppressions[:_TOLD_ITEMS]]
    return [clean(line) for line in lines if line]


def reason_words(reason: MatchReason, titles: dict[str, str]) -> str:
    """`Debian security tracker (debian:12, source package a, …) says that versions < 3.0 are affected; 2.9 is lower in dpkg order.`"""
    who = titles.get(reason.source.feed) or reason.source.feed or "a feed"
    kind = "source package" if reason.name_kind is NameKind.SOURCE else "package"
    details = [reason.namespace, f"{kind} {reason.name}"]
    details += [reason.source.id] if reason.source.id else []
    day = reason.source.modified or reason.source.published
    if day:
        details.append(f"{'modified' if reason.source.modified else 'published'} {day[:10]}")
    conditions = f" Also held: {', '.join(reason.conditions[:_TOLD_ITEMS])}." if reason.conditions else ""
    return f"{who} ({', '.join(filter(None, details))}) says {comparison_words(reason)}.{conditions}"


def comparison_words(reason: MatchReason, *, is_met: bool = True) -> str:
    """What was compared with what, in which order, and how it came out."""
    constraint = reason.constraint.strip()
    if not constraint:
        return "that every version is affected"
    order = f" in {_ORDERS.get(reason.scheme, reason.scheme)} order" if reason.scheme else ""
    bound = _ONE_BOUND.fullmatch(constraint)
    if bound is None:
        verdict = "lies within that range" if is_met else "lies outside that range"
    elif bound[1] == "<":
        verdict = "is lower" if is_met else "is not lower"
    else:
        verdict = "is not higher" if is_met else "is higher"
    return f"that versions {constraint} are affected; {reason.version or 'the version'} {verdict}{order}"


def fix_words(fix: MatchedFix, *, is_malware: bool = False) -> str:
    """What cures it and since when, or why nothing does."""
    if is_malware and fix.state is not FixState.FIXED:
        return (
            "The package itself is malicious: remove it, and treat every secret that it could read as known to others."
        )
    note = f" ({fix.note})" if fix.note else ""
    match fix.state:
        case FixState.FIXED:
            since = f" since {fix.date[:10]}" if fix.date else ""
            by = f" by {', '.join(fix.advisories[:_TOLD_ITEMS])}" if fix.advisories else ""
            channel = f", only in the channel {fix.channel}" if fix.channel else ""
            return f"Fixed in {' or '.join(fix.versions[:_TOLD_ITEMS]) or 'a later version'}{since}{by}{channel}{note}."
        case FixState.NOT_FIXED:
            return f"There is no fix yet{note}."
        case FixState.WONT_FIX:
            return f"The maintainers will not fix it{note}."
        case FixState.UNKNOWN:
            return f"Nobody says whether there is a fix{note}."


def fix_label(fix: MatchedFix, *, is_malware: bool = False) -> str:
    """The same in a table's cell: the version, or two or three words."""
    if fix.state is FixState.FIXED:
        channel = f" ({fix.channel})" if fix.channel else ""
        return clean(f"{', '.join(fix.versions[:3]) or 'a later version'}{channel}")
    if is_malware:
        return "remove it"
    return {FixState.NOT_FIXED: "no fix yet", FixState.WONT_FIX: "won't fix"}.get(fix.state, "fix unknown")


def severity_lines(match: Match) -> Iterator[str]:
    """The severity that counts and who says so, what others say, and the risk."""
    by = f", as {match.severity_source} says" if match.severity_source else ""
    yield f"Severity {match.severity}{by}; risk {risk_text(match.risk)} of 100."
    ratings = match.vulnerability.ratings[:_TOLD_ITEMS]
    scored = {(one.source, one.severity) for one in ratings if one.vector or one.score is not None}
    told = [one for one in ratings if one.vector or one.score is not None or (one.source, one.severity) not in scored]
    if told:
        yield f"Ratings: {'; '.join(dict.fromkeys(map(rating_words, told)))}."


def rating_words(rating: SeverityRating) -> str:
    """`nvd critical (9.8, CVSS:3.1/AV:N/…)`."""
    details = [f"{rating.score:.1f}"] if rating.score is not None else []
    if rating.vector:
        # Vectors of version 2 do not name their version.
        details.append(
            rating.vector if rating.vector.startswith("CVSS:") else f"CVSS:{rating.cvss_version}/{rating.vector}"
        )
    elif rating.cvss_version:
        details.append(f"CVSS {rating.cvss_version}")
    return f"{rating.source or 'unnamed'} {rating.severity}" + (f" ({', '.join(details)})" if details else "")


def exploited_words(entry: Exploitation) -> str:
    """That it is exploited, who says so, since when, and what is asked for."""
    catalogue = f"the catalogue of {entry.source.upper() if len(entry.source) <= 4 else entry.source}"
    since = f" since {entry.added[:10]}" if entry.added else ""
    ransomware = ", by ransomware too" if entry.used_by_ransomware else ""
    due = f" Due {entry.due[:10]}." if entry.due else ""
    action = f" {entry.required_action}" if entry.required_action else ""
    return f"It is exploited{ransomware}: {catalogue} lists it{since}.{due}{action}"


def prediction_words(prediction: ExploitPrediction) -> str:
    """EPSS in percent."""
    day = f" (of {prediction.date[:10]})" if prediction.date else ""
    rank = f", higher than {prediction.percentile:.0%} of all" if prediction.percentile > 0 else ""
    return f"EPSS: a chance of {prediction.score:.1%} to be exploited within 30 days{rank}{day}."


def suppression_words(suppression: Suppression) -> str:
    """Who took it out of the count, and why."""
    author = f" of {suppression.author}" if suppression.author else ""
    origin = f" in {suppression.origin}" if suppression.origin else ""
    told = filter(None, (suppression.reason, suppression.justification.replace("_", " ")))
    why = ", ".join(told) or "no reason is given"
    until = f", until {suppression.expires[:10]}" if suppression.expires else ""
    statement = f" {suppression.statement}" if suppression.statement else ""
    return f"Not counted, by {_SUPPRESSORS.get(suppression.by, suppression.by.value)}{statement}{author}{origin}{until}: {why}."


def _subject(match: Match, package: Package) -> str:
    name = f"{package.name} {package.version}".strip()
    flaw = match.vulnerability.id or "a flaw without a name"
    match match.vulnerability.kind:
        case AdvisoryKind.MALWARE:
            return f"{name} is malware, {flaw}"
        case AdvisoryKind.NOTICE:
            return f"{name} has the notice {flaw}"
        case AdvisoryKind.VULNERABILITY:
            also = ", ".join(match.vulnerability.aliases[:_TOLD_ITEMS])
            verb = "fits" if match.is_suppressed else "is affected by"
            return f"{name} {verb} {flaw}" + (f" (also {also})" if also else "")


def _because(match: Match, titles: dict[str, str]) -> str:
    return f": {reason_words(match.reasons[0], titles)}" if match.reasons else "."


def _doubts(match: Match) -> Iterator[str]:
    if match.confidence is Confidence.LIKELY:
        yield "The match is likely, not certain."
    elif match.confidence is Confidence.POSSIBLE:
        yield "The match is only possible: it rests on the name of a product."
    notes = dict.fromkeys(note for reason in match.reasons[:_TOLD_REASONS] for note in reason.notes)
    yield from (f"Note: {note}." for note in list(notes)[:_TOLD_ITEMS])
    if match.vulnerability.is_disputed:
        yield "The vulnerability is disputed."


def _place(package: Package) -> Iterator[str]:
    if package.locations:
        first = package.locations[0]
        line = f":{first.line}" if first.line else ""
        layer = f" of layer {package.layer_index}" if package.layer_index >= 0 else ""
        by = f" (reader {package.found_by})" if package.found_by else ""
        yield f"Found in {first.path}{line}{layer}{by}."
