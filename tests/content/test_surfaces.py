"""What became of files with facts: shown, shadowed or deleted, against layers built in memory."""

import pytest

from image.walking import walk
from images.build import Entry, layer
from mooring.content.surfaces import surface_of
from mooring.model.evidence.content import MalwareFact, Surface
from mooring.model.files import FileFacts, LayerRecord

BASE = layer({"opt/app/key": b"1"})


def record(built, number: int, reader: str = "malware") -> LayerRecord:
    """A record in which every file carries a fact."""
    walked = walk(built.tar)
    fact = MalwareFact(scanner="test", signature="x")
    texts = {path.encode("utf-8", "surrogateescape"): path for path in walked.delivered}
    odd = {path.decode("utf-8", "backslashreplace"): path for path in texts if not _is_text(path)}
    facts = tuple(
        FileFacts(path=path.decode("utf-8", "backslashreplace"), reader=reader, facts=(fact,)) for path in texts
    )
    return LayerRecord(
        diff_id=f"layer {number}",
        size=len(built.tar),
        entries=walked.entries,
        whiteouts=tuple(walked.whiteouts),
        opaque_folders=tuple(walked.opaque_folders),
        facts=facts,
        odd_paths=odd,
    )


def _is_text(path: bytes) -> bool:
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


def fate(*layers) -> tuple[str, str, str]:
    """Path, surface and hiding layer of the first file of the first layer."""
    place = next(iter(surface_of([record(built, number) for number, built in enumerate(layers)]).values()))
    return place.path, place.surface.value, place.hidden_by


def test_a_file_that_nothing_hides_is_present():
    assert ("/opt/app/key", "present", "") == fate(BASE, layer({"opt/app/other": b"2"}))


@pytest.mark.parametrize(
    "later",
    [layer({"opt/app/key": b"2"}), layer({"opt/app/key": Entry(kind="symlink", target="/x")})],
    ids=["another version", "a link"],
)
def test_a_file_that_a_later_layer_replaces_is_shadowed(later):
    assert ("/opt/app/key", "shadowed", "layer 1") == fate(BASE, later)


@pytest.mark.parametrize(
    "later",
    [
        layer({}, whiteouts=("opt/app/key",)),
        layer({}, whiteouts=("opt",)),
        layer({}, opaque=("opt/app",)),
        layer({"opt/app": b"now a file"}),
        layer({"opt/app/key": Entry(kind="folder")}),
    ],
    ids=["a whiteout", "a whiteout of a folder", "an opaque folder", "a file in place of a folder", "a folder"],
)
def test_a_file_that_a_later_layer_removes_is_deleted(later):
    assert ("/opt/app/key", "deleted", "layer 1") == fate(BASE, later)


def test_the_first_layer_that_hides_a_file_is_named():
    assert ("/opt/app/key", "deleted", "layer 1") == fate(
        BASE, layer({}, whiteouts=("opt/app/key",)), layer({"opt/app/key": b"3"})
    )


def test_a_whiteout_spares_what_its_own_layer_brings():
    places = surface_of([record(BASE, 0), record(layer({"opt/app/key": b"2"}, whiteouts=("opt/app/key",)), 1)])

    assert [Surface.SHADOWED, Surface.PRESENT] == [place.surface for place in places.values()]


def test_a_file_is_present_under_a_hard_link_that_is_left():
    base = layer({"opt/a": b"1", "opt/b": Entry(kind="hardlink", target="opt/a")})

    assert ("/opt/b", "present", "") == fate(base, layer({}, whiteouts=("opt/a",)))
    assert ("/opt/a", "deleted", "layer 1") == fate(base, layer({}, whiteouts=("opt/a", "opt/b")))


def test_a_path_that_is_no_text_is_told_as_the_file_list_tells_it():
    built = layer({"opt/\udcff": b"1"}, tar_format="gnu")

    assert ("/opt/\ufffd", "deleted", "layer 1") == fate(built, layer({}, whiteouts=("opt",)))


def test_only_the_readers_that_are_named_are_followed():
    assert {} == surface_of([record(BASE, 0, reader="dpkg")], ("malware",))
