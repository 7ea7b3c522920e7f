"""rebar.lock: the packages that Rebar resolved for an Erlang project.

Format: `rebar_config:write_lock_file`: `{"1.2.0", [{Application, Source, Level}]}.` and then
`[{pkg_hash, [...]}, {pkg_hash_ext, [...]}].`; the first form of all was the list alone. A source is
`{pkg, Package, Version}` or `{git, Address, {ref, Commit}}`. Level 0 is what the project names itself.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.beam.terms.parse import Group, parse_terms
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per entry; raises ReadError at the end where the text is damaged."""
    terms = parse_terms(file.text())
    if not terms.top.groups():
        raise ReadError("is not a lock file of Rebar: it holds no terms")
    first = terms.top.group(0)
    entries = first if first.kind == "[" else first.group(1)
    inner, outer = _hashes(terms.top, "pkg_hash"), _hashes(terms.top, "pkg_hash_ext")
    lines, problem = LineFinder(file.content), terms.problem
    for entry in entries.groups():
        application, source = entry.text(0), entry.group(1)
        line = lines.line_of(f'{{<<"{application}">>')
        hashes = {"inner_sha256": inner.get(application, ""), "sha256": outer.get(application, "")}
        fact = _package(application, source, entry.text(2), hashes, path=file.path, line=line)
        if fact is not None:
            yield fact
        else:
            problem = problem or f"the entry of {application!r} is cut off or of an unknown kind"
    if problem:
        raise ReadError(problem)


def _hashes(top: Group, name: str) -> dict[str, str]:
    for group in top.groups():
        value = group.value(name)
        if isinstance(value, Group):
            return {pair.text(0): pair.text(1).lower() for pair in value.groups()}
    return {}


def _package(
    application: str, source: Group, level: str, hashes: dict[str, str], *, path: str, line: int
) -> PackageFact | None:
    kind, place = source.text(0), source.text(1)
    if not application or not place:
        return None
    name, qualifiers = application, {}
    if kind == "pkg":
        name, version = place, source.text(2)
    else:
        version = source.group(2).text(1)
        place = f"{kind.partition('_')[0]}+{place}" if "://" in place else place
        qualifiers = {"vcs_url": f"{place}@{version}" if version else place}
    return PackageFact(
        type="hex",
        name=name,
        version=version,
        home=path,
        provides=(application,) if application != name else (),
        qualifiers=qualifiers,
        properties={
            label: value
            for label, value in {**hashes, "indirect": "" if level in ("", "0") else "true"}.items()
            if value
        },
        line=line,
        language="erlang",
        is_installed=False,
    )


READER = Reader(
    name="rebar-lock",
    version=1,
    claim=Claim(names=("rebar.lock",), in_images=False),
    read=read,
    summary="Packages that Rebar resolved for Erlang (rebar.lock)",
)
