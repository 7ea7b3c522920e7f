"""Where an installed Python project came from if not from an index: direct_url.json in its `*.dist-info`.

Specification: recording the direct URL origin of installed distributions (PEP 610).
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, NoteFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json
from mooring.packages.python.standards.names import without_credentials


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a note for each thing told: `origin_url`, `vcs`, `vcs_commit`, `vcs_revision`, `archive_sha256`,
    `editable`, `subdirectory`.
    """
    document = mapping(parse_json(file.content))
    if not document:
        raise ReadError("is no JSON object")
    for name, value in _notes(document):
        if isinstance(value, str) and value:
            yield NoteFact(owner=f"python:{file.folder}", name=name, value=value)


def _notes(document: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    url = document.get("url")
    yield "origin_url", without_credentials(url) if isinstance(url, str) else ""
    yield "subdirectory", document.get("subdirectory")
    vcs = mapping(document.get("vcs_info"))
    yield "vcs", vcs.get("vcs")
    yield "vcs_commit", vcs.get("commit_id")
    yield "vcs_revision", vcs.get("requested_revision")
    archive = mapping(document.get("archive_info"))
    yield "archive_sha256", mapping(archive.get("hashes")).get("sha256") or _old_hash(archive.get("hash"))
    yield "editable", "true" if mapping(document.get("dir_info")).get("editable") is True else ""


def _old_hash(value: Value) -> str:
    """The digest of `hash`, which `hashes` replaced in 2023: `sha256=…`."""
    return value.removeprefix("sha256=") if isinstance(value, str) and value.startswith("sha256=") else ""


READER = Reader(
    name="python-direct-url",
    version=1,
    claim=Claim(names=("direct_url.json",), pattern=r"(?i)\.dist-info/direct_url\.json$"),
    read=read,
    summary="The repository, archive or editable folder that a Python project was installed from (direct_url.json)",
)
