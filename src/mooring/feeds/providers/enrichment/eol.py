"""endoflife.date: until when a release gets fixes. The interface's answer, the Markdown files it is made from, and lists by product.

Whether a release has ended is decided by the date when a report is made; the marks `isEol` of the interface count only where no date is
given. Distributions are called as their namespaces are (`alpine`, not `alpine-linux`).
"""

from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object
from mooring.feeds.formats.yaml_text import parse_text_yaml
from mooring.feeds.providers.enrichment.records.release_life import lives_of_page, lives_of_product
from mooring.feeds.raw import RawFile
from mooring.model.advisory import ReleaseLife

PRODUCTS = "https://endoflife.date/api/v1/products/full"
_FENCE = b"---"


def fetch(fetcher: Fetcher) -> None:
    """All products, one file."""
    fetcher.get(PRODUCTS, "products.json")
    fetcher.keep_only(["products.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[ReleaseLife]:
    """A life for each release of each product; a product is a record."""
    for file in files:
        if file.name.endswith(".md"):
            yield from _page(file, log)
        elif file.name.endswith(".json"):
            yield from _products(file, log)
        else:
            log.skip("a file that describes no product")


def _products(file: RawFile, log: FeedLog) -> Iterator[ReleaseLife]:
    try:
        document = json_object(file.read())
    except ReadError as error:
        raise FeedMalformed(f"{file.name} {error.message}") from None
    for number, product in enumerate(_listed(document, file.name), start=1):
        log.seen()
        try:
            yield from lives_of_product(product)
        except ReadError as error:
            log.reject(f"{file.name}:{number}", error.message)


def _listed(document: JsonObject, name: str) -> Iterator[JsonObject]:
    """The products of `result`, or the lists of releases by product."""
    result = document.get("result")
    if result is None and document and all(isinstance(releases, list) for releases in document.values()):
        yield from ({"name": product, "releases": releases} for product, releases in document.items())
        return
    if isinstance(result, dict):
        result = [result]
    if not isinstance(result, list):
        raise FeedMalformed(f"{name} is no answer of endoflife.date: it has no result")
    for product in result:
        # What is no object is a product without a name.
        yield product if isinstance(product, dict) else {}


def _page(file: RawFile, log: FeedLog) -> Iterator[ReleaseLife]:
    log.seen()
    name = file.name.rpartition("/")[2].removesuffix(".md")
    try:
        head = parse_text_yaml(_head(file))
        if not isinstance(head, dict):
            raise ReadError("has a head that is no mapping")
        yield from lives_of_page(head, name)
    except ReadError as error:
        log.reject(file.name, error.message)


def _head(file: RawFile) -> bytes:
    """What stands between the first two fences."""
    lines = iter(file.lines())
    if next(lines, b"").rstrip() != _FENCE:
        raise ReadError("does not begin with a head")
    found: list[bytes] = []
    for line in lines:
        if line.rstrip() == _FENCE:
            return b"\n".join(found)
        found.append(line)
    raise ReadError("has a head that does not end")


FEED = Feed(
    name="eol",
    title="endoflife.date",
    license="MIT",
    homepage="https://endoflife.date/",
    fetch=fetch,
    parse=parse,
)
