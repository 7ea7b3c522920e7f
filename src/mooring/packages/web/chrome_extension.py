"""Extensions of Chrome and its relatives: `Extensions/<id>/<version>_0/manifest.json`.

Format: developer.chrome.com, "Manifest file format". The id is what a browser and its store know an extension by; the
name may be a message (`__MSG_name__`) whose text lies in another file.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_json_with_comments, text

MAX_BYTES = 1 << 20
_FOLDER = re.compile(r"(?:^|/)Extensions/([a-p]{32})/[^/]+$")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the extension, named by its id."""
    told = mapping(parse_json_with_comments(file.content))
    found = _FOLDER.search(file.folder)
    version, title = text(told.get("version")), text(told.get("name"))
    if not version or "manifest_version" not in told:
        raise ReadError("is not the manifest of an extension: it has no version")
    properties = {
        "title": "" if title.startswith("__MSG_") else title,
        "author": text(told.get("author")) or text(mapping(told.get("author")).get("email")),
        "homepage": text(told.get("homepage_url")),
    }
    yield PackageFact(
        type="generic",
        name=found[1] if found else title,
        version=version,
        provides=(title,) if found and properties["title"] else (),
        properties={label: value for label, value in properties.items() if value},
        language="javascript",
    )


READER = Reader(
    name="chrome-extension",
    version=1,
    claim=Claim(
        names=("manifest.json",),
        pattern=r"(?:^|/)Extensions/[a-p]{32}/[^/]+/manifest\.json$",
        max_bytes=MAX_BYTES,
    ),
    read=read,
    summary="Extensions of Chrome and its relatives",
)
