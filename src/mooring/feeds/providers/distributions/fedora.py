"""Fedora and EPEL: security updates of Bodhi. Builds are source packages; CVEs are named by the titles of bugs.

EPEL is a distribution's worth of packages for releases of Enterprise Linux: its namespaces are `epel:9`.
"""

from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.csaf import split_nevra
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, number, objects, text
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.rpm.branches import vulnerable_below
from mooring.feeds.providers.distributions.rpm.errata import cves_in, rated
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, NameKind

NAME = "fedora"
API = "https://bodhi.fedoraproject.org/updates/?type=security&status=stable&rows_per_page=100"
MAX_PAGES = 5_000
_RELEASES = {"FEDORA": "fedora", "FEDORA-EPEL": "epel", "FEDORA-EPEL-NEXT": ""}
_GONE = ("obsolete", "unpushed", "revoked")


def fetch(fetcher: Fetcher) -> None:
    """Every page of security updates that were pushed."""
    names: list[str] = []
    total = 1
    while len(names) < total:
        page = len(names) + 1
        name = f"bodhi/{page:04}.json"
        content = fetcher.get(f"{API}&page={page}", name)
        names.append(name)
        pages = number(_page(content, name), "pages") if content is not None else None
        total = max(total, int(pages or 0))
        if total > MAX_PAGES:
            raise FeedMalformed(f"{name} says that there are {total} pages; expected at most {MAX_PAGES}")
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each security update."""
    for file in files:
        if not file.name.endswith(".json"):
            continue
        try:
            document = json_object(file.read())
        except ReadError as error:
            log.seen()
            log.reject(file.name, error.message)
            continue
        updates = list(objects(document, "updates")) if "updates" in document else [document]
        for index, update in enumerate(updates):
            log.seen()
            advisory = _advisory(update, f"{file.name}: {index}", log)
            if advisory is not None:
                yield advisory


def _advisory(update: JsonObject, place: str, log: FeedLog) -> Advisory | None:
    identifier = text(update, "alias") or text(update, "updateid")
    release = inner(update, "release")
    family = _RELEASES.get(text(release, "id_prefix"), "")
    if not identifier:
        log.reject(place, "the update has no alias")
        return None
    if text(update, "type") != "security" or text(update, "status") in _GONE or not family:
        log.skip("no security update of Fedora or EPEL that stands")
        return None
    date = (text(update, "date_stable") or text(update, "date_pushed") or text(update, "date_submitted")).replace(
        " ", "T", 1
    )
    fix = Fix(state=FixState.FIXED, date=date[:10], advisories=(identifier,))
    bugs = list(objects(update, "bugs"))
    titles = [text(bug, "title") for bug in bugs]
    advisory = Advisory(
        id=identifier,
        feed=NAME,
        url=text(update, "url") or f"https://bodhi.fedoraproject.org/updates/{identifier}",
        fixes=cves_in((*titles, text(update, "title"), text(update, "notes"))),
        title=text(update, "display_name") or text(update, "title"),
        description=text(update, "notes"),
        references=tuple(
            f"https://bugzilla.redhat.com/show_bug.cgi?id={int(one)}"
            for bug in bugs[:100]
            if (one := number(bug, "bug_id")) is not None
        ),
        published=date,
        modified=text(update, "date_modified").replace(" ", "T", 1),
        affected=tuple(_rows(update, f"{family}:{text(release, 'version')}", fix)),
    )
    return rated(advisory, NAME, severity_of_word(text(update, "severity")))


def _rows(update: JsonObject, namespace: str, fix: Fix) -> Iterator[Affected]:
    for build in objects(update, "builds"):
        name, version, _ = split_nevra(text(build, "nvr"))
        if not version or text(build, "type") not in ("", "rpm"):
            continue
        epoch = number(build, "epoch")
        ranges, versions = vulnerable_below((f"{int(epoch or 0)}:{version}",))
        yield Affected(
            namespace=namespace,
            name=name,
            scheme="rpm",
            ranges=ranges,
            fix=Fix(state=fix.state, versions=versions, date=fix.date, advisories=fix.advisories),
            name_kind=NameKind.SOURCE,
        )


def _page(content: bytes, name: str) -> JsonObject:
    try:
        return json_object(content)
    except ReadError as error:
        raise FeedMalformed(f"{name} {error.message}") from None


FEED = Feed(
    name=NAME,
    title="Fedora and EPEL",
    license="no licence in words",
    homepage="https://bodhi.fedoraproject.org/",
    fetch=fetch,
    parse=parse,
)
