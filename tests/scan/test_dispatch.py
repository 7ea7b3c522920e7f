"""A claim compiled to look-ups accepts what the claim says, no more and no less."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.model.reader import Claim, Reader
from mooring.scan.dispatch import Dispatch


def reader(name: str, **claim) -> Reader:
    return Reader(name=name, version=1, claim=Claim(**claim), read=lambda file: iter(()))


def names(dispatch: Dispatch, path: str, head: bytes = b"", size: int = 10) -> list[str]:
    return [selected.reader.name for selected in dispatch(path.encode(), head, size) or ()]


ALL = Dispatch(
    [
        reader("name", names=("METADATA",)),
        reader("suffix", suffixes=(".jar", ".deps.json")),
        reader("folder", folders=("var/lib/dpkg/info",)),
        reader("path", paths=("etc/os-release",)),
        reader("elf", magics=(b"\x7fELF", b"MZ")),
        reader("both", names=("METADATA",), suffixes=(".jar",), paths=("a/METADATA",)),
        reader("pattern", suffixes=(".txt",), pattern=r"requirements[^/]*\.txt$"),
        reader("small", names=("tiny",), min_bytes=5, max_bytes=8),
    ],
    max_file_bytes=100,
)


@pytest.mark.parametrize(
    ("path", "head", "expected"),
    [
        ("x/y.dist-info/METADATA", b"", ["name", "both"]),
        ("METADATA", b"", ["name", "both"]),
        ("a/METADATA", b"", ["name", "both"]),
        ("x/METADATA.txt", b"", []),
        ("app.JAR", b"PK", ["suffix", "both"]),
        (".jar", b"", ["suffix", "both"]),
        ("x/app.deps.json", b"", ["suffix"]),
        ("x/deps.json", b"", []),
        ("var/lib/dpkg/info/a.list", b"", ["folder"]),
        ("var/lib/dpkg/info/deeper/a.list", b"", []),
        ("x/var/lib/dpkg/info/a.list", b"", []),
        ("etc/os-release", b"", ["path"]),
        ("x/etc/os-release", b"", []),
        ("bin/sh", b"\x7fELF", ["elf"]),
        ("setup.exe", b"MZ\x90\x00", ["elf"]),
        ("bin/sh", b"\x7fEL", []),
        ("a/requirements-dev.txt", b"", ["pattern"]),
        ("a/notes.txt", b"", []),
    ],
)
def test_a_path_goes_to_the_readers_that_claim_it(path, head, expected):
    assert names(ALL, path, head) == expected


@pytest.mark.parametrize(("size", "expected"), [(4, []), (5, ["small"]), (9, ["small"])])
def test_a_file_below_the_lower_bound_is_passed_over(size, expected):
    assert names(ALL, "tiny", size=size) == expected


@given(
    st.lists(
        st.sampled_from(["METADATA", "a", "var/lib/dpkg/info", "x.jar", "y.deps.json", "etc", "os-release"]),
        min_size=1,
        max_size=4,
    )
)
def test_the_look_ups_agree_with_the_claims_themselves(parts):
    path = "/".join(parts)
    claims = ("name", "suffix", "folder", "path", "both")

    members = {selected.reader.name for selected in ALL(path.encode(), b"", 10) or ()}

    for selected in (row for rows in ALL._names.values() for row in rows if row.reader.name in claims):
        assert (selected.reader.name in members) == selected.reader.wants(path)


def test_a_reader_of_everything_is_asked_last_and_may_pass_files_over():
    dispatch = Dispatch(
        [
            reader("all", everything=True, accepts=lambda path, head, size: head != b"\x7fELF" and size > 3),
            reader("name", names=("METADATA",)),
        ],
        max_file_bytes=100,
    )

    found = [names(dispatch, *case) for case in (("METADATA",), ("x",), ("x", b"\x7fELF"), ("METADATA", b"", 3))]

    assert found == [["name", "all"], ["all"], [], ["name"]]
