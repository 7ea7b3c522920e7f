"""Lock files of renv, for R projects.

Format: renv.lock, JSON: `Packages` by name, each with `Version`, `Source` (`Repository`, `Bioconductor`, `GitHub`, …)
and, until renv 1.1, `Requirements`; since then the fields of DESCRIPTION as lists (`Imports`, `Depends`).
"""

import re
from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence
from mooring.packages.formats.lines import LineFinder

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*")
_NEEDS = ("Requirements", "Imports", "Depends")
_NOTES = {"Source": "source", "Repository": "repository", "RemoteSha": "vcs_commit", "Hash": "hash"}


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the lock."""
    lines = LineFinder(file.content)
    for name, value in mapping(mapping(parse_json(file.content)).get("Packages")).items():
        entry = mapping(value)
        yield PackageFact(
            type="cran",
            name=_text(entry, "Package") or name,
            version=_text(entry, "Version"),
            licenses=(_text(entry, "License"),) if _text(entry, "License") else (),
            home=file.path,
            depends=tuple(dict.fromkeys(_needed(entry))),
            properties={note: _text(entry, field) for field, note in _NOTES.items() if _text(entry, field)},
            line=lines.line_of(f'"{name}": {{', f'"{name}":{{'),
            language="r",
            is_installed=False,
        )


def _text(entry: Mapping[str, Value], field: str) -> str:
    value = entry.get(field)
    return value.strip() if isinstance(value, str) else ""


def _needed(entry: Mapping[str, Value]) -> Iterator[str]:
    for field in _NEEDS:
        for text in sequence(entry.get(field)):
            found = _NAME.match(text) if isinstance(text, str) else None
            if found and found[0] != "R":
                yield found[0]


READER = Reader(
    name="renv-lock",
    version=1,
    claim=Claim(names=("renv.lock",), in_images=False),
    read=read,
    summary="Lock files of renv for R (renv.lock)",
)
