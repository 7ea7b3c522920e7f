"""Hands texts to readers for the tests of lock files and manifests."""

from mooring.model.reader import LayerFile, Reader


def read_text(reader: Reader, path: str, source: str | bytes) -> list:
    """The facts of a file with this text."""
    content = source.encode() if isinstance(source, str) else source
    return list(reader.read(LayerFile(path=path, content=content)))


def named(facts: list) -> list[tuple[str, str, str]]:
    """`group:artifact`, version and scope of each fact."""
    return [(f"{fact.namespace}:{fact.name}", fact.version, fact.scope) for fact in facts]
