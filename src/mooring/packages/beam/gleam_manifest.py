"""manifest.toml: the packages that Gleam resolved.

Format: written by Gleam's `dependencies.rs`: an array `packages` with name, version, requirements, source, checksum,
and a table `requirements` of what the project itself names. The name of the file is a common one, so a document that
is not Gleam's gives nothing.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence, text
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per entry, with edges."""
    if b"build_tools" not in file.content:
        return
    document = parse_toml(file.content)
    direct = mapping(document.get("requirements"))
    lines = LineFinder(file.content)
    for row in map(mapping, sequence(document.get("packages"))):
        name = text(row.get("name"))
        if name:
            line = lines.line_of(f'name = "{name}"')
            yield _package(row, name, path=file.path, line=line, is_direct=name in direct)


def _package(row: Mapping[str, Value], name: str, *, path: str, line: int, is_direct: bool) -> PackageFact:
    source, application = text(row.get("source")), text(row.get("otp_app"))
    repository, commit = text(row.get("repo")), text(row.get("commit"))
    properties = {
        "source": source,
        "sha256": text(row.get("outer_checksum")).lower(),
        "path": text(row.get("path")),
        "indirect": "" if is_direct else "true",
    }
    return PackageFact(
        type="hex",
        name=name,
        version=text(row.get("version")),
        home=path,
        provides=(application,) if application and application != name else (),
        depends=tuple(dict.fromkeys(text(need) for need in sequence(row.get("requirements")) if text(need))),
        qualifiers={"vcs_url": f"git+{repository}@{commit}"} if "://" in repository else {},
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="gleam",
        is_installed=False,
    )


READER = Reader(
    name="gleam-manifest",
    version=1,
    claim=Claim(names=("manifest.toml",), in_images=False),
    read=read,
    summary="Packages that Gleam resolved (manifest.toml)",
)
