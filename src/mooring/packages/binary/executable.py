"""What compilers and build tools write into executables: Go modules, Rust crates, package notes, SBOMs, .NET bundles.

One reader for all of them, since every executable of an image goes through it: the section names are looked at once,
and only a file that has one of the names is taken apart.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.binary.embedded import elf_note, go, graalvm, rust, windows
from mooring.packages.dotnet.projects.bundle import bundled_dependencies
from mooring.packages.formats import elf, macho, pe
from mooring.packages.formats.sections import Layout

_NAMES = re.compile(rb"\.(?:go\.buildinfo|dep-v0|note\.package|svm_heap)\0")


def read(file: LayerFile) -> Iterator[Fact]:
    """The modules, crates, packages and components that it names; raises ReadError where a part is damaged."""
    for layout in _layouts(file.content):
        yield from _facts(layout, file.path)


def _layouts(content: bytes) -> Iterator[Layout]:
    """The layouts worth reading: all of Mach-O and native PE files, ELF files where something is named or hidden."""
    if content[:4] == elf.MAGIC:
        header = elf.read_header(content)
        start, end = elf.section_names(content, header)
        # Go's information is there without a name only where the section table was stripped; what a bundler appends
        # stands behind the table, which linkers and strip write last.
        tables = header.section_offset + header.section_count * header.section_size
        if start == end or tables < len(content) or _NAMES.search(content, start, end):
            yield elf.layout(content, header)
    elif content[:2] == pe.MAGIC:
        found = pe.read_pe(content)
        if found is not None and not found.is_managed:
            yield found.layout
    else:
        yield from macho.layouts(content)


def _facts(layout: Layout, path: str) -> Iterator[Fact]:
    """Each kind by itself, so that a damaged one does not hide the others."""
    damage = []
    for facts in (
        _go(layout, path),
        rust.packages(layout, path),
        elf_note.packages(layout),
        graalvm.packages(layout, path),
        bundled_dependencies(layout, path),
    ):
        try:
            yield from facts
        except ReadError as error:
            damage.append(error.message)
    if damage:
        raise ReadError("; ".join(damage))


def _go(layout: Layout, path: str) -> Iterator[Fact]:
    info = go.read_build_info(layout)
    if info is not None:
        yield from go.packages(info, path, layout.architecture)


READER = Reader(
    name="executable",
    version=1,
    claim=Claim(magics=(elf.MAGIC, pe.MAGIC, *macho.THIN_MAGICS, *macho.FAT_MAGICS), suffixes=(".exe",)),
    read=read,
    read_window=windows.packages,
    summary="Go modules, Rust crates, package notes, GraalVM SBOMs and .NET bundles in ELF, PE and Mach-O files",
)
