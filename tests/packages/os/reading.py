"""Hand a reader a file, as the tests of this folder do."""

from mooring.base.errors import ReadError
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.model.reader import LayerFile


def facts_of(reader, path, content):
    """All facts; the path must be one that the reader claims."""
    content = content if isinstance(content, bytes) else content.encode()
    assert reader.wants(path), path
    return list(reader.read(LayerFile(path=path, content=content)))


def readable(reader, path, content):
    """The facts before a ReadError, and its message; empty where there was none."""
    content = content if isinstance(content, bytes) else content.encode()
    found = []
    try:
        found.extend(reader.read(LayerFile(path=path, content=content)))
    except ReadError as error:
        return found, error.message
    return found, ""


def packages(facts):
    return [fact for fact in facts if isinstance(fact, PackageFact)]


def owned(facts):
    return [fact for fact in facts if isinstance(fact, OwnedFilesFact)]
