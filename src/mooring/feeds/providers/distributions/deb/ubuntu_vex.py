"""Canonical's OpenVEX documents: why a package of Ubuntu is not fixed, and what is not affected.

Products are packages of a release: `pkg:deb/ubuntu/glibc@2.35-0ubuntu3.13?arch=source&distro=jammy`. The version is the one that the
release had when the document was made, so `fixed` gives no bound for what is affected, only one for what is not.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.openvex import VexStatement, parse_purl, purls_of, read_openvex
from mooring.feeds.providers.distributions.deb.releases import ubuntu_release
from mooring.feeds.providers.distributions.deb.statements import not_affected
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind

MAX_NOTE_CHARACTERS = 200


class Decisions:
    """What documents said about packages that are not fixed, until the OSV record of the CVE takes it."""

    OfCve = dict[tuple[str, str], Fix]
    """By namespace and package."""

    def __init__(self) -> None:
        self._kept: dict[str, Decisions.OfCve] = {}
        self._repositories: dict[str, dict[tuple[str, str], str]] = {}

    def keep(self, cve: str, namespace: str, package: str, fix: Fix, repository: str) -> None:
        """A package is affected, and this is known of its fix."""
        self._kept.setdefault(cve, {})[(namespace, package)] = fix
        if repository:
            self._repositories.setdefault(cve, {})[(namespace, package)] = repository

    def take(self, cve: str) -> "Decisions.OfCve":
        """The decisions about a CVE; what the caller pops from them is taken."""
        return self._kept.get(cve, {})

    def advisories(self, feed: str) -> Iterator[Advisory]:
        """What nobody took."""
        for cve, fixes in self._kept.items():
            if not fixes:
                continue
            repositories = self._repositories.get(cve, {})
            rows = tuple(
                Affected(
                    namespace=namespace,
                    name=package,
                    fix=fix,
                    name_kind=NameKind.SOURCE,
                    repository=repositories.get((namespace, package), ""),
                )
                for (namespace, package), fix in fixes.items()
            )
            yield Advisory(id=cve, feed=feed, url=f"https://ubuntu.com/security/{cve}", affected=rows)


def advisories(content: bytes, place: str, feed: str, log: FeedLog, decisions: Decisions) -> Iterator[Advisory]:
    """What a document says is not affected, or not known; what it says is affected goes to `decisions`."""
    log.seen()
    rows: dict[str, list[Affected]] = {}
    names: dict[str, None] = {}
    fixes: dict[str, Fix] = {}
    try:
        for statement in read_openvex(content):
            if isinstance(statement, ReadError):
                log.reject(place, statement.message)
                continue
            cve = statement.vulnerability.name
            names[cve] = None
            fix = fixes.setdefault(statement.action_statement, _fix(statement))
            for namespace, package, version, repository in _sources(statement):
                if statement.status == "affected":
                    decisions.keep(cve, namespace, package, fix, repository)
                elif row := _row(statement, namespace, package, version, repository):
                    rows.setdefault(cve, []).append(row)
    except ReadError as error:
        log.reject(place, error.message)
    for cve in names:
        if cve not in rows and decisions.take(cve):
            continue
        yield Advisory(id=cve, feed=feed, url=f"https://ubuntu.com/security/{cve}", affected=tuple(rows.get(cve, ())))


def _sources(statement: VexStatement) -> Iterator[tuple[str, str, str, str]]:
    """Namespace, name, version and repository of each source package that the statement names."""
    for text in purls_of(statement):
        if "arch=source" not in text:
            continue
        purl = parse_purl(text)
        place = ubuntu_release(purl.qualifiers.get("distro", "")) if purl is not None else None
        if purl is not None and place is not None and purl.namespace == "ubuntu":
            yield place[0], purl.name, purl.version, place[1]


def _row(statement: VexStatement, namespace: str, package: str, version: str, repository: str) -> Affected | None:
    if statement.status == "fixed":
        return not_affected(namespace, package, "fixed", since=version, repository=repository) if version else None
    if statement.status == "not_affected":
        if "does not exist" in statement.impact_statement:
            return None
        return not_affected(namespace, package, _note(statement.impact_statement), repository=repository)
    if statement.status == "under_investigation":
        return Affected(
            namespace=namespace,
            name=package,
            fix=Fix(note="under investigation"),
            name_kind=NameKind.SOURCE,
            repository=repository,
            is_under_investigation=True,
        )
    return None


def _fix(statement: VexStatement) -> Fix:
    """`ignored` with a reason is a decision; the end of support leaves open what was; all else waits for a fix."""
    words = statement.action_statement
    if "decided to not fix" in words:
        return Fix(state=FixState.WONT_FIX, note=_joined("ignored", _note(words)))
    if "no longer supported" in words:
        return Fix(state=FixState.UNKNOWN, note="ignored: end of support")
    return Fix(state=FixState.NOT_FIXED, note=_note(words))


def _note(words: str) -> str:
    """The reason that the statement gives, without the sentences that are the same for all."""
    reason = words.partition("CVE Notes / justification:")[2].strip()
    return reason[:MAX_NOTE_CHARACTERS]


def _joined(word: str, note: str) -> str:
    return f"{word}: {note}" if note else word
