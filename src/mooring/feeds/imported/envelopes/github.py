"""A record of GitHub's advisories (schema `github-security-advisory`)."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.imported.grype.constraints import read_constraint
from mooring.feeds.imported.grype.names import ecosystem_namespace
from mooring.model.advisory import Advisory, Affected, Fix, FixState
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.building.bounds import scheme_of_namespace
from mooring.vulns.names import normal_name

_NO_VERSION = ("", "none")
_NO_NAMESPACE = "a package of an ecosystem that has no advisories here"


def read_github_record(item: JsonObject, feed: str, log: FeedLog) -> Advisory:
    """The advisory. Raises ReadError where it has no identifier."""
    record = inner(item, "Advisory")
    identifier = text(record, "ghsaId")
    if not identifier:
        raise ReadError("has no ghsaId")
    references = (text(each, "url") for each in objects(record, "references"))
    return Advisory(
        id=identifier,
        feed=feed,
        url=text(record, "url"),
        aliases=tuple(dict.fromkeys(alias for alias in texts(record, "CVE") if alias != identifier)),
        title=text(record, "Summary"),
        ratings=tuple(dict.fromkeys(_ratings(record))),
        references=tuple(dict.fromkeys(url for url in references if url)),
        published=clamped(text(record, "published")),
        modified=clamped(text(record, "updated")),
        withdrawn=clamped(text(record, "withdrawn")),
        affected=tuple(dict.fromkeys(_rows(record, identifier, log))),
    )


def _ratings(record: JsonObject) -> Iterator[SeverityRating]:
    for each in (*objects(record, "cvss_severities"), inner(record, "CVSS")):
        if vector := text(each, "vector_string") or text(each, "vector"):
            yield rating_of("github", vector)
    word = severity_of_word(text(record, "Severity"))
    if word is not Severity.UNKNOWN:
        yield SeverityRating(source="github", severity=word)


def _rows(record: JsonObject, identifier: str, log: FeedLog) -> Iterator[Affected]:
    for package in objects(record, "FixedIn"):
        ecosystem = text(package, "ecosystem") or text(package, "namespace").partition(":")[2]
        namespace, name = ecosystem_namespace(ecosystem, {}), text(package, "name")
        if not namespace or not name:
            log.skip(_NO_NAMESPACE)
            continue
        try:
            constraint = read_constraint(text(package, "range"), scheme_of_namespace(namespace))
        except ReadError as error:
            log.reject(f"{identifier}: {name[:80]}", error.message)
            continue
        version = text(package, "identifier")
        is_fixed = version.lower() not in _NO_VERSION
        yield Affected(
            namespace=namespace,
            name=normal_name(namespace, name),
            ranges=constraint.ranges,
            versions=constraint.versions,
            is_negative=constraint.is_never,
            fix=Fix(
                state=FixState.FIXED if is_fixed else FixState.NOT_FIXED,
                versions=(version,) if is_fixed else (),
                date=clamped(text(inner(package, "available"), "date"))[:10],
            ),
        )
