"""Red Hat's map of repositories (content sets) to CPEs, from which the channels of an image follow."""

from mooring.base.errors import ReadError
from mooring.feeds.formats.loose_json import JsonObject, inner, texts
from mooring.feeds.providers.distributions.rpm.redhat_products import product_of


def is_repository_map(document: JsonObject) -> bool:
    """Whether this is `repository-to-cpe.json`."""
    return isinstance(document.get("data"), dict) and "document" not in document


def read_repositories(document: JsonObject) -> dict[str, tuple[str, ...]]:
    """The CPEs of each repository. Raises ReadError where no entry names one."""
    entries = inner(document, "data")
    found = {name: tuple(texts(inner(entries, name), "cpes")) for name in entries}
    if entries and not any(found.values()):
        raise ReadError("no repository names a CPE")
    return found


def namespaces_of(cpes: tuple[str, ...]) -> tuple[str, ...]:
    """The namespaces that the users of a repository ask for, each once."""
    places = (product_of(cpe) for cpe in cpes)
    return tuple(dict.fromkeys(place.namespace for place in places if place is not None))
