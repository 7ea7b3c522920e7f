"""The parts of the HTML page that show findings. All text of feeds and image is escaped; links lead only to web addresses."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from mooring.model.advisory import AdvisoryKind
from mooring.model.match import Assessment, FeedState, Findings, Match, UpgradeStep
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.severity import SEVERITIES
from mooring.reports.findings.counts import (
    assessment_words,
    counts_of,
    database_words,
    extra_words,
    is_certain,
    marks_of,
    not_assessed,
    partly_assessed,
    risk_text,
    suppressed_words,
    tells_new,
    verdict_words,
)
from mooring.reports.findings.facts import addresses_of
from mooring.reports.findings.groups import (
    FindingGroup,
    accepted_matches,
    counted_matches,
    groups_of,
    package_of,
    packages_by_id,
    suppressed_matches,
)
from mooring.reports.findings.page_style import SCRIPT, STYLE, script_source
from mooring.reports.findings.words import fix_label, fix_words, in_words
from mooring.reports.sections.gaps import reason_lines
from mooring.reports.text.markup import web_address
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted, path_of

_DESCRIPTION_CHARS = 600
_PACKAGES_TOLD = 30
_UPGRADES_TOLD = 5
_LEFT_OUT_TOLD = 50
_TOGGLES = (("fix", "fixable only"), ("exploited", "exploited only"))


def page_start(
    report: ScanReport, findings: Findings, *, more_style: str = "", lead: Iterable[str] = ()
) -> Iterator[str]:
    """The page up to the findings: title, policy, `lead`, counts, and what is not known."""
    title = text(report.image.name) or report.image.kind
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {script_source()}; form-action 'none'; base-uri 'none'"
    yield f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}: vulnerabilities</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}{more_style}</style>\n<h1>{title}</h1>'
    distro, image = report.inventory.distro, report.image
    known = (
        distro.pretty_name or f"{distro.name or distro.id} {distro.version_id}".strip() if distro else "",
        str(image.config.platform) if image.config.platform.architecture else "",
        counted(len(report.inventory.packages), "package"),
        image.digest or image.image_id,
    )
    yield f'<p class="dim">{" · ".join(text(one) for one in known if one)}</p>'
    yield from lead
    yield from _counts(findings)
    yield from gap_banners(report, findings)
    if not counted_matches(findings):
        words = verdict_words(report, counts_of(findings))
        kind = "good" if is_certain(report) else "medium"
        yield f'<p class="lead {kind}"><b>{text(words[:1].upper() + words[1:])}</b></p>'


def page_findings(report: ScanReport, findings: Findings) -> Iterator[str]:
    """The plan, the groups with their evidence, what is suppressed, and the exceptions to look at."""
    matches = counted_matches(findings)
    yield from _upgrades(findings, sum(match.risk for match in matches))
    groups = groups_of(report, matches)
    if groups:
        yield _form()
    for title, chosen in (
        ("What an update cures", [group for group in groups if group.has_cure]),
        ("Without a fix", [group for group in groups if not group.has_cure]),
    ):
        if chosen:
            yield f"<h2>{title} <small>{counted(len(chosen), 'group')}, highest risk first</small></h2>"
            for group in chosen:
                yield from _group(group, findings)
    yield from _suppressed(report, findings)
    if findings.exceptions:
        notes = (f"{note.statement} ({note.origin}): {note.problem}" for note in findings.exceptions)
        yield f"<h2>Exceptions to look at</h2>{_list(notes)}"


def page_end(findings: Findings) -> Iterator[str]:
    """The feeds that the findings rest on, and the filter's script."""
    if findings.database.feeds:
        rows = "".join(map(_feed, findings.database.feeds))
        heads = '<tr><th>feed<th>fetched<th class="n">advisories<th>licence<th>problem'
        yield f'<h2>Data</h2><p class="dim">{text(database_words(findings))}</p><table class="stack">{heads}{rows}</table>'
    yield f"<script>{SCRIPT}</script>"


def text(value: str) -> str:
    """The text, harmless in elements and attributes."""
    return escape(clean(value))


def link(url: str, label: str) -> str:
    """A link where the address is one of the web, else the label alone."""
    address, shown = web_address(url), text(label)
    return f'<a href="{escape(address)}" rel="noreferrer noopener">{shown}</a>' if address else shown


def _counts(findings: Findings) -> Iterator[str]:
    counts = counts_of(findings)
    if counts.findings:
        name = "vulnerability" if counts.vulnerabilities == 1 else "vulnerabilities"
        yield f'<p class="lead"><b>{counts.vulnerabilities:,} {name}</b> in {counted(counts.packages, "package")}</p>'
        chips = "".join(f'<li class="{one}">{number:,} {one}' for one, number in counts.by_severity)
        yield f'<ul class="chips">{chips}</ul>'
        yield f"<p>{' · '.join(map(_extra, extra_words(findings, counts)))}</p>"
    compared = f" · compared with {findings.compared_with}" if findings.compared_with else ""
    yield f'<p class="dim">{text(database_words(findings) + compared)}</p>'


