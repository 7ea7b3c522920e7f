"""One reader takes apart every executable, so it must be right for all formats and quick for those that hold
nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.build import crates, elf, fat, go_blob, go_pointers, macho, package_note, pe
from executables.hostile import damaged, facts, survives
from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.binary.executable import READER

MODULES = "path\texample.com/app\nmod\texample.com/app\tv1.2.3\t\ndep\tgolang.org/x/sys\tv0.20.0\th1:abc=\n"
APP = [("example.com", "app", "v1.2.3"), ("golang.org/x", "sys", "v0.20.0"), ("", "stdlib", "1.22.1")]
SHAPES = {
    "elf 64": elf({".go.buildinfo": go_blob("go1.22.1", MODULES)}),
    "elf 32 big-endian": elf({".go.buildinfo": go_blob("go1.22.1", MODULES)}, bits=32, order=">"),
    "elf without section names": elf({}, writable=go_blob("go1.22.1", MODULES), named=False),
    "pe": pe({".text": b"code", ".data": go_blob("go1.22.1", MODULES)}, writable=(".data",)),
    "mach-o": macho({"__go_buildinfo": go_blob("go1.22.1", MODULES)}),
    "universal mach-o": fat(macho({"__go_buildinfo": go_blob("go1.22.1", MODULES)})),
}
OLD = {
    "elf 64": elf({}, writable=go_pointers("go1.22.1", MODULES, address=0x1000), named=False),
    "elf 32 big-endian": elf(
        {},
        writable=go_pointers("go1.22.1", MODULES, address=0x1000, order=">", size=4),
        bits=32,
        order=">",
        named=False,
    ),
    "pe": pe({".data": go_pointers("go1.22.1", MODULES, address=0x401000)}, writable=(".data",)),
}


def modules(content):
    return [(fact.namespace, fact.name, fact.version) for fact in facts(READER, content)]


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_go_modules_are_found_in_every_format(content):
    assert modules(content) == APP


@pytest.mark.parametrize("content", OLD.values(), ids=OLD)
def test_build_information_before_go_1_18_is_found_by_its_pointers(content):
    assert modules(content) == APP


@pytest.mark.parametrize("wrap", [elf, pe, macho], ids=["elf", "pe", "mach-o"])
def test_crates_are_found_in_every_format(wrap):
    content = wrap({".dep-v0": crates({"name": "serde", "version": "1.0.1", "source": "crates.io"})})

    assert [(fact.type, fact.name, fact.version) for fact in facts(READER, content)] == [("cargo", "serde", "1.0.1")]


def test_a_java_class_has_the_magic_of_a_universal_binary_and_holds_nothing():
    assert facts(READER, b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(100)) == []


def test_a_program_without_any_of_the_sections_holds_nothing():
    assert facts(READER, elf({".text": b"\xff Go buildinf:\x08\x02"})) == []


def test_a_program_of_dos_holds_nothing():
    assert facts(READER, b"MZ" + bytes(200)) == []


def test_a_damaged_list_of_crates_does_not_hide_the_package_note():
    content = elf({".dep-v0": b"no zlib", ".note.package": package_note({"type": "rpm", "name": "bash"})})
    found = READER.read(LayerFile(path="usr/bin/tool", content=content))

    assert next(found).name == "bash"
    with pytest.raises(ReadError, match="zlib"):
        next(found)


@pytest.mark.parametrize("size", [5, 20, 63])
def test_a_header_that_is_cut_off_is_a_read_error(size):
    with pytest.raises(ReadError):
        facts(READER, elf({})[:size])


def test_a_section_table_past_the_end_is_a_read_error():
    with pytest.raises(ReadError, match="section"):
        facts(READER, elf({".text": b"x"})[:-1])


@given(
    st.binary(max_size=200),
    st.sampled_from([b"\x7fELF\x02\x01", b"\x7fELF\x01\x02", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]),
)
def test_arbitrary_bytes_raise_nothing_else(tail, magic):
    survives(READER, magic + tail)


@given(
    st.sampled_from(
        [
            *SHAPES.values(),
            *OLD.values(),
            elf({".dep-v0": crates({"name": "a"}), ".note.package": package_note({"name": "b"})}),
        ]
    ),
    st.integers(0, 10_000),
    st.integers(0, 255),
    st.integers(0, 10_000),
)
def test_damaged_executables_raise_nothing_else(content, at, value, length):
    survives(READER, damaged(content, at, value, length))
    survives(READER, damaged(content, at, value, len(content)))
