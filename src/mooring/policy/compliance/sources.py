"""Kinds of evidence that checks rest on, told in sentences: what was looked at, how much of it, and how old it is."""

from collections import Counter
from collections.abc import Callable, Mapping

from mooring.base.errors import MooringError
from mooring.model.evidence.content import Need
from mooring.model.evidence.dockerfile import DockerfileMode
from mooring.model.match import AssessmentState, Findings
from mooring.policy.content.passwd import passwd_of
from mooring.policy.distribution import title_of
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError
from mooring.policy.image.config import config_of, reference_of, user_of

_NOT_GATHERED = "not gathered"
_SHOWN = 8


def sentence_of(source: str, evidence: Evidence) -> str:
    """What the evidence of this kind is, in a sentence without a full stop. Nothing is raised."""
    try:
        return SOURCES[source](evidence)
    except (RuleError, MooringError) as error:
        return f"{source}: {error}"


def way_to(source: str) -> str:
    """What to do where evidence of this kind is missing; empty where it is always there."""
    return _WAYS.get(source, "")


_IMAGE = "Judge the image itself: an SBOM or a folder does not tell that."
_WAYS = {
    "config": _IMAGE,
    "age": "Let the builder write the time when the image was made.",
    "name": "Name the image by its registry, repository and tag (--tag).",
    "passwd": _IMAGE,
    "files": _IMAGE,
    "executables": _IMAGE,
    "matches": "Match the image with a vulnerability database that is fresh and full (mooring db update).",
    "dockerfile": "Judge the image itself, or give its Dockerfile (--dockerfile).",
    "given-dockerfile": "Give the Dockerfile that the image was built by (--dockerfile).",
    "secrets": _IMAGE,
    "malware": "Have ClamAV with fresh signatures at hand: clamscan, or its daemon (--clamd).",
    "verification": _IMAGE,
    "signatures": "Judge the image where it is kept: by its reference in a registry, or its OCI layout.",
}


def _config(evidence: Evidence) -> str:
    config = config_of(evidence)
    started = " ".join((*config.entrypoint, *config.command))
    ports = ", ".join(config.exposed_ports[:_SHOWN]) or "no ports"
    return f"image config: runs as {user_of(evidence)!r}, starts {started[:120]!r}, exposes {ports}"


def _age(evidence: Evidence) -> str:
    return f"image config: created {config_of(evidence).created[:19] or 'at a time that it does not say'}"


def _name(evidence: Evidence) -> str:
    reference = reference_of(evidence)
    return f"name of the image: {reference}" if reference is not None else "name of the image: not known"


def _passwd(evidence: Evidence) -> str:
    if not evidence.has(Need.RETRIEVED_FILES):
        return f"/etc/passwd: {_NOT_GATHERED}"
    found = passwd_of(evidence)
    return f"/etc/passwd: {_counted(len(found.entries), 'account')}" if found else "/etc/passwd: the image has none"


def _files(evidence: Evidence) -> str:
    if not evidence.has(Need.FILES):
        return f"list of files: {_NOT_GATHERED}"
    return f"list of files: {_counted(len(evidence.files), 'entry', 'entries')}"


def _packages(evidence: Evidence) -> str:
    packages = evidence.report.inventory.packages
    kinds = Counter(package.type for package in packages).most_common(_SHOWN)
    told = f" ({', '.join(f'{number} {kind}' for kind, number in kinds)})" if kinds else ""
    return f"inventory: {_counted(len(packages), 'package')}{told}"


def _executables(evidence: Evidence) -> str:
    count = len(evidence.report.inventory.unexplained_executables)
    return f"executables: {count or 'none'} that no package explains"


def _matches(evidence: Evidence) -> str:
    findings = evidence.report.findings
    if findings is None:
        return f"vulnerabilities: {_NOT_GATHERED}: the image was not matched with a database"
    told = [f"{_counted(len(evidence.matches), 'finding')} not suppressed"]
    suppressed = len(findings.matches) - len(evidence.matches)
    told += [f"{suppressed} suppressed"] if suppressed else []
    told += [f"{one.subject} {_STATES[one.state]}" for one in findings.assessments[:_SHOWN]]
    more = len(findings.assessments) - _SHOWN
    told += [f"and {_counted(more, 'more kind')} of packages"] if more > 0 else []
    return f"{database_of(findings)}: {', '.join(told)}"


