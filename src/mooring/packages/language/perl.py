"""Perl distributions from CPAN: their metadata, and what installing them leaves behind.

Formats: CPAN::Meta::Spec (META.json and MYMETA.json, version 2; META.yml and MYMETA.yml, versions 1.0 to 1.4). cpanm
keeps MYMETA.json of what it installs in `.meta/<distribution>-<version>`; ExtUtils::Install writes
`auto/Foo/Bar/.packlist`, the files of distribution Foo-Bar, one a line; ExtUtils::MakeMaker appends each installation
to `perllocal.pod`, with module name and version. Their folders differ, so that what belongs together is joined by
`cpan:` and the name of the distribution.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, parse_yaml, sequence

_YAML_VERSION = re.compile(r"^version[ \t]*:[ \t]*(['\"]?)([^\s'\"#]+)\1", re.MULTILINE)
"""META.yml is written for readers to whom every scalar is text; a YAML library makes 1.10 the number 1.1."""
_INSTALLATION = re.compile(r"^=head2 .{1,80}?: C<Module> L<([A-Za-z0-9_:]{1,300})[|>]", re.MULTILINE)
_INSTALLED_VERSION = re.compile(r"^C<VERSION: ([^>\s]{1,100})>", re.MULTILINE)
_SPDX = {
    "agpl_3": "AGPL-3.0-only",
    "apache_1_1": "Apache-1.1",
    "apache_2_0": "Apache-2.0",
    "artistic_1": "Artistic-1.0",
    "artistic_2": "Artistic-2.0",
    "bsd": "BSD-3-Clause",
    "freebsd": "BSD-2-Clause",
    "gpl_2": "GPL-2.0-only",
    "gpl_3": "GPL-3.0-only",
    "lgpl_2_1": "LGPL-2.1-only",
    "lgpl_3_0": "LGPL-3.0-only",
    "mit": "MIT",
    "mozilla_1_0": "MPL-1.0",
    "mozilla_1_1": "MPL-1.1",
    "perl": "Artistic-1.0-Perl OR GPL-1.0-or-later",
    "perl_5": "Artistic-1.0-Perl OR GPL-1.0-or-later",
    "qpl_1_0": "QPL-1.0",
    "zlib": "Zlib",
}
"""The licence words of CPAN::Meta::Spec that mean one licence; the others (`open_source`, `restrictive`) are given as
written.
"""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the distribution, its files, or (perllocal.pod) every installed distribution in its last version."""
    if file.name == ".packlist":
        return _packing_list(file)
    if file.name == "perllocal.pod":
        return _installations(file.text())
    return _described(file)


def _described(file: LayerFile) -> Iterator[Fact]:
    if file.name.endswith(".json"):
        document = mapping(parse_json(file.content))
        version = _text(document, "version")
    else:
        document = mapping(parse_yaml(file.content))
        found = _YAML_VERSION.search(file.text())
        version = found[2] if found else ""
    name = _text(document, "name")
    if not name or not _is_of_cpan(document):
        return
    is_installed = "/.meta/" in f"/{file.path}"
    yield PackageFact(
        type="cpan",
        name=name,
        version=version,
        key=f"cpan:{name}" if is_installed else "",
        licenses=_licenses(document.get("license")),
        home="" if is_installed else file.path,
        provides=tuple(dict.fromkeys((name.replace("-", "::"), *mapping(document.get("provides"))))),
        depends=tuple(_needed(document)),
        language="perl",
        is_installed=is_installed,
        is_root=not is_installed,
    )


def _is_of_cpan(document: Mapping[str, Value]) -> bool:
    """Whether the metadata is Perl's: extensions of PostgreSQL use the same file name and nearly the same format
    (PGXN).
    """
    specification = document.get("meta-spec")
    url = mapping(specification).get("url")
    if isinstance(url, str) and "pgxn" in url.lower():
        return False
    return isinstance(specification, dict) or isinstance(document.get("generated_by"), str)


def _licenses(value: Value) -> tuple[str, ...]:
    """Version 2 has a list, of which each may be chosen; version 1 one word."""
    words = [value] if isinstance(value, str) else sequence(value)
    return tuple(_SPDX.get(word, word) for word in words if isinstance(word, str) and word not in ("", "unknown"))


def _needed(document: Mapping[str, Value]) -> Iterator[str]:
    """Modules needed at run time; `perl` itself is no module."""
    runtime = mapping(mapping(document.get("prereqs")).get("runtime")).get("requires") or document.get("requires")
    return (name for name in mapping(runtime) if name != "perl")


def _installations(text: str) -> Iterator[Fact]:
    versions: dict[str, str] = {}
    entries = list(_INSTALLATION.finditer(text))
    for number, entry in enumerate(entries, start=1):
        end = entries[number].start() if number < len(entries) else len(text)
        found = _INSTALLED_VERSION.search(text, entry.end(), end)
        versions[entry[1]] = found[1] if found else ""
    for module, version in versions.items():
        name = module.replace("::", "-")
        yield PackageFact(
            type="cpan", name=name, version=version, key=f"cpan:{name}", provides=(module,), language="perl"
        )


def _packing_list(file: LayerFile) -> Iterator[Fact]:
    """Lines are a path, and may go on with ` type=link from=…`. Perl's own list, which is not below `auto`, is passed
    over.
    """
    _, below, module = f"/{file.folder}".rpartition("/auto/")
    paths = [_path(line) for line in file.content.splitlines()]
    paths = [path for path in paths if path]
    if below and paths:
        yield OwnedFilesFact(owner=f"cpan:{module.replace('/', '-')}", paths=b"\n".join(paths))


def _path(line: bytes) -> bytes:
    path = line.partition(b" type=")[0].strip()
    return path.lstrip(b"/") if path.startswith(b"/") and b"\0" not in path else b""


def _text(table: Mapping[str, Value], field: str) -> str:
    value = table.get(field)
    if isinstance(value, float):  # Some old generators wrote the version as a number.
        return repr(value)
    return value.strip() if isinstance(value, str) else ""


READER = Reader(
    name="cpan",
    version=1,
    claim=Claim(
        names=("META.json", "META.yml", "MYMETA.json", "MYMETA.yml", ".packlist", "perllocal.pod"),
        pattern=r"(?:META\.(?:json|yml)|perllocal\.pod)$|(?:^|/)auto/",
        max_bytes=16 * 1024 * 1024,
    ),
    read=read,
    summary="Perl distributions from CPAN (META.json, META.yml, .meta, .packlist, perllocal.pod)",
)
