"""Ubuntu's CVE tracker: a CVE, its packages, and for each release a status with a note in parentheses.

    focal_libexif: released (0.6.21-6ubuntu0.3)
    esm-infra/xenial_libexif: ignored (end of life, was needed)

Three forms of it are read: the text files of the tracker itself, one JSON object a CVE (`candidate`, `packages` by release and package),
and another (`Candidate`, `Patches` by package and release). A file with a million lines is bounded by the size of the file.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.deb.releases import ubuntu_release
from mooring.feeds.providers.distributions.deb.statements import below
from mooring.feeds.providers.distributions.deb.ubuntu_status import Verdict, verdict_of
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating

MAX_ERRATA_NAMED = 4
"""The tracker does not say which notice brought the fix of which release; a longer list would say nothing."""
_USN = re.compile(r"usn-[0-9]{1,5}-[0-9]{1,3}")
_FIELD = re.compile(r"([A-Za-z][\w/.+-]*):(.*)")
_STATUS = re.compile(r"([a-z][a-z0-9/.-]*)_([a-z0-9][a-z0-9.+-]*):\s*([A-Za-z-]*)(.*)")
_IDENTIFIER = re.compile(r"[A-Z]{2,20}-[0-9A-Za-z-]{4,30}")


class Status(msgspec.Struct, gc=False):
    """Of one package in one release."""

    status: str = ""
    note: str = ""
    priority: str = ""


class Candidate(msgspec.Struct, gc=False):
    """One CVE."""

    candidate: str
    description: str = ""
    ubuntu_description: str = ""
    priority: str = ""
    public_date: str = ""
    references: list[str] | None = None
    cvss: dict[str, str] | None = None
    packages: dict[str, dict[str, Status]] | None = None
    """By release, then by package."""


_decode = msgspec.json.Decoder(Candidate).decode


def candidate_of(content: bytes) -> Candidate:
    """The CVE of a JSON document of either form. Raises ReadError."""
    try:
        return _decode(content)
    except msgspec.ValidationError:
        return _loose(json_object(content))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"is no JSON: {error}") from None


def candidate_of_text(content: str) -> Candidate | None:
    """The CVE of a text file; None where it is another kind of file."""
    found = Candidate(candidate="", packages={}, references=[], cvss={})
    lines: dict[str, list[str]] = {}
    field = ""
    priorities: dict[str, str] = {}
    for line in content.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace():
            lines.setdefault(field, []).append(line.strip())
        elif (status := _STATUS.fullmatch(line)) and not line.startswith(("upstream_", "Patches_", "Tags_")):
            field = ""
            note = status[4].strip().removeprefix("(").removesuffix(")")
            assert found.packages is not None
            found.packages.setdefault(status[1], {})[status[2]] = Status(status=status[3], note=note)
        elif head := _FIELD.fullmatch(line):
            field = head[1]
            lines.setdefault(field, []).append(head[2].strip())
            if field.startswith("Priority_"):
                priorities[field.removeprefix("Priority_")] = head[2].strip()
    return _of_fields(found, lines, priorities) if "Candidate" in lines else None


def advisory_of(candidate: Candidate, feed: str, log: FeedLog) -> Advisory:
    """The statements of a CVE. Raises ReadError where it has no identifier."""
    identifier = candidate.candidate.strip()
    if not _IDENTIFIER.fullmatch(identifier):
        raise ReadError(f"its identifier is {identifier[:60]!r}")
    return Advisory(
        id=identifier,
        feed=feed,
        url=f"https://ubuntu.com/security/{identifier}",
        description=candidate.ubuntu_description.strip() or candidate.description.strip(),
        ratings=tuple(_ratings(candidate)),
        references=tuple(candidate.references or ())[:100],
        published=clamped(candidate.public_date.strip().replace(" UTC", "Z").replace(" ", "T")),
        is_rejected=candidate.description.lstrip().startswith(("** REJECT **", "Rejected reason:")),
        affected=tuple(_rows(candidate, log)),
    )


def notices_of(references: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The security notices (USN) that references lead to, where they are few."""
    found = dict.fromkeys(one.upper() for reference in references for one in _USN.findall(reference.lower()))
    return tuple(found) if len(found) <= MAX_ERRATA_NAMED else ()


