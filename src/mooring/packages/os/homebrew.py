"""What Homebrew installed: the kegs of its Cellar and the casks of its Caskroom (macOS, Linuxbrew).

`Cellar/<name>/<version>/INSTALL_RECEIPT.json` names the package (Homebrew's Tab); `.brew/<name>.rb` beside it is the
formula it was built by and adds licence, homepage and source.
`Caskroom/<name>/.metadata/<version>/<time>/Casks/<name>.rb` or `.json` names a cask. Formulae of taps (`Library/Taps`)
are only on offer and not read. Key: `brew:<folder of the keg>`.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, LicenseFact, NoteFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text

_EXCEPTION = re.compile(r'"([^"\n]*)" => \{ with: "([^"\n]*)" \}')
_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_NOTES = {"desc": "summary", "homepage": "homepage", "url": "source_url", "sha256": "source_sha256"}
_STATEMENTS = frozenset({*_NOTES, "license"})
_MAX_FORMULA = 1024 * 1024
_MAX_LICENSE_LINES = 32


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of a receipt or cask, or what a formula adds to one."""
    parts = file.path.split("/")
    if "Caskroom" in parts and parts[-2:-1] == ["Casks"]:
        yield _cask(file, parts)
    elif parts[-1] == "INSTALL_RECEIPT.json" and len(parts) > 3:
        yield from _keg(file, parts)
    elif len(parts) > 4:
        yield from _formula(file)


def _keg(file: LayerFile, parts: list[str]) -> Iterator[Fact]:
    """The path tells name and version: they hold for a damaged receipt too, which is then told."""
    try:
        receipt = mapping(parse_json(file.content))
    except ReadError:
        yield _keg_fact(file, parts, {})
        raise
    yield _keg_fact(file, parts, receipt)


def _keg_fact(file: LayerFile, parts: list[str], receipt: Mapping[str, Value]) -> PackageFact:
    source = mapping(receipt.get("source"))
    needs = [mapping(need) for need in sequence(receipt.get("runtime_dependencies"))]
    names = [text(need.get("full_name")).rpartition("/")[2] for need in needs]
    properties = {
        "tap": text(source.get("tap")),
        "spec": text(source.get("spec")),
        "installed_on_request": _flag(receipt.get("installed_on_request")),
        "installed_as_dependency": _flag(receipt.get("installed_as_dependency")),
        "poured_from_bottle": _flag(receipt.get("poured_from_bottle")),
        "install_time": text(receipt.get("time")),
    }
    return PackageFact(
        type="brew",
        name=parts[-3],
        version=parts[-2],
        key=f"brew:{file.folder}",
        architecture=text(receipt.get("arch")),
        home="/".join(parts[:-3]),
        depends=tuple(dict.fromkeys(name for name in names if name)),
        properties={name: value for name, value in properties.items() if value},
    )


def _cask(file: LayerFile, parts: list[str]) -> PackageFact:
    """`Caskroom/<name>/.metadata/<version>/<time>/Casks/<file>`: the path tells name and version."""
    at = len(parts) - 1 - parts[::-1].index("Caskroom")
    below = parts[at + 1 :]
    if len(below) != 6 or below[1] != ".metadata":
        raise ReadError("is not where the Caskroom keeps the definition of a cask")
    if file.name.endswith(".json"):
        cask = mapping(parse_json(file.content))
        properties = {"summary": text(cask.get("desc")), "homepage": text(cask.get("homepage"))}
        properties |= {"source_url": text(cask.get("url")), "tap": text(cask.get("tap"))}
    else:
        found = _statements(file)
        properties = {name: value for name, value in _notes(found) if name != "source_sha256"}
    return PackageFact(
        type="brew",
        name=below[0],
        version=below[2],
        key=f"brew:{'/'.join(parts[: at + 2])}",
        home="/".join(parts[: at + 1]),
        properties={"kind": "cask"} | {name: value for name, value in properties.items() if value},
    )


def _formula(file: LayerFile) -> Iterator[Fact]:
    """What a keg's formula says; the keg is the folder above `.brew`."""
    owner = f"brew:{file.folder.removesuffix('/.brew')}"
    found = _statements(file)
    if "license" in found:
        yield LicenseFact(owner=owner, licenses=_licenses(found["license"]))
    for name, value in _notes(found):
        yield NoteFact(owner=owner, name=name, value=value)


def _licenses(value: str) -> tuple[str, ...]:
    """`license` in SPDX: string, symbol, `any_of: [...]` or `all_of: [...]`; single names where these are nested."""
    if value.startswith(":"):
        return (value[1:],)
    names = tuple(_strings(_EXCEPTION.sub(r'"\1 WITH \2"', value)))
    if len(names) < 2 or value.count("_of:") > 1:
        return names
    return ((" OR " if value.startswith("any_of:") else " AND ").join(names),)


def _statements(file: LayerFile) -> dict[str, str]:
    """The first statement of each kind: those of resources and bottles come after the formula's own."""
    found: dict[str, str] = {}
    lines = [line.strip() for line in file.text()[:_MAX_FORMULA].splitlines()]
    for number, line in enumerate(lines):
        name, _, value = line.partition(" ")
        if name not in _STATEMENTS or name in found:
            continue
        if name == "license" and value.endswith(("[", ",", "{")):
            value = " ".join([value, *lines[number + 1 : number + _MAX_LICENSE_LINES]])
            value = value[: value.find("]") + 1] or value
        if value.startswith(":") or _strings(value):
            found[name] = value.strip()
    return found


def _notes(found: dict[str, str]) -> list[tuple[str, str]]:
    strings = [(name, _strings(found.get(statement, ""))) for statement, name in _NOTES.items()]
    return [(name, values[0]) for name, values in strings if values]


def _strings(value: str) -> list[str]:
    return [double or single for double, single in _QUOTED.findall(value)]


def _flag(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else ""


READER = Reader(
    name="homebrew",
    version=1,
    claim=Claim(
        names=("INSTALL_RECEIPT.json",),
        suffixes=(".rb", ".json"),
        pattern=r"(^|/)(Cellar/[^/]+/[^/]+/(INSTALL_RECEIPT\.json|\.brew/[^/]+\.rb)"
        r"|Caskroom/[^/]+/\.metadata/[^/]+/[^/]+/Casks/[^/]+)$",
        max_bytes=16 * 1024 * 1024,
    ),
    read=read,
    summary="kegs and casks that Homebrew installed",
)
