"""Alpine Linux: the security database of each release, what was looked at and rejected, and the same by way of OSV.

The database knows fixes and, as version `0`, packages that never were affected; nothing says what is not fixed yet. Names are source
packages (`origin`). Both repositories, main and community, are parts of one release.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from mooring.base.errors import FeedMalformed, FeedUnreachable, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object, objects, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.secdb import SecDb, names_of, parse_secdb
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.scoring.cvss import rating_of

SECDB = "https://secdb.alpinelinux.org"
REJECTIONS = "https://gitlab.alpinelinux.org/alpine/security/security-rejections/-/raw/master"
PAGE = "https://security.alpinelinux.org/vuln/{id}"
MAX_BRANCHES = 200
_REPOSITORIES = ("main", "community")
_BRANCH = re.compile(r"v([0-9]{1,2}\.[0-9]{1,3})|(edge)")
_LINK = re.compile(r"href=[\"'](v[0-9]{1,2}\.[0-9]{1,3}|edge)/[\"']")
_TRACKED = re.compile(r"([0-9]{1,2}\.[0-9]{1,3}|edge)-(?:main|community)")


def fetch(fetcher: Fetcher) -> None:
    """Both repositories of every release that the listing names, and the rejections."""
    listing = fetcher.read(f"{SECDB}/").decode("utf-8", "replace")
    branches = sorted(dict.fromkeys(_LINK.findall(listing)))[:MAX_BRANCHES]
    if not branches:
        raise FeedMalformed("the listing of Alpine's security database names no release", hint=f"look at {SECDB}/")
    names = []
    for branch in branches:
        for repository in _REPOSITORIES:
            names.append(f"{branch}/{repository}.json")
            fetcher.get(f"{SECDB}/{branch}/{repository}.json", names[-1], optional=repository != "main")
    for repository in _REPOSITORIES:
        names.append(f"rejections/{repository}.yaml")
        # They only deny, and they are at another host: without them nothing looks clean.
        with suppress(FeedUnreachable):
            fetcher.get(f"{REJECTIONS}/{repository}.yaml", names[-1], optional=True)
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier of the databases, and one per document of OSV or of Alpine's tracker."""
    database = SecDb(FEED.name, page=PAGE)
    for file in files:
        name = file.name.rpartition("/")[2]
        if name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _osv(line, place, log)
        elif "rejections" in file.name and name.endswith((".yaml", ".yml")):
            _read_rejections(file, database, log)
        elif name.startswith(("CVE-", "ALPINE-CVE-")) and name.endswith(".json"):
            yield from _single(file, log)
        elif name.endswith((".json", ".yaml", ".yml")):
            parse_secdb(file, database, _namespace, log)
        else:
            log.skip("a file that is no database")
    yield from database.advisories()


def _namespace(document: JsonObject, name: str) -> str | None:
    """From the document's release, else from the folder: `alpine:3.19`, `alpine:edge`."""
    for part in (text(document, "distroversion"), *reversed(name.split("/")[:-1])):
        if found := _BRANCH.fullmatch(part):
            return f"alpine:{found[1] or found[2]}"
    return None


def _osv(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    """Rows of other distributions, which records had until 2025, are left out."""
    for advisory in read_osv(content, FEED.name, log, place):
        rows = tuple(row for row in advisory.affected if row.namespace.startswith("alpine:"))
        if rows:
            yield msgspec.structs.replace(advisory, affected=rows)
        else:
            log.skip("a record without an Alpine release")


def _single(file: RawFile, log: FeedLog) -> Iterator[Advisory]:
    """A document about one vulnerability: of the tracker, or of OSV."""
    content = file.read()
    try:
        document = json_object(content)
    except ReadError as error:
        log.seen()
        log.reject(file.name, error.message)
        return
    if "state" not in document:
        yield from _osv(content, file.name, log)
        return
    log.seen()
    identifier = text(document, "id")
    rows = tuple(_tracked(document))
    if not identifier or not rows:
        log.reject(file.name, "names no vulnerability or no package")
        return
    score = document.get("cvss3")
    vector = text(score, "vector") if isinstance(score, dict) else ""
    yield Advisory(
        id=identifier,
        feed=FEED.name,
        url=PAGE.format(id=identifier),
        description=text(document, "description"),
        ratings=(rating_of("nvd", vector),) if vector else (),
        affected=rows,
    )


def _tracked(document: JsonObject) -> Iterator[Affected]:
    """The tracker compares CPEs with package names, so what it calls unfixed is a suspicion that nobody confirmed."""
    for state in objects(document, "state"):
        found = _TRACKED.fullmatch(text(state, "repo"))
        name, version = text(state, "packageName"), text(state, "packageVersion")
        if not found or not name:
            continue
        is_fixed = state.get("fixed") is True and bool(version)
        yield Affected(
            namespace=f"alpine:{found[1]}",
            name=name,
            name_kind=NameKind.SOURCE,
            ranges=(VersionRange(high=version),) if is_fixed else (),
            fix=Fix(state=FixState.FIXED, versions=(version,)) if is_fixed else Fix(note="suspected by the tracker"),
            is_under_investigation=not is_fixed,
        )


def _read_rejections(file: RawFile, database: SecDb, log: FeedLog) -> None:
    """`package: [identifier, …]`, or `package: {identifier: reason}`."""
    from mooring.feeds.formats.yaml_text import parse_text_yaml

    try:
        document = parse_text_yaml(file.read())
        if not isinstance(document, dict):
            raise ReadError("is no mapping of packages")
    except ReadError as error:
        log.seen()
        log.reject(file.name, error.message)
        return
    for package, entries in document.items():
        log.seen()
        for entry in entries if isinstance(entries, list | dict) else ():
            named = names_of(entry).ids if isinstance(entry, str) else ()
            if not named:
                log.skip("an entry that names no vulnerability")
            for identifier in named:
                database.reject(identifier, package)


FEED = Feed(
    name="alpine",
    title="Alpine Linux security database",
    license="none in words; facts of Alpine's maintainers",
    homepage="https://secdb.alpinelinux.org/",
    fetch=fetch,
    parse=parse,
    covers="Alpine Linux: every release, edge",
)
