"""What files hold, as sections: secrets, malware, changed files, hits of a search, licence texts, kept files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mooring.model.evidence.content import Content, MalwareScan, Need, Secret, Surface
from mooring.model.report import ScanReport
from mooring.model.severity import SEVERITIES, Severity
from mooring.reports.sections.layers import Layers
from mooring.reports.sections.section import Kind, Section, SectionColumn, State
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted, size_of

_SECRET_COLUMNS = (
    SectionColumn(title="severity", kind=Kind.SEVERITY),
    SectionColumn(title="secret", kind=Kind.NAME),
    SectionColumn(title="place", kind=Kind.PLACE),
    SectionColumn(title="surface", kind=Kind.WHOLE),
    SectionColumn(title="note", kind=Kind.MARK),
    SectionColumn(title="rule", kind=Kind.ID),
)
_MALWARE_COLUMNS = (
    SectionColumn(title="signature", kind=Kind.NAME),
    SectionColumn(title="path", kind=Kind.PLACE),
    SectionColumn(title="surface", kind=Kind.WHOLE),
    SectionColumn(title="scanner"),
    SectionColumn(title="description"),
)
_CHANGED_COLUMNS = (
    SectionColumn(title="package", kind=Kind.NAME),
    SectionColumn(title="path", kind=Kind.PLACE),
    SectionColumn(title="status", kind=Kind.MARK),
    SectionColumn(title="recorded"),
    SectionColumn(title="found"),
    SectionColumn(title="layer", kind=Kind.NUMBER),
)
_MATCH_COLUMNS = (
    SectionColumn(title="name", kind=Kind.NAME),
    SectionColumn(title="place", kind=Kind.PLACE),
    SectionColumn(title="layer", kind=Kind.NUMBER),
)
_LICENSE_COLUMNS = (
    SectionColumn(title="licence", kind=Kind.NAME),
    SectionColumn(title="path", kind=Kind.PLACE),
    SectionColumn(title="sure", kind=Kind.NUMBER),
)
_RETRIEVED_COLUMNS = (
    SectionColumn(title="path", kind=Kind.NAME),
    SectionColumn(title="size", kind=Kind.NUMBER),
    SectionColumn(title="note", kind=Kind.MARK),
)
_LICENSES_TOLD = 5


def content_sections(report: ScanReport) -> Iterator[Section]:
    """The kinds that were looked for, or that something is known of; the worst kinds first."""
    content, layers = report.inventory.content, Layers(report)
    if _is_told(content, Need.SECRETS, content.told_secrets):
        yield _secrets(content, layers)
    if _is_told(content, Need.MALWARE, content.malware):
        yield _malware(content, layers)
    if _is_told(content, Need.VERIFICATION, content.verification):
        yield _changed(content, layers)
    if _is_told(content, Need.CONTENT_SEARCH, content.matches):
        yield _hits(content, layers)
    if _is_told(content, Need.LICENSE_TEXTS, content.license_texts):
        yield _licenses(content)
    if _is_told(content, Need.RETRIEVED_FILES, content.retrieved):
        yield _retrieved(content)


def counted_secrets(content: Content) -> list[Secret]:
    """Secrets that nobody accepted: the worst first, those that the image shows before those that it hides."""
    surfaces = list(Surface)
    found = (secret for secret in content.told_secrets if not secret.accepted_by)
    return sorted(found, key=lambda one: (-one.severity.rank, surfaces.index(one.surface), one.place, one.line))


def malware_gaps(content: Content) -> list[str]:
    """Why nothing is known of malware, or not all: an engine that did not run is never a clean scan."""
    gaps = [_scan_problem(scan) for scan in content.malware if scan.problem]
    asked = [search for search in content.searches if search.need is Need.MALWARE]
    gaps += [clean(search.problem) for search in asked if search.problem and not gaps]
    if not gaps and not content.malware:
        gaps.append("no engine has looked")
    return gaps


def search_gaps(content: Content, need: Need) -> list[str]:
    """Why this kind was not searched wholly; also where it was not searched at all."""
    asked = [search for search in content.searches if search.need is need]
    return [clean(search.problem) for search in asked if search.problem] if asked else ["it was not searched for"]


def severities(found: Iterable[Severity]) -> str:
    """`1 critical, 2 high`."""
    counts = Counter(found)
    return ", ".join(f"{counts[one]:,} {one}" for one in reversed(SEVERITIES) if counts[one])


def state_of(found: Sequence[object], gaps: Sequence[str]) -> State:
    """Found where there is anything, unknown where something is missing, clean only else."""
    if found:
        return State.FOUND
    return State.UNKNOWN if gaps else State.CLEAN


def summary_of(words: str, gaps: Sequence[str], accepted: int = 0) -> str:
    """What follows the title: the findings, or that nothing is known, or that there is nothing."""
    told = words or ("NOT KNOWN" if gaps else "none found")
    return f"{told} · {accepted:,} accepted" if accepted else told


def place_of(secret: Secret) -> str:
    """The path with its line, or the place in the image config in words."""
    line = f":{secret.line}" if secret.line and not secret.place.startswith("dockerfile:") else ""
    kind, colon, rest = secret.place.partition(":")
    if secret.place.startswith("/") or not colon:
        return clean(secret.place) + line
    if kind == "config":
        return clean(rest.replace("/", " ", 1))
    return clean(f"{'build step' if kind == 'history' else 'Dockerfile line'} {rest}")


def _is_told(content: Content, need: Need, found: Sequence[object]) -> bool:
    return bool(found) or any(search.need is need for search in content.searches)


def _settings(content: Content, need: Need) -> str:
    return "; ".join(clean(one.settings) for one in content.searches if one.need is need and one.settings)[:300]


def _secrets(content: Content, layers: Layers) -> Section:
    found = counted_secrets(content)
    accepted = [secret for secret in content.told_secrets if secret.accepted_by]
    gaps = search_gaps(content, Need.SECRETS)
    words = f"{len(found):,} found ({severities(one.severity for one in found)})" if found else ""
    return Section(
        title="Secrets",
        state=state_of(found, gaps),
        summary=summary_of(words, gaps, len(accepted)),
        detail=_settings(content, Need.SECRETS),
        gaps=tuple(gaps),
        columns=_SECRET_COLUMNS,
        rows=tuple(_secret_row(secret, layers) for secret in found),
        accepted=tuple(_secret_row(secret, layers) for secret in accepted),
        left_out=("rule", "note"),
    )


def _secret_row(secret: Secret, layers: Layers) -> tuple[str, ...]:
    checked = {True: "checksum holds", False: "checksum does not hold", None: ""}[secret.is_valid]
    note = f"accepted by {secret.accepted_by}" if secret.accepted_by else checked
    return (
        str(secret.severity),
        clean(secret.title or secret.rule),
        place_of(secret),
        layers.surface(secret.surface, secret.layer, secret.hidden_by),
        clean(note),
        clean(secret.rule),
    )


def _malware(content: Content, layers: Layers) -> Section:
    rows = tuple(
        (
            clean(one.signature),
            clean(one.path),
            layers.surface(one.surface, one.layer),
            clean(scan.scanner),
            clean(one.description),
        )
        for scan in content.malware
        for one in scan.findings
    )
    gaps = malware_gaps(content)
    files = len({row[1] for row in rows})
    return Section(
        title="Malware",
        state=state_of(rows, gaps),
        summary=summary_of(f"{counted(len(rows), 'finding')} in {counted(files, 'file')}" if rows else "", gaps),
        detail="; ".join(_engine(scan) for scan in content.malware if not scan.problem or scan.files_scanned),
        gaps=tuple(gaps),
        columns=_MALWARE_COLUMNS,
        rows=rows,
        left_out=("description", "scanner"),
    )


def _scan_problem(scan: MalwareScan) -> str:
    return clean(f"{scan.scanner or 'an engine'}: {scan.problem}")


def _engine(scan: MalwareScan) -> str:
    databases = ", ".join(f"{name} {version}".strip() for name, version in list(scan.databases.items())[:3])
    files = counted(scan.files_scanned, "file")
    return clean(
        f"{scan.scanner} {scan.version}".strip() + f" looked at {files}" + (f" ({databases})" if databases else "")
    )


def _changed(content: Content, layers: Layers) -> Section:
    failures = content.verification
    gaps = search_gaps(content, Need.VERIFICATION)
    counts = Counter(clean(one.status) for one in failures)
    words = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items()))
    return Section(
        title="Files that differ from their packages' records",
        state=state_of(failures, gaps),
        summary=summary_of(words, gaps),
        detail=_settings(content, Need.VERIFICATION),
        gaps=tuple(gaps),
        columns=_CHANGED_COLUMNS,
        rows=tuple(
            (
                clean(one.package_name),
                clean(one.path),
                clean(f"{one.status} ({one.what})" if one.what else one.status),
                clean(one.expected),
                clean(one.found),
                layers.number(one.layer),
            )
            for one in failures
        ),
        left_out=("recorded", "found", "layer"),
    )


def _hits(content: Content, layers: Layers) -> Section:
    gaps = search_gaps(content, Need.CONTENT_SEARCH)
    counts = Counter(clean(one.name) for one in content.matches)
    words = ", ".join(f"{number:,} of {name}" for name, number in counts.most_common(5))
    if len(counts) > 5:
        words += f" and {len(counts) - 5:,} more"
    return Section(
        title="Content search",
        state=state_of(content.matches, gaps),
        summary=summary_of(words, gaps),
        detail=_settings(content, Need.CONTENT_SEARCH),
        gaps=tuple(gaps),
        columns=_MATCH_COLUMNS,
        rows=tuple(
            (clean(one.name), clean(one.path) + (f":{one.line}" if one.line else ""), layers.number(one.layer))
            for one in content.matches
        ),
    )


def _licenses(content: Content) -> Section:
    gaps = search_gaps(content, Need.LICENSE_TEXTS)
    counts = Counter(clean(one.license) for one in content.license_texts)
    words = ", ".join(f"{number:,} {name}" for name, number in counts.most_common(_LICENSES_TOLD))
    if len(counts) > _LICENSES_TOLD:
        words += f" and {len(counts) - _LICENSES_TOLD:,} other licences"
    return Section(
        title="Licence texts",
        state=State.UNKNOWN if gaps else State.TOLD,
        summary=summary_of(words, gaps),
        gaps=tuple(gaps),
        columns=_LICENSE_COLUMNS,
        rows=tuple(
            (clean(one.license), clean(one.path), f"{min(max(one.confidence, 0.0), 1.0):.0%}")
            for one in content.license_texts
        ),
    )


def _retrieved(content: Content) -> Section:
    gaps = search_gaps(content, Need.RETRIEVED_FILES)
    words = f"{counted(len(content.retrieved), 'file')} kept" if content.retrieved else ""
    return Section(
        title="Files asked for",
        state=State.UNKNOWN if gaps else State.TOLD,
        summary=summary_of(words, gaps),
        detail=_settings(content, Need.RETRIEVED_FILES),
        gaps=tuple(gaps),
        columns=_RETRIEVED_COLUMNS,
        rows=tuple(
            (clean(one.path), size_of(one.size), f"{counted(one.masked, 'secret')} masked" if one.masked else "")
            for one in content.retrieved
        ),
    )
