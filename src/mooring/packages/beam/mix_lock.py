"""mix.lock: the packages that Mix resolved for an Elixir project.

Format: `Mix.Dep.Lock` writes a map of application to `{:hex, package, version, checksum, managers, deps, repository,
checksum of the archive}`, `{:git, address, commit, options}` or `{:path, folder, options}`. Of a private repository
`hexpm:acme`, purl (type `hex`) makes the organisation the namespace.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.beam.terms.parse import Group, parse_terms
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per entry; raises ReadError at the end where an entry or the map is damaged."""
    terms = parse_terms(file.text())
    locked = next((group for group in terms.top.groups() if group.kind == "%{"), None)
    if locked is None:
        raise ReadError("is not a lock file of Mix: it holds no map")
    lines, problem = LineFinder(file.content), terms.problem
    for entry in locked.groups():
        application, detail = entry.text(0), entry.group(1)
        line = lines.line_of(f'"{application}"')
        fact = _package(application, detail, path=file.path, line=line)
        if fact is not None:
            yield fact
        else:
            problem = problem or f"the entry of {application!r} is cut off or of an unknown kind"
    if problem:
        raise ReadError(problem)


def _package(application: str, detail: Group, *, path: str, line: int) -> PackageFact | None:
    kind = detail.text(0)
    if kind == "hex" and detail.text(1) and detail.text(2):
        return _of_hex(application, detail, path=path, line=line)
    if kind == "git" and detail.text(1):
        address = detail.text(1)
        place = f"git+{address}" if "://" in address else address
        return _other(application, detail.text(2), {"vcs_url": f"{place}@{detail.text(2)}"}, {}, path=path, line=line)
    if kind == "path" and detail.text(1):
        return _other(application, "", {}, {"path": detail.text(1)}, path=path, line=line)
    return None


def _of_hex(application: str, detail: Group, *, path: str, line: int) -> PackageFact:
    name, repository = detail.text(1), detail.text(6)
    properties = {
        "sha256": detail.text(7),
        "inner_sha256": detail.text(3),
        "repository": repository if repository != "hexpm" else "",
    }
    return PackageFact(
        type="hex",
        namespace=repository.partition(":")[2],
        name=name,
        version=detail.text(2),
        home=path,
        provides=(application,) if application != name else (),
        depends=tuple(dict.fromkeys(need.text(0) for need in detail.group(5).groups() if need.text(0))),
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="elixir",
        is_installed=False,
    )


def _other(
    application: str, version: str, qualifiers: dict[str, str], properties: dict[str, str], *, path: str, line: int
) -> PackageFact:
    """A package that is no release: of a repository it has the commit, of a folder no version."""
    return PackageFact(
        type="hex",
        name=application,
        version=version,
        home=path,
        qualifiers=qualifiers,
        properties=properties,
        line=line,
        language="elixir",
        is_installed=False,
    )


READER = Reader(
    name="mix-lock",
    version=1,
    claim=Claim(names=("mix.lock",), in_images=False),
    read=read,
    summary="Packages that Mix resolved for Elixir (mix.lock)",
)
