"""Ubuntu: Canonical's OSV and OpenVEX archives, and the CVE tracker in its forms.

OSV says what is affected and fixed, for each release and each channel of Ubuntu Pro; OpenVEX says why something is not fixed, and what is
not affected. The tracker, from which both are made, says all of it at once. All names are source packages.
"""

from collections.abc import Callable, Iterable, Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.providers.distributions.deb import ubuntu_osv, ubuntu_vex
from mooring.feeds.providers.distributions.deb.ubuntu_tracker import (
    Candidate,
    advisory_of,
    candidate_of,
    candidate_of_text,
)
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

OSV = "https://security-metadata.canonical.com/osv/osv-all.tar.xz"
VEX = "https://security-metadata.canonical.com/vex/vex-all.tar.xz"
_HEAD_BYTES = 400


def fetch(fetcher: Fetcher) -> None:
    """Both archives, some 200 MB."""
    fetcher.get(VEX, "openvex-all.tar.xz")
    fetcher.get(OSV, "osv-all.tar.xz")
    fetcher.keep_only(["openvex-all.tar.xz", "osv-all.tar.xz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """Statements about CVEs first, then notices. OpenVEX stands before OSV in a workspace, so that OSV's rows can take its reasons."""
    notices, decisions = ubuntu_osv.Notices(), ubuntu_vex.Decisions()

    def document(content: bytes, place: str) -> Iterator[Advisory]:
        head = content[:_HEAD_BYTES]
        if b"openvex" in head:
            yield from ubuntu_vex.advisories(content, place, FEED.name, log, decisions)
        elif b'"candidate"' in head or b'"Candidate"' in head:
            yield from _tracked(lambda: candidate_of(content), place, log)
        else:
            yield from ubuntu_osv.advisories(content, place, FEED.name, log, notices, decisions)

    for file in files:
        name = file.name.rpartition("/")[2]
        if name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from document(line, place)
        elif name.endswith(".json"):
            yield from document(file.read(), file.name)
        elif _is_text(name):
            content = file.read().decode("utf-8", "replace")
            yield from _tracked(lambda text=content: candidate_of_text(text), file.name, log)  # type: ignore[misc]  # bound now
        else:
            log.skip("a file of the tracker without a CVE")
    yield from decisions.advisories(FEED.name)
    yield from notices.advisories()


def _tracked(read: Callable[[], Candidate | None], place: str, log: FeedLog) -> Iterator[Advisory]:
    """The advisory of a CVE of the tracker."""
    try:
        candidate = read()
        if candidate is None:
            raise ReadError("names no candidate")
        advisory = advisory_of(candidate, FEED.name, log)
    except ReadError as error:
        log.seen()
        log.reject(place, error.message)
        return
    log.seen()
    yield advisory


def _is_text(name: str) -> bool:
    """Text files are named by their CVE, without a suffix; the tracker has notes and scripts beside them."""
    return "." not in name and not name.startswith("00boilerplate")


FEED = Feed(
    name="ubuntu",
    title="Ubuntu security (OSV and OpenVEX)",
    license="CC-BY-SA-4.0",
    homepage="https://ubuntu.com/security/cves",
    fetch=fetch,
    parse=parse,
    covers="Ubuntu: every release, channels of Ubuntu Pro",
    attribution="Contains data of Canonical's Ubuntu security team, CC BY-SA 4.0; a database made from them is under the same licence.",
)