def _rows(candidate: Candidate, log: FeedLog) -> Iterator[Affected]:
    notices = notices_of(candidate.references or ())
    general = _severity(candidate.priority)
    for release, packages in (candidate.packages or {}).items():
        place = ubuntu_release(release)
        if place is None:
            reason = f"statuses of {release[:40]!r}, which is no release"
            log.skipped[reason] = log.skipped.get(reason, 0) + len(packages)
            continue
        namespace, repository = place
        for package, status in packages.items():
            verdict = verdict_of(status.status, status.note)
            if verdict is None:
                continue
            severity = _severity(status.priority) if status.priority else general
            yield _row(namespace, repository, package, verdict, severity, notices)


def _row(
    namespace: str,
    repository: str,
    package: str,
    verdict: Verdict,
    severity: Severity | None,
    notices: tuple[str, ...],
) -> Affected:
    if verdict.is_negative:
        return Affected(
            namespace=namespace,
            name=package,
            ranges=_since(verdict.version) if verdict.version else (),
            is_negative=True,
            fix=verdict.fix,
            name_kind=NameKind.SOURCE,
            repository=repository,
        )
    fix = verdict.fix
    if notices and fix.state is FixState.FIXED:
        fix = Fix(state=FixState.FIXED, versions=fix.versions, advisories=notices)
    return Affected(
        namespace=namespace,
        name=package,
        ranges=below(verdict.version) if verdict.version else (),
        fix=fix,
        severity=severity,
        name_kind=NameKind.SOURCE,
        repository=repository,
        is_under_investigation=verdict.is_open,
    )


@lru_cache(maxsize=65536)
def _since(version: str) -> tuple[VersionRange, ...]:
    return (VersionRange(low=version),)


@lru_cache(maxsize=256)
def _severity(word: str) -> Severity | None:
    """None for `untriaged`."""
    severity = severity_of_word(word)
    return None if severity is Severity.UNKNOWN else severity


def _ratings(candidate: Candidate) -> Iterator[SeverityRating]:
    if severity := _severity(candidate.priority):
        yield SeverityRating(source="ubuntu", severity=severity)
    for source, vector in (candidate.cvss or {}).items():
        if words := vector.split():
            yield rating_of(source[:40], words[0])


def _of_fields(found: Candidate, lines: dict[str, list[str]], priorities: dict[str, str]) -> Candidate:
    """The fields of a text file; a priority of a package may be limited to a release (`Priority_linux/trusty`)."""
    found.candidate = lines["Candidate"][0]
    found.description = " ".join(lines.get("Description", [])).strip()
    found.ubuntu_description = " ".join(lines.get("Ubuntu-Description", [])).strip()
    found.priority = (lines.get("Priority", [""])[0].split() or [""])[0]
    found.public_date = lines.get("PublicDate", [""])[0]
    found.references = [line for line in lines.get("References", []) if line]
    found.cvss = {
        source.strip(): vector
        for line in lines.get("CVSS", [])
        for source, _, vector in (line.partition(":"),)
        if vector
    }
    for release, packages in (found.packages or {}).items():
        for package, status in packages.items():
            status.priority = priorities.get(f"{package}/{release}", "") or priorities.get(package, "")
    return found


def _loose(document: JsonObject) -> Candidate:
    """Field by field: of the other form, and of documents with an odd field."""
    names = {name.lower().replace("_", ""): name for name in document}

    def name(wanted: str) -> str:
        return names.get(wanted, wanted)

    found = Candidate(
        candidate=text(document, name("candidate")),
        description=text(document, name("description")),
        ubuntu_description=text(document, name("ubuntudescription")),
        priority=text(document, name("priority")),
        public_date=text(document, name("publicdate")),
        references=texts(document, name("references")),
        cvss={source: vector for source, vector in inner(document, name("cvss")).items() if isinstance(vector, str)},
        packages={},
    )
    assert found.packages is not None
    for release, packages in inner(document, name("packages")).items():
        if isinstance(packages, dict):
            found.packages[release] = {package: _status(inner(packages, package)) for package in packages}
    for package, releases in inner(document, name("patches")).items():
        if isinstance(releases, dict):
            for release in releases:
                found.packages.setdefault(release, {})[package] = _status(inner(releases, release))
    return found


def _status(holder: JsonObject) -> Status:
    fields = {name.lower(): value for name, value in holder.items()}
    return Status(status=text(fields, "status"), note=text(fields, "note"), priority=text(fields, "priority"))