def _extra(words: str) -> str:
    is_loud = words.endswith(("exploited", "malware"))
    return f'<span class="mark loud">{text(words)}</span>' if is_loud else text(words)


def gap_banners(report: ScanReport, findings: Findings) -> Iterator[str]:
    """What could not be judged or read, in boxes that nobody overlooks."""
    blind, partly = not_assessed(findings), partly_assessed(findings)
    if blind:
        yield _banner("Not assessed: finding nothing in these means nothing", _words(blind), is_loud=True)
    if partly:
        yield _banner("Partly assessed", _words(partly), is_loud=False)
    if report.problems:
        title = f"Incomplete: {counted(len(report.problems), 'problem')}"
        yield _banner(title, reason_lines(report.problems), is_loud=True)


def _words(assessments: Iterable[Assessment]) -> Iterator[str]:
    return map(assessment_words, assessments)


def _banner(title: str, lines: Iterable[str], *, is_loud: bool) -> str:
    return f'<div class="banner{" loud" if is_loud else ""}"><b>{title}</b>{_list(lines)}</div>'


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{text(line)}' for line in lines)}</ul>"


def _upgrades(findings: Findings, total: float) -> Iterator[str]:
    steps = [step for step in findings.upgrades if step.matches]
    if not steps:
        return
    yield f"<h2>Best updates <small>{counted(len(steps), 'step')}, the one that removes the most risk first</small></h2>"
    heads = '<tr><th>update<th>from<th>to<th class="n">cures<th class="n">risk<th>'
    most = max(step.risk_removed for step in steps)
    rows = [_upgrade(step, total, most) for step in steps]
    yield f'<table class="stack">{heads}{"".join(rows[:_UPGRADES_TOLD])}</table>'
    if len(rows) > _UPGRADES_TOLD:
        yield f"<details><summary>{len(rows) - _UPGRADES_TOLD:,} more</summary>"
        yield f'<table class="stack">{heads}{"".join(rows[_UPGRADES_TOLD:])}</table></details>'


def _upgrade(step: UpgradeStep, total: float, most: float) -> str:
    return (
        f"<tr><td><b>{text(step.name)}</b><td>{text(', '.join(step.from_versions))}"
        f'<td class="fix">→ {text(step.to_version)}<td class="n">{counted(len(step.matches), "finding")}'
        f'<td class="n">-{_share(step.risk_removed, total)}<td class="track">'
        f'<span class="bar" style="width:{_share(step.risk_removed, most)}"></span>'
    )


def _share(part: float, whole: float) -> str:
    return f"{min(max(part / whole, 0), 1) if whole > 0 else 0:.0%}"


def _form() -> str:
    options = "".join(f'<option value="{one}">{one} or worse' for one in reversed(SEVERITIES[1:]))
    boxes = "".join(f'<label><input type="checkbox" name="{name}"> {label}</label>' for name, label in _TOGGLES)
    return (
        '<form hidden><input type="search" name="text" aria-label="filter by text" placeholder="package, vulnerability, path …">'
        f'<select name="least" aria-label="least severity"><option value="unknown" selected>every severity{options}</select>'
        f'{boxes}<output class="dim" aria-live="polite"></output></form>'
    )


def _group(group: FindingGroup, findings: Findings) -> Iterator[str]:
    yield f'{_group_head(group, findings)}<div class="inner">'
    by_vulnerability: dict[str, list[Match]] = {}
    for match in group.matches:
        by_vulnerability.setdefault(match.vulnerability.id, []).append(match)
    packages = {package.id: package for package in group.packages}
    # A kernel has thousands: each is a piece of its own.
    for found in by_vulnerability.values():
        yield _flaw(found, packages, findings)
    yield "</div></details>"


def _group_head(group: FindingGroup, findings: Findings) -> str:
    has = [*(["fix"] if group.worst.has_fix else []), *(["exploited"] if group.is_exploited else [])]
    fixed = group.fixed_in or fix_label(group.worst.fix, is_malware=group.is_malware)
    more = len(group.vulnerabilities) - 1
    rest = f" +{more}" if more else ""
    packages = f" · {counted(len(group.packages), 'package')}" if len(group.packages) > 1 else ""
    return (
        f'<details class="group" data-severity="{group.severity}" data-has="{" ".join(has)}"><summary>'
        f'<span class="risk" title="risk, 0 to 100">{risk_text(group.risk)}</span>'
        f'<span><span class="pill {group.severity}">{group.severity}</span></span>'
        f'<span class="what"><b>{text(group.name)}</b> {text(", ".join(group.installed))} {"→" if group.has_cure else "·"} '
        f'<span class="{"fix" if group.fixed_in else "dim"}">{text(fixed)}</span><br>'
        f'<span class="dim">{text(group.worst.vulnerability.id)}{rest}{packages}</span></span>'
        f'<span class="side">{_marks(marks_of(group.matches, with_new=tells_new(findings)))}</span></summary>'
    )


