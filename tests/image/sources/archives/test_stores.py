"""Files of layouts and archives by name."""

import pytest

from images.build import Entry, tar_of
from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable
from mooring.base.limits import Limits
from mooring.image.sources.archives.stores import FolderStore, StreamStore, TarStore, follow

SMALL = Limits(max_manifest_bytes=10)


@pytest.fixture(params=["folder", "tar"])
def store(request, tmp_path):
    """A store with three files, in each form."""
    files = {"index.json": b"{}", "blobs/big": b"x" * 11, "blobs/sub": b"s"}
    if request.param == "tar":
        (tmp_path / "a.tar").write_bytes(tar_of({**files, "link": Entry(kind="symlink", target="index.json")}))
        return TarStore(tmp_path / "a.tar", SMALL)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link").symlink_to("index.json")
    return FolderStore(tmp_path, SMALL)


def test_files_are_found_through_links(store):
    assert store.read("index.json") == store.read("link") == b"{}"
    assert (store.has("link"), store.has("gone")) == (True, False)
    assert store.size("blobs/big") == 11
    assert b"".join(store.pieces("blobs/big")) == b"x" * 11


def test_a_document_has_a_limit(store):
    with pytest.raises(HostileInput, match="has 11 bytes; a manifest or config may have 10"):
        store.read("blobs/big")


@pytest.mark.parametrize("name", ["gone", "../x", "/etc/passwd", "a\0b", "blobs"])
def test_what_is_not_there_is_an_error(store, name):
    assert not store.has(name)
    with pytest.raises((ImageUnavailable, DamagedImage)):
        store.read(name)


def test_a_stream_keeps_documents_and_sizes():
    store = StreamStore("-", {"a.json": b"{}"}, {"layer": 5}, {"link": "layer"})

    assert (store.read("a.json"), store.size("link"), store.member_of("link")) == (b"{}", 5, "layer")
    assert not store.has("gone")
    with pytest.raises(DamagedImage):
        store.size("gone")
    with pytest.raises(ImageUnavailable, match="has passed by"):
        store.pieces("layer")


def test_links_in_a_circle_lead_nowhere():
    assert follow("a", {"a": "b", "b": "a"}) == ""
