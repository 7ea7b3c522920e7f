"""The layer cache: what comes out is what went in, whatever happened to the files in between."""

import os

import pytest

from images.build import compressed, layer
from mooring.base.limits import DEFAULT_LIMITS
from mooring.scan.cache import LayerCache, entries_of, prune
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer
from mooring.scan.records import encode_record
from scan.worlds import NAMES

BUILT = layer({"db/packages": b"one 1\ntwo 2\n", "x": b"1"})
RECORD = read_layer(iter([BUILT.stored]), "layer", Dispatch([NAMES], 1 << 20), DEFAULT_LIMITS, with_digests=True)
PARTS = encode_record(RECORD)


@pytest.fixture
def cache(tmp_path) -> LayerCache:
    return LayerCache(tmp_path / "cache", "abcd", 1 << 30)


def names(cache: LayerCache) -> list[str]:
    return sorted(os.path.basename(entry.path) for entry in entries_of(cache.directory))


def test_a_record_comes_back_with_its_rows_or_without(cache):
    cache.put(RECORD.diff_id, "i", PARTS)

    assert cache.get(RECORD.diff_id, "i", with_rows=True) == RECORD
    lean = cache.get(RECORD.diff_id, "i", with_rows=False)
    assert (lean.facts, lean.entries.headers) == (RECORD.facts, b"")


def test_another_variant_fingerprint_or_layer_is_not_there(cache):
    cache.put(RECORD.diff_id, "i", PARTS)

    assert cache.get(RECORD.diff_id, "m", with_rows=False) is None
    assert cache.get("sha256:" + "0" * 64, "i", with_rows=False) is None
    assert LayerCache(cache.directory, "other", 1).get(RECORD.diff_id, "i", with_rows=False) is None


def test_a_record_under_the_name_of_another_layer_is_not_believed(cache):
    other = "sha256:" + "0" * 64
    cache.put(other, "i", PARTS)

    assert cache.get(other, "i", with_rows=False) is None


DAMAGES = (b"", b"x", PARTS[0][:-1], PARTS[0][:-4] + b"abcd", compressed(b"\xc0", "zstd"), compressed(b"", "zstd"))


@pytest.mark.parametrize("damage", DAMAGES, ids=range(6))
@pytest.mark.parametrize("suffix", [".facts", ".rows"])
def test_a_damaged_file_counts_as_missing(suffix, damage, cache):
    cache.put(RECORD.diff_id, "i", PARTS)
    next(cache.directory.rglob(f"*{suffix}")).write_bytes(damage)

    assert cache.get(RECORD.diff_id, "i", with_rows=True) is None


def test_a_blob_is_known_by_what_was_remembered(cache):
    cache.remember("sha256:blob", RECORD.diff_id)

    assert cache.diff_id_of("sha256:blob") == RECORD.diff_id
    assert cache.diff_id_of("sha256:other") == ""


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 71, b"sha256:short", b"sha512:" + b"0" * 64], ids=range(5))
def test_a_damaged_note_of_a_blob_counts_as_missing(content, cache):
    cache.remember("blob", RECORD.diff_id)
    next((cache.directory / "v1" / "known").iterdir()).write_bytes(content)

    assert cache.diff_id_of("blob") == ""


def test_a_document_comes_back_unless_it_was_damaged(cache):
    cache.put_document("key", b"content")
    assert cache.get_document("key") == b"content"

    path = next(cache.directory.rglob("*.result"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert cache.get_document("key") is None
    assert cache.get_document("other") is None


@pytest.mark.parametrize("name", ["../../../etc/x", "/etc/x", "a\0b", "\udcff", "x" * 10_000])
def test_a_key_never_becomes_a_path(name, cache):
    cache.put_document(name, b"1")
    cache.remember(name, RECORD.diff_id)

    assert (cache.get_document(name), cache.diff_id_of(name)) == (b"1", RECORD.diff_id)
    assert len(names(cache)) == 2


def test_the_cache_is_nobody_elses(cache):
    cache.put_document("key", b"1")

    assert {oct(path.stat().st_mode & 0o777) for path in (cache.directory, *cache.directory.rglob("*"))} == {
        "0o700",
        "0o600",
    }


def test_pruning_drops_what_was_not_used_for_longest(cache):
    for number in range(10):
        cache.put_document(str(number), bytes(1000))
    by_age = sorted(cache.directory.rglob("*.result"))
    for age, path in enumerate(by_age):
        os.utime(path, (1_000 + age, 1_000 + age))

    freed = prune(cache.directory, 5 * 1032)

    assert freed == 6 * 1032  # a tenth below the bound
    assert sorted(cache.directory.rglob("*.result")) == by_age[6:]


def test_using_an_entry_keeps_it(cache):
    cache.put_document("old", bytes(1000))
    cache.put_document("new", bytes(1000))
    for path in cache.directory.rglob("*.result"):
        os.utime(path, (1_000, 1_000))
    cache.get_document("old")

    prune(cache.directory, 1_500)

    assert (cache.get_document("old"), cache.get_document("new")) == (bytes(1000), None)


def test_pruning_within_the_bound_does_nothing(cache):
    cache.put_document("a", b"1")

    assert (prune(cache.directory, 1 << 20), cache.prune_if_large(), len(names(cache))) == (0, 0, 1)


def test_a_folder_that_does_not_exist_is_an_empty_cache(tmp_path):
    assert list(entries_of(tmp_path / "none")) == []
    assert prune(tmp_path / "none", 0) == 0


def test_links_in_the_cache_are_neither_followed_nor_counted(cache, tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("x" * 5000)
    cache.put_document("a", b"1")
    (cache.directory / "v1" / "link").symlink_to(tmp_path / "precious")
    (cache.directory / "v1" / "file").symlink_to(tmp_path / "precious" / "file")

    prune(cache.directory, 0)

    assert (tmp_path / "precious" / "file").exists()


def test_after_a_write_that_failed_no_other_is_tried(tmp_path):
    (tmp_path / "cache").write_text("in the way")
    cache = LayerCache(tmp_path / "cache", "abcd", 1)

    cache.put_document("a", b"1")
    (tmp_path / "cache").unlink()
    cache.put_document("b", b"1")

    assert cache.write_error
    assert not (tmp_path / "cache").exists()
