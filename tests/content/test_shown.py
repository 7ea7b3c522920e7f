"""Layers and links decide what stands at a path."""

import pytest

from images.build import Entry, layer
from mooring.base.limits import DEFAULT_LIMITS
from mooring.content.shown import ShownTree
from mooring.model.files import FileKind
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer


def link(target: str) -> Entry:
    return Entry(kind="symlink", target=target)


def tree(*layers, wanted=("a/b/file",)) -> ShownTree:
    records = [
        read_layer(iter([one.stored]), "layer", Dispatch([], 1), DEFAULT_LIMITS, with_digests=False) for one in layers
    ]
    return ShownTree(records, frozenset(path.encode() for path in wanted))


def place(shown: ShownTree, path: str):
    row = shown.at(path.encode())
    return None if row is None else (row.path.decode(), row.layer)


BASE = {"a/b/file": b"1", "a/b/other": b"2"}


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (layer({}), ("a/b/file", 0)),
        (layer({"a/b/file": b"2"}), ("a/b/file", 1)),
        (layer({}, whiteouts=("a/b/file",)), None),
        (layer({}, whiteouts=("a",)), None),
        (layer({}, opaque=("a/b",)), None),
        (layer({"a/b/file": b"2"}, opaque=("a/b",)), ("a/b/file", 1)),
        (layer({"a": b"a file now"}), None),
        (layer({"a/b": Entry(kind="folder")}), ("a/b/file", 0)),
        (layer({"a/b/file": Entry(kind="folder")}), ("a/b/file", 1)),
        (layer({"a": link("c"), "c/b/file": b"3"}), ("c/b/file", 1)),
    ],
)
def test_a_later_layer_decides(top, expected):
    assert place(tree(layer(BASE), top), "a/b/file") == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a": link("/c"), "c/b/file": b""}, ("c/b/file", 0)),
        ({"a/b": link("../../c"), "c/file": b""}, ("c/file", 0)),
        ({"a": link("x"), "x": link("y"), "y/b/file": b""}, ("y/b/file", 0)),
        ({"a": link("."), "b/file": b""}, ("b/file", 0)),
        ({"a": link("a/b")}, None),
        ({"a": link("/" + "x/" * 3000)}, None),
    ],
)
def test_links_among_the_folders_are_followed(files, expected):
    assert place(tree(layer(files)), "a/b/file") == expected


def test_the_last_part_may_be_a_link_itself_or_be_followed():
    shown = tree(layer({"a/b/file": link("../real"), "a/real": b"1"}))

    row = shown.at(b"a/b/file")

    assert (shown.kind(row), shown.target(row.path)) == (FileKind.SYMLINK, b"../real")
    assert shown.file(b"a/b/file").path == b"a/real"


def test_a_hard_link_is_the_file_of_its_own_layer():
    base = layer({"z": b"1", "a/b/file": Entry(kind="hardlink", target="z")})
    shown = tree(base, layer({"z": b"2"}))

    row = shown.file(b"a/b/file")

    assert (row.path, row.layer) == (b"z", 0)


@pytest.mark.parametrize("target", ["nowhere", "a/b/file"])
def test_a_hard_link_to_nothing_is_no_file(target):
    assert tree(layer({"a/b/file": Entry(kind="hardlink", target=target)})).file(b"a/b/file") is None


def test_a_folder_is_one_behind_a_link_too():
    shown = tree(layer({"real": Entry(kind="folder"), "a/b/file": link("/real")}))

    assert shown.has_folder(b"a/b/file")
    assert not shown.has_folder(b"a/b/none")


def test_the_mode_is_that_of_the_header():
    shown = tree(layer({"a/b/file": Entry(content=b"1", mode=0o4755)}))

    assert shown.mode(shown.at(b"a/b/file")) == 0o4755
