"""Whether the evidence can answer a question about one thing: what was never looked for must not pass because nothing was found."""

from mooring.model.evidence.content import ContentSearch, Need, RetrievedFile
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError
from mooring.policy.wildcard import REGEXP, fits


def search_for(evidence: Evidence, need: Need) -> ContentSearch | None:
    """The search of this kind, complete or not; None where there was none."""
    return next((search for search in evidence.content.searches if search.need is need), None)


def require_subject(evidence: Evidence, need: Need, subject: str, hint: str) -> None:
    """Raise RuleError where the search tells what it looked for, and this is not among it."""
    search = search_for(evidence, need)
    if search is not None and search.subjects and not any(_covers(asked, subject) for asked in search.subjects):
        raise RuleError(f"{subject!r} was not looked for in this image; {hint}")


def retrieved_file(evidence: Evidence, path: str) -> RetrievedFile | None:
    """The kept file of this path; None where the image has none. Raises RuleError where the image may have it and it was not kept."""
    path = from_root(path)
    kept = evidence.once(_retrieved).get(path)
    if kept is not None:
        return kept
    require_subject(
        evidence, Need.RETRIEVED_FILES, path, "scan again with the bundle that judges, or name it in content.retrieve"
    )
    entry = evidence.files.get(path)
    if entry is not None and entry.kind != "folder":
        raise RuleError(f"{path} is in the image and was not kept: it is too large, or no regular file")
    bare = path.lstrip("/")
    problem = next((problem for problem in evidence.report.problems if problem.path.lstrip("/") == bare), None)
    if problem is not None:
        raise RuleError(f"{path} could not be kept: {problem.reason}")
    return None


def from_root(path: str) -> str:
    """The path with one leading slash, as evidence has it: rules forget it."""
    return f"/{path.lstrip('/')}"


def _covers(asked: str, subject: str) -> bool:
    return fits(subject.lstrip("/"), asked.removeprefix(REGEXP).lstrip("/"))


def _retrieved(evidence: Evidence) -> dict[str, RetrievedFile]:
    return {file.path: file for file in evidence.content.retrieved}
