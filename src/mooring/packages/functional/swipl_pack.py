"""pack.pl: an add-on of SWI-Prolog.

Format: SWI-Prolog manual, "Packs: community add-ons": facts such as `name(hdt).`, `version('0.5.2').`,
`requires(other).`. An installed pack has the file in its folder, `pack/<name>/pack.pl`, and a checkout has it too.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 1 << 20
_FACT = re.compile(r"^[ \t]*([a-z]\w*)[ \t]*\([ \t]*(?:'([^'\n]*)'|\"([^\"\n]*)\"|([\w.+-]+))([^\n]*)", re.MULTILINE)


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the pack."""
    told: dict[str, list[tuple[str, str]]] = {}
    for found in _FACT.finditer(file.text()):
        told.setdefault(found[1], []).append((found[2] or found[3] or found[4] or "", found[5]))
    name, version = (told.get(field, [("", "")])[0][0] for field in ("name", "version"))
    if not name:
        raise ReadError("names no pack")
    author, rest = told.get("author", [("", "")])[0]
    properties = {
        "author": author,
        "author_email": rest.strip(" ,'\").\t"),
        "homepage": told.get("home", [("", "")])[0][0],
        "download_url": told.get("download", [("", "")])[0][0],
    }
    yield PackageFact(
        type="swiplpack",
        name=name,
        version=version,
        depends=tuple(dict.fromkeys(need for need, _ in told.get("requires", []) if need != "prolog")),
        properties={label: value for label, value in properties.items() if value},
        language="prolog",
    )


READER = Reader(
    name="swipl-pack",
    version=1,
    claim=Claim(names=("pack.pl",), max_bytes=MAX_BYTES),
    read=read,
    summary="Packs of SWI-Prolog (pack.pl)",
)