def _marks(marks: Sequence[str]) -> str:
    return "".join(f'<span class="mark{" loud" if mark[:2].isupper() else ""}">{text(mark)}</span>' for mark in marks)


def _flaw(matches: Sequence[Match], packages: dict[str, Package], findings: Findings) -> str:
    """One vulnerability of a group: what it is, where it is, and why we think so."""
    first = matches[0]
    flaw = first.vulnerability
    details = [f'<span class="pill {first.severity}">{first.severity}</span>']
    details += [f"risk {risk_text(first.risk)}"]
    details += [
        f"{text(rating.source)} CVSS {text(rating.cvss_version)}: {rating.score:.1f}"
        for rating in flaw.ratings[:6]
        if rating.score is not None
    ]
    if flaw.exploit_prediction is not None:
        details.append(f"EPSS {flaw.exploit_prediction.score:.1%}")
    title = f"<p>{text(flaw.title)}</p>" if flaw.title else ""
    long = flaw.description
    told = (
        f'<p class="dim">{text(long[:_DESCRIPTION_CHARS])}{"…" if len(long) > _DESCRIPTION_CHARS else ""}</p>'
        if long
        else ""
    )
    is_malware = flaw.kind is AdvisoryKind.MALWARE
    marks = _marks(marks_of(matches, with_new=False))
    return (
        f'<div class="flaw"><b>{link("".join(addresses_of(flaw)[:1]), flaw.id)}</b> {" · ".join(details)} {marks}'
        f"{title}{told}<p>{text(fix_words(first.fix, is_malware=is_malware))}</p>{_places(matches, packages)}"
        f"<details><summary>why</summary>{_why(matches, packages, findings)}</details></div>"
    )


def _places(matches: Sequence[Match], packages: dict[str, Package]) -> str:
    rows = []
    for match in matches[:_PACKAGES_TOLD]:
        package = package_of(match, packages)
        path = f' <span class="p">{text(path_of(package))}</span>' if path_of(package) else ""
        rows.append(f"<li><code>{text(package.name)} {text(package.version)}</code>{path}")
    if len(matches) > _PACKAGES_TOLD:
        rows.append(f"<li>and {len(matches) - _PACKAGES_TOLD:,} more packages")
    return f'<ul class="why">{"".join(rows)}</ul>'


def _why(matches: Sequence[Match], packages: dict[str, Package], findings: Findings) -> str:
    """The reasons in words, once for each version that was compared."""
    parts: list[str] = []
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for match in matches:
        package = package_of(match, packages)
        compared = (package.version, tuple(reason.constraint for reason in match.reasons[:1]))
        if compared in seen or len(parts) >= _PACKAGES_TOLD:
            continue
        seen.add(compared)
        lines = in_words(match, package, findings.database.feeds)
        # What follows the comparison is the same for all packages of the group.
        parts.append(_list(lines[:1] if parts else lines).replace("<ul>", '<ul class="why">', 1))
    return "".join(parts)


def _suppressed(report: ScanReport, findings: Findings) -> Iterator[str]:
    matches = suppressed_matches(findings)
    if not matches:
        return
    packages = packages_by_id(report)
    accepted = accepted_matches(findings)
    yield f"<h2>Suppressed <small>{counted(len(matches), 'finding')}, kept and not counted</small></h2>"
    yield _list(suppressed_words(findings))
    if accepted:
        yield "<details><summary>what people decided</summary>"
        yield '<div class="inner">'
        for match in accepted:
            yield _flaw([match], {match.package: package_of(match, packages)}, findings)
        yield "</div></details>"
    decided = {match.id for match in accepted}
    rest = [match for match in matches if match.id not in decided]
    if rest:
        yield "<details><summary>what rules and options left out</summary>"
        yield f'<table class="stack"><tr><th>package<th>why<th>vulnerabilities{"".join(_left_out(rest, packages))}</table>'
        yield "</details>"


def _left_out(matches: Iterable[Match], packages: dict[str, Package]) -> Iterator[str]:
    """A row for each package and reason: a rule for kernel headers leaves out thousands of vulnerabilities."""
    rows: dict[tuple[str, str], list[str]] = {}
    for match in matches:
        package = package_of(match, packages)
        first = match.suppressions[0]
        key = (f"{package.name} {package.version}", first.reason or f"{first.by.value} {first.statement}")
        rows.setdefault(key, []).append(match.vulnerability.id)
    for (name, why), names in rows.items():
        more = f" and {len(names) - _LEFT_OUT_TOLD:,} more" if len(names) > _LEFT_OUT_TOLD else ""
        yield f'<tr><td>{text(name)}<td>{text(why)}<td class="p">{text(", ".join(names[:_LEFT_OUT_TOLD]))}{more}'


def _feed(feed: FeedState) -> str:
    return (
        f"<tr><td>{link(feed.url, feed.title or feed.name)}<td>{text(feed.captured[:10])}"
        f'<td class="n">{feed.advisories:,}<td>{text(feed.license)}<td>{text(feed.problem)}'
    )
