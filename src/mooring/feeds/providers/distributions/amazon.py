"""Amazon Linux: `updateinfo.xml` of every repository. The pages of alas.aws.amazon.com leave out epochs, so they are not read.

Namespaces: `amazon:1` (all of 2010 to 2018.03), `amazon:2`, `amazon:2022`, `amazon:2023` for the core repositories. An extra of
Amazon Linux 2 and a further repository of 2023 is a channel, for who does not use it has other packages of the same names:
`amazon:2+docker`, `amazon:2+kernel-5.10`, `amazon:2023+kernel-livepatch`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from msgspec.structs import replace

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import json_object, objects, text
from mooring.feeds.formats.xml.updateinfo import Update, UpdatePackage, read_updateinfo, updateinfo_location
from mooring.feeds.providers.distributions.rpm.updateinfo_rows import advisory_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, FeedItem

NAME = "amazon"
MIRRORS = {
    "1/updates": "http://repo.us-west-2.amazonaws.com/2018.03/updates/x86_64/mirror.list",
    "2/core": "https://cdn.amazonlinux.com/2/core/latest/x86_64/mirror.list",
    "2023/core": "https://cdn.amazonlinux.com/al2023/core/mirrors/latest/x86_64/mirror.list",
    "2023/kernel-livepatch": "https://cdn.amazonlinux.com/al2023/kernel-livepatch/mirrors/latest/x86_64/mirror.list",
}
"""Repository to its mirror list."""
EXTRAS = "https://cdn.amazonlinux.com/2/extras-catalog.json"
EXTRA_MIRRORS = "https://cdn.amazonlinux.com/2/extras/{name}/latest/x86_64/mirror.list"
MAX_EXTRAS = 500
_COLLECTION = re.compile(r"amazon-linux(?:-(ami|\d+))?(?:[-.]+([a-z0-9][\w.+-]*))?")
_IDENTIFIER = re.compile(r"ALAS(2023|2022|2)?([A-Z][A-Z0-9.-]*?)?-\d{4}-\d+")
_PATH = re.compile(r"(?:^|/)(1|2|2022|2023)[-/](?:[\w.-]+/)*updateinfo\.xml$")
_EXTRA = re.compile(r"[a-z0-9][\w.+-]{0,60}")


def fetch(fetcher: Fetcher) -> None:
    """Mirror list, `repomd.xml` and updateinfo of every repository; an extra without updates has none."""
    sources = dict(MIRRORS)
    for name in _extras(fetcher.read(EXTRAS)):
        sources[f"2/extras/{name}"] = EXTRA_MIRRORS.format(name=name)
    names = []
    for repository, mirrors in sources.items():
        base = _first_mirror(fetcher.read(mirrors))
        if not base:
            raise FeedMalformed(f"the mirror list {mirrors} names no mirror")
        path = updateinfo_location(fetcher.read(f"{base}/repodata/repomd.xml"))
        if path:
            suffix = path.rpartition("updateinfo.xml")[2]
            name = f"{repository}/updateinfo.xml{suffix if suffix in ('.gz', '.xz', '.bz2', '.zst') else ''}"
            fetcher.get(f"{base}/{path}", name)
            names.append(name)
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each update; the same erratum in two repositories is told of for each."""
    for file in files:
        if file.name.endswith(".xml") and "updateinfo" in file.name:
            placing = partial(_namespace, path=file.name)
            for update in read_updateinfo(file, log):
                yield _with_url(advisory_of(update, placing, NAME, NAME))


def _namespace(update: Update, package: UpdatePackage, *, path: str) -> str:
    """By the collection; where that says nothing, by the identifier and the file's place."""
    found = _COLLECTION.fullmatch(package.collection)
    identifier = _IDENTIFIER.fullmatch(update.id)
    place = _PATH.search(path)
    if found is None and identifier is None and place is None:
        return ""
    major = (found.group(1) if found else "") or (identifier.group(1) if identifier else "")
    if not major or major == "ami":
        major = place.group(1) if place and major != "ami" else "1"
    channel = (found.group(2) if found else "") or (identifier.group(2) or "" if identifier else "")
    channel = _CHANNELS.get(channel.lower(), channel.lower())
    return f"amazon:{major}{'+' * bool(channel)}{channel}"


_CHANNELS = {"core": "", "updates": "", "main": "", "livepatch": "livepatch"}
"""Collections of the core repositories."""


def _with_url(advisory: Advisory) -> Advisory:
    if advisory.url:
        return advisory
    namespace = next((row.namespace for row in advisory.affected), "amazon:1")
    major = namespace.partition(":")[2].partition("+")[0]
    folder = "" if major == "1" else f"AL{major}/"
    name = re.sub(r"^ALAS\d*", "ALAS", advisory.id) if "+" in namespace or folder else advisory.id
    return replace(advisory, url=f"https://alas.aws.amazon.com/{folder}{name}.html")


def _first_mirror(content: bytes) -> str:
    lines = content.decode("utf-8", "replace").split()
    return next((line.rstrip("/") for line in lines if line.startswith(("https://", "http://"))), "")


def _extras(content: bytes) -> list[str]:
    names = [text(topic, "n") or text(topic, "name") for topic in objects(json_object(content), "topics")]
    return sorted({name for name in names if _EXTRA.fullmatch(name)})[:MAX_EXTRAS]


FEED = Feed(
    name=NAME,
    title="Amazon Linux",
    license="no licence in words",
    homepage="https://alas.aws.amazon.com/",
    fetch=fetch,
    parse=parse,
)
