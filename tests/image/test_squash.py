"""What an image shows: whiteouts, opaque folders, replaced files and folders, against a plain model of a file system."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image.walking import walk
from images.build import Entry, layer
from mooring.image.file_index import file_index
from mooring.image.squash import squash
from mooring.model.facts import NoteFact
from mooring.model.files import FileFacts, LayerRecord

NAMES = ("a", "b", "c")


def record(built, number: int = 0) -> LayerRecord:
    """A record in which every file carries a fact that names its layer."""
    walked = walk(built.tar)
    facts = tuple(
        FileFacts(path=path, reader="test", facts=(NoteFact(owner="image", name=path, value=str(number)),))
        for path in walked.delivered
    )
    return LayerRecord(
        diff_id=f"sha256:{number:064x}",
        size=len(built.tar),
        entries=walked.entries,
        whiteouts=tuple(walked.whiteouts),
        opaque_folders=tuple(walked.opaque_folders),
        facts=facts,
    )


def shown(*layers) -> dict[str, int]:
    contents = squash([record(built, number) for number, built in enumerate(layers)])
    return {visible.path: visible.layer_index for visible in contents.facts}


def test_a_whiteout_removes_the_facts_of_the_file():
    assert shown(layer({"etc/a": b"1", "etc/b": b"2"}), layer({}, whiteouts=("etc/a",))) == {"etc/b": 0}


def test_a_whiteout_of_a_folder_removes_what_lies_in_it():
    assert shown(layer({"opt/x/y/a": b"1", "opt/xy": b"2"}), layer({}, whiteouts=("opt/x",))) == {"opt/xy": 0}


def test_a_whiteout_spares_what_its_own_layer_brings():
    assert shown(layer({"etc/a": b"1"}), layer({"etc/a": b"2"}, whiteouts=("etc/a",))) == {"etc/a": 1}


def test_an_opaque_folder_hides_only_lower_layers():
    base, upper = layer({"d/a": b"1", "e/a": b"2"}), layer({"d/b": b"3"}, opaque=("d",))

    assert shown(base, upper) == {"d/b": 1, "e/a": 0}


def test_a_later_version_replaces_the_facts_and_keeps_the_earlier_for_history():
    contents = squash([record(layer({"db": b"1"}), 0), record(layer({"x": b"1"}), 1), record(layer({"db": b"2"}), 2)])

    (db,) = [visible for visible in contents.facts if visible.path == "db"]
    assert (db.layer_index, [index for index, _ in db.earlier]) == (2, [0])


@pytest.mark.parametrize("kind", ["symlink", "fifo"])
def test_a_folder_replaced_by_something_else_takes_its_files_along(kind):
    assert shown(layer({"lib/a": b"1", "lib64/a": b"2"}), layer({"lib": Entry(kind=kind, target="usr/lib")})) == {
        "lib64/a": 0
    }


def test_a_file_replaced_by_a_folder_is_gone():
    assert shown(layer({"a": b"1"}), layer({"a": Entry(kind="folder")})) == {}


def test_a_hidden_file_lives_on_under_its_hard_link():
    base = layer({"bin/perl": b"1", "bin/perl5": Entry(kind="hardlink", target="bin/perl")})

    assert shown(base, layer({}, whiteouts=("bin/perl",))) == {"bin/perl5": 0}
    assert shown(base, layer({}, whiteouts=("bin",))) == {}


def test_executables_and_links_near_the_root_are_followed():
    files = {
        "bin/tool": Entry(content=b"\x7fELF....", mode=0o755),
        "bin/script": Entry(content=b"#!/bin/sh\n", mode=0o700),
        "lib/library.so": Entry(content=b"\x7fELF....", mode=0o644),
        "bin/text": Entry(content=b"text", mode=0o755),
        "lib64": Entry(kind="symlink", target="usr/lib"),
        "usr/lib32": Entry(kind="symlink", target="/usr/lib/../lib"),
        "a/b/c": Entry(kind="symlink", target="x"),
    }

    contents = squash([record(layer(files))])

    assert [path for path, _ in contents.executables] == ["bin/script", "bin/tool"]
    assert contents.folder_links == (("lib64", "usr/lib"), ("usr/lib32", "usr/lib"))


def test_files_tell_where_they_came_from_and_where_they_went():
    base = layer({"a": b"1", "d/x": b"2", "d/y": Entry(content=b"3", mode=0o4755, uid=7, gid=8)})
    upper = layer({"a": b"22", "l": Entry(kind="symlink", target="a")}, whiteouts=("d/x",))

    files, removed = file_index([record(base, 0), record(upper, 1)], {})

    assert [(f.path, f.kind, f.size, f.layer[-1], f.introduced_in[-1], f.link_target) for f in files] == [
        ("/a", "file", 2, "1", "0", ""),
        ("/d/y", "file", 1, "0", "0", ""),
        ("/l", "symlink", 0, "1", "1", "a"),
    ]
    assert (files[1].mode, files[1].uid, files[1].gid, files[1].modified) == (0o4755, 7, 8, 1_700_000_000)
    assert [(f.path, f.introduced_in[-1], f.removed_in[-1]) for f in removed] == [("/d/x", "0", "1")]


def test_files_are_given_to_their_owners():
    files, _ = file_index([record(layer({"a": b"1", "b": b"2"}))], {"/b": "x"})

    assert [file.owner for file in files] == ["", "x"]


class Model:
    """A file system of nested dictionaries, which applies layers as an extractor would."""

    def __init__(self):
        self.root = {}

    def remove(self, path):
        parts, node = path.split("/"), self.root
        for part in parts[:-1]:
            node = node.get(part)
            if not isinstance(node, dict):
                return
        node.pop(parts[-1], None)

    def put(self, path, value):
        parts, node = path.split("/"), self.root
        for part in parts[:-1]:
            if not isinstance(node.get(part), dict):
                node[part] = {}
            node = node[part]
        if isinstance(value, dict) and isinstance(node.get(parts[-1]), dict):
            return
        node[parts[-1]] = value

    def files(self, node=None, prefix=""):
        for name, value in (self.root if node is None else node).items():
            if isinstance(value, dict):
                yield from self.files(value, f"{prefix}{name}/")
            else:
                yield f"{prefix}{name}", value


class Step(msgspec.Struct, frozen=True):
    files: tuple
    whiteouts: tuple
    opaque: tuple


def parents(path):
    return ["/".join(path.split("/")[:count]) for count in range(1, path.count("/") + 1)]


paths = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join)


@st.composite
def steps(draw):
    """A layer that an extractor can apply: no path of it lies below a file of it."""
    chosen = draw(st.lists(paths, max_size=5, unique=True))
    files = tuple(path for path in chosen if not any(other.startswith(path + "/") for other in chosen))
    folders = draw(st.lists(paths, max_size=2, unique=True))
    folders = tuple(f for f in folders if not any(f == path or f.startswith(path + "/") for path in files))
    whiteouts = tuple(draw(st.lists(paths, max_size=2, unique=True)))
    whiteouts = tuple(w for w in whiteouts if not any(w == path or w.startswith(path + "/") for path in files))
    return Step(files=files, whiteouts=whiteouts, opaque=folders)


@settings(max_examples=400, deadline=None)
@given(st.lists(steps(), min_size=1, max_size=5))
def test_the_shown_files_are_those_of_a_plain_file_system(applied):
    model, layers = Model(), []
    for number, step in enumerate(applied):
        for path in step.whiteouts:
            model.remove(path)
        for path in step.opaque:
            model.remove(path)
            model.put(path, {})
        for path in step.files:
            if isinstance(model.root, dict):
                model.put(path, number)
        within = [*step.opaque, *(up for path in (*step.files, *step.opaque) for up in parents(path))]
        rows = {path: Entry(kind="folder") for path in sorted(within)}
        layers.append(layer({**rows, **dict.fromkeys(step.files, b"1")}, whiteouts=step.whiteouts, opaque=step.opaque))

    records = [record(built, number) for number, built in enumerate(layers)]
    expected = dict(model.files())

    assert {visible.path: visible.layer_index for visible in squash(records).facts} == expected
    assert {f.path[1:]: int(f.layer[7:], 16) for f in file_index(records, {})[0] if f.kind == "file"} == expected
