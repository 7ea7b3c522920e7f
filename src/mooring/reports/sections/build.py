"""How the image was built and who signed it, as sections: Dockerfile, base image, signatures."""

from collections.abc import Iterator

from mooring.model.evidence.dockerfile import Dockerfile, DockerfileFinding, DockerfileMode
from mooring.model.evidence.signature import BaseImage, Supply
from mooring.model.report import ScanReport
from mooring.reports.sections.content import severities, state_of, summary_of
from mooring.reports.sections.section import Kind, Section, SectionColumn, State
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

_COLUMNS = (
    SectionColumn(title="severity", kind=Kind.SEVERITY),
    SectionColumn(title="check", kind=Kind.ID),
    SectionColumn(title="line", kind=Kind.NUMBER),
    SectionColumn(title="message"),
    SectionColumn(title="note", kind=Kind.MARK),
)
_KNOWN_BY = {
    "given": "its layers were compared",
    "annotation": "an annotation says so",
    "history": "a guess from the build steps",
}


def build_sections(report: ScanReport) -> Iterator[Section]:
    """What is known; nothing where nobody asked."""
    if report.dockerfile is not None:
        yield _dockerfile(report.dockerfile)
    if report.supply is not None:
        yield _supply(report.supply)
    if report.base is not None:
        yield _base(report.base)


def counted_checks(dockerfile: Dockerfile) -> list[DockerfileFinding]:
    """Findings that no comment accepts: the worst first, then by line."""
    found = (one for one in dockerfile.findings if not one.accepted_by)
    return sorted(found, key=lambda one: (-one.severity.rank, one.line, one.check))


def dockerfile_gaps(dockerfile: Dockerfile) -> list[str]:
    """Why the checks do not say all."""
    gaps = [clean(problem) for problem in dockerfile.problems]
    if dockerfile.mode is DockerfileMode.NONE and not gaps:
        gaps.append("there is neither a Dockerfile nor a history that tells of one")
    return gaps


def _dockerfile(dockerfile: Dockerfile) -> Section:
    found = counted_checks(dockerfile)
    accepted = [one for one in dockerfile.findings if one.accepted_by]
    gaps = dockerfile_gaps(dockerfile)
    words = f"{counted(len(found), 'finding')} ({severities(one.severity for one in found)})" if found else ""
    is_guess = dockerfile.mode is DockerfileMode.GUESSED
    told = "rebuilt from the history of the image; lines are its build steps" if is_guess else clean(dockerfile.path)
    return Section(
        title="Dockerfile",
        state=state_of(found, gaps),
        summary=summary_of(words, gaps, len(accepted)),
        detail=told,
        gaps=tuple(gaps),
        columns=_COLUMNS,
        rows=tuple(map(_row, found)),
        accepted=tuple(map(_row, accepted)),
    )


def _row(finding: DockerfileFinding) -> tuple[str, ...]:
    note = f"accepted by {finding.accepted_by}" if finding.accepted_by else ""
    line = str(finding.line) if finding.line else ""
    return (str(finding.severity), clean(finding.check), line, clean(finding.message or finding.title), clean(note))


def _supply(supply: Supply) -> Section:
    number = len(supply.materials)
    words = f"{counted(number, 'signature or attestation')} beside the image, not verified here"
    if number > 1:
        words = f"{number:,} signatures and attestations beside the image, not verified here"
    gaps = (clean(supply.problem),) if supply.problem else ()
    return Section(
        title="Signatures",
        state=State.UNKNOWN if gaps else State.TOLD,
        summary=words if number else summary_of("", gaps),
        gaps=gaps,
        columns=(SectionColumn(title="kind", kind=Kind.NAME), SectionColumn(title="where", kind=Kind.PLACE)),
        rows=tuple((clean(one.kind), clean(one.source)) for one in supply.materials),
    )


def _base(base: BaseImage) -> Section:
    layers = f", the lowest {counted(base.layer_count, 'layer')}" if base.layer_count > 0 else ""
    name = base.name or base.digest or "not named"
    return Section(
        title="Base image",
        state=State.TOLD,
        summary=clean(f"{name}{layers}"),
        detail=clean(_KNOWN_BY.get(base.known_by, base.known_by)),
    )
