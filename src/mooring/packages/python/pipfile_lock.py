"""Lock files of Pipenv.

Format: Pipfile.lock, JSON; each top-level object but `_meta` is a category: `default`, `develop`, and any others that
the Pipfile names.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence
from mooring.packages.formats.lines import LineFinder
from mooring.packages.python.standards.requirement import Requirement, named_package

_SCOPES = {"default": "runtime", "develop": "dev"}


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each entry of each category."""
    lines = LineFinder(file.content)
    for category, entries in mapping(parse_json(file.content)).items():
        if category == "_meta":
            continue
        lines.line_of(f'"{category}":')
        for name, entry in mapping(entries).items():
            line = lines.line_of(f'"{name}":')
            yield _package(name, mapping(entry), file.path, scope=_SCOPES.get(category, "optional"), line=line)


def _package(name: str, entry: Mapping[str, Value], path: str, *, scope: str, line: int) -> Fact:
    requirement = Requirement(
        name=name,
        extras=tuple(extra for extra in sequence(entry.get("extras")) if isinstance(extra, str)),
        constraint=_text(entry.get("version")).replace(" ", "").removeprefix("*"),
        marker=_text(entry.get("markers")),
    )
    found = {
        "hashes": " ".join(value for value in sequence(entry.get("hashes")) if isinstance(value, str)),
        "vcs_url": _text(entry.get("git")) or _text(entry.get("hg")),
        "vcs_commit": _text(entry.get("ref")),
        "index": _text(entry.get("index")),
    }
    return named_package(
        requirement, path=path, scope=scope, line=line, properties={key: value for key, value in found.items() if value}
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


READER = Reader(
    name="pipenv-lock",
    version=1,
    claim=Claim(names=("Pipfile.lock",), in_images=False),
    read=read,
    summary="Lock files of Pipenv (Pipfile.lock)",
)