def database_of(findings: Findings) -> str:
    """`vulnerability database of 2026-11-20`, and its kind where it is not a full one."""
    database = findings.database
    kind = "" if database.kind == "full" else f" ({database.kind})"
    return f"vulnerability database of {database.built[:10] or 'an unknown day'}{kind}"


_STATES = {
    AssessmentState.ASSESSED: "assessed",
    AssessmentState.PARTLY: "assessed in part",
    AssessmentState.NOT_ASSESSED: "not assessed",
}


def _distribution(evidence: Evidence) -> str:
    distro = evidence.report.inventory.distro
    return f"distribution: {distro.pretty_name or title_of(distro)}" if distro is not None else "distribution: none"


def _base(evidence: Evidence) -> str:
    base = evidence.report.base
    if base is None or not (base.name or base.digest):
        return "base image: not known"
    return f"base image: {base.name or base.digest}, known by {base.known_by or 'nothing'}"


def _dockerfile(evidence: Evidence) -> str:
    dockerfile = evidence.dockerfile
    if dockerfile is None or dockerfile.mode is DockerfileMode.NONE:
        return "Dockerfile: neither given nor to be rebuilt from a history"
    if dockerfile.mode is DockerfileMode.ACTUAL:
        return f"Dockerfile {dockerfile.path!r} as given: {_counted(len(dockerfile.instructions), 'instruction')}"
    return f"Dockerfile rebuilt from the history: {_counted(len(dockerfile.instructions), 'build step')}, earlier stages unknown"


def _given_dockerfile(evidence: Evidence) -> str:
    dockerfile = evidence.dockerfile
    if dockerfile is None or dockerfile.mode is not DockerfileMode.ACTUAL:
        return "Dockerfile: not given"
    return _dockerfile(evidence)


def _secrets(evidence: Evidence) -> str:
    search = next((one for one in evidence.content.searches if one.need is Need.SECRETS), None)
    if search is None:
        return f"search for secrets: {_NOT_GATHERED}"
    accepted = len(evidence.content.told_secrets) - len(evidence.secrets)
    rules = f" by {len(search.subjects)} rules" if search.subjects else ""
    kept = f", {accepted} accepted" if accepted else ""
    return f"search for secrets{rules}: {len(evidence.secrets) or 'none'} found{kept}{_trouble(search.problem)}"


def _malware(evidence: Evidence) -> str:
    scans = evidence.content.malware
    if not scans:
        return f"malware scan: {_NOT_GATHERED}"
    return "; ".join(
        f"malware scan by {scan.scanner} {scan.version}".strip()
        + f": {_counted(scan.files_scanned, 'file')}, {len(scan.findings) or 'no'} findings{_trouble(scan.problem)}"
        for scan in scans[:_SHOWN]
    )


def _verification(evidence: Evidence) -> str:
    search = next((one for one in evidence.content.searches if one.need is Need.VERIFICATION), None)
    if search is None:
        return f"files compared with the package database: {_NOT_GATHERED}"
    changed = Counter(failure.status for failure in evidence.content.verification)
    told = ", ".join(f"{number} {status}" for status, number in sorted(changed.items())) or "none differs"
    return f"files compared with the package database: {told}{_trouble(search.problem)}"


def _signatures(evidence: Evidence) -> str:
    supply = evidence.report.supply
    if supply is None:
        return f"signatures and attestations: {_NOT_GATHERED}"
    if supply.problem:
        return f"signatures and attestations: could not be fetched: {supply.problem}"
    return f"signatures and attestations beside the image: {len(supply.materials) or 'none'}"


def _trouble(problem: str) -> str:
    return f"; not complete: {problem}" if problem else ""


def _counted(number: int, word: str, words: str = "") -> str:
    return f"{number} {word}" if number == 1 else f"{number} {words or word + 's'}"


SOURCES: Mapping[str, Callable[[Evidence], str]] = {
    "config": _config,
    "age": _age,
    "name": _name,
    "passwd": _passwd,
    "files": _files,
    "packages": _packages,
    "executables": _executables,
    "matches": _matches,
    "distribution": _distribution,
    "base": _base,
    "dockerfile": _dockerfile,
    "given-dockerfile": _given_dockerfile,
    "secrets": _secrets,
    "malware": _malware,
    "verification": _verification,
    "signatures": _signatures,
}
"""By the names that `checks.toml` uses."""
