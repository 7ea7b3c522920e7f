"""From reference to report: layers, history, problems, cache, processes."""

import hashlib
import io
import json
import os
import zipfile

import pytest

from images.build import Entry, image, layer
from mooring.base.errors import DamagedImage, HostileInput
from mooring.base.limits import Limits
from mooring.image.sources.source import SourceOptions
from mooring.packages.java.java_archive import READER as JAVA
from mooring.scan import pipeline
from mooring.scan.cache import LayerCache
from mooring.scan.options import ScanOptions
from scan.worlds import NAMES, OWNED, scan_image, use_readers

BASE = layer({"db/packages": b"musl 1.2\nbusybox 1.36\n", "bin/sh": Entry(content=b"\x7fELF....", mode=0o755)})
UPPER = layer({"db/packages": b"musl 1.2\nbusybox 1.37\ncurl 8\n", "bin/x": Entry(content=b"#!/bin/sh", mode=0o755)})


@pytest.fixture(autouse=True)
def own_readers(monkeypatch):
    use_readers(monkeypatch, NAMES, OWNED)


def found(report) -> list[tuple[str, str, int]]:
    return [(package.name, package.version, package.layer_index) for package in report.inventory.packages]


def test_each_package_comes_from_the_layer_that_introduced_its_version(tmp_path):
    report, _ = scan_image(image(BASE, UPPER), tmp_path)

    assert found(report) == [("busybox", "1.37", 1), ("curl", "8", 1), ("musl", "1.2", 0)]
    assert report.inventory.packages[2].locations[0].layer == BASE.diff_id


def test_a_package_removed_in_a_later_layer_is_not_in_the_inventory(tmp_path):
    report, _ = scan_image(image(BASE, layer({"db/packages": b"musl 1.2\n"})), tmp_path)

    assert found(report) == [("musl", "1.2", 0)]


def test_a_damaged_file_is_a_problem_and_the_scan_goes_on(tmp_path):
    report, _ = scan_image(image(layer({"a/packages": b"one 1\n!\ntwo 2\n", "b/packages": b"three 3\n"})), tmp_path)

    assert [name for name, _, _ in found(report)] == ["one", "three"]
    assert [str(problem) for problem in report.problems] == ["/a/packages: line 2 is damaged (reader names 1)"]
    assert not report.is_complete


def test_a_bug_in_a_reader_is_a_problem_and_not_the_end(tmp_path):
    report, _ = scan_image(image(layer({"a/packages": b"one 1\n?\n", "b/packages": b"two 2\n"})), tmp_path)

    assert [name for name, _, _ in found(report)] == ["one", "two"]
    assert "this is a bug in Mooring" in report.problems[0].reason


def test_a_file_too_large_to_hold_is_a_problem(tmp_path):
    options = ScanOptions(limits=Limits(max_file_bytes=10))

    report, _ = scan_image(image(layer({"a/packages": b"one 1\ntwo 2\nthree 3\n"})), tmp_path, options=options)

    assert found(report) == []
    assert "so it was not read" in report.problems[0].reason


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_report_is_the_same_with_one_process_and_with_several(jobs, tmp_path):
    built = image(BASE, UPPER, layer({"c/packages": b"!\n"}))

    report, timing = scan_image(built, tmp_path, options=ScanOptions(jobs=jobs))

    assert (len(report.inventory.packages), len(report.problems), timing.layers_read) == (3, 1, 3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_layer_that_is_not_what_its_diff_id_says_is_refused(jobs, tmp_path):
    config = {"rootfs": {"type": "layers", "diff_ids": [BASE.diff_id, BASE.diff_id]}}

    with pytest.raises(DamagedImage, match="diffID of layer 1"):
        scan_image(image(BASE, UPPER, config=config), tmp_path, options=ScanOptions(jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_truncated_layer_is_refused(jobs, tmp_path):
    built = image(BASE, UPPER)
    built.oci_layout(tmp_path / "layout")
    blob = tmp_path / "layout" / "blobs" / UPPER.digest.replace(":", "/")
    blob.write_bytes(UPPER.stored[:-30])

    with pytest.raises(DamagedImage):
        scan_image(built, tmp_path, options=ScanOptions(jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_limit_that_is_passed_ends_the_scan(jobs, tmp_path):
    options = ScanOptions(jobs=jobs, limits=Limits(max_layer_entries=1))

    with pytest.raises(HostileInput):
        scan_image(image(BASE, UPPER), tmp_path, options=options)


def cache_in(folder) -> LayerCache:
    return LayerCache(folder / "cache", "fingerprint", 1 << 30)


def test_a_second_scan_reads_no_layer_and_reports_the_same(tmp_path):
    built = image(BASE, UPPER, layer({"c/packages": b"x 1\n!\n"}))
    first, before = scan_image(built, tmp_path, cache=cache_in(tmp_path))

    second, after = scan_image(built, tmp_path, cache=cache_in(tmp_path))

    assert (before.layers_read, after.layers_read, after.layers_cached) == (3, 0, 3)
    assert first == second


def test_a_remembered_result_is_not_used_for_other_options(tmp_path):
    built = image(BASE, UPPER)
    scan_image(built, tmp_path, cache=cache_in(tmp_path))

    report, timing = scan_image(built, tmp_path, cache=cache_in(tmp_path), options=ScanOptions(with_files=True))

    assert (report.inventory.files is not None, timing.layers_cached) == (True, 2)


def test_a_second_image_on_the_same_base_reads_its_own_layers_only(tmp_path):
    scan_image(image(BASE, UPPER), tmp_path, cache=cache_in(tmp_path))
    (tmp_path / "other").mkdir()

    report, timing = scan_image(image(BASE, layer({"x": b"1"})), tmp_path / "other", cache=cache_in(tmp_path))

    assert (timing.layers_read, timing.layers_cached) == (1, 1)
    assert found(report) == [("busybox", "1.36", 0), ("musl", "1.2", 0)]


def test_a_damaged_cache_entry_is_read_anew(tmp_path):
    built = image(BASE, UPPER)
    first, _ = scan_image(built, tmp_path, cache=cache_in(tmp_path))
    for path in [*(tmp_path / "cache").rglob("*.facts"), *(tmp_path / "cache").rglob("*.result")]:
        path.write_bytes(path.read_bytes()[:-5] + b"xxxxx")

    second, timing = scan_image(built, tmp_path, cache=cache_in(tmp_path))

    assert (timing.layers_read, second) == (2, first)


def test_a_declared_diff_id_alone_never_hits_the_cache(tmp_path):
    """Else an image could name a clean layer's diffID over other content."""
    scan_image(image(BASE), tmp_path, cache=cache_in(tmp_path))
    (tmp_path / "liar").mkdir()
    config = {"rootfs": {"type": "layers", "diff_ids": [BASE.diff_id]}}

    with pytest.raises(DamagedImage, match="diffID"):
        scan_image(image(layer({"evil": b"1"}), config=config), tmp_path / "liar", cache=cache_in(tmp_path))


def test_a_cache_that_cannot_be_written_costs_a_note(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")

    report, timing = scan_image(image(BASE), tmp_path, cache=cache_in(tmp_path))

    assert (timing.layers_read, len(report.notes)) == (1, 1)
    assert "cache could not be written" in report.notes[0]


def test_files_are_listed_with_layers_and_owners(tmp_path):
    built = image(
        layer({"db/packages": b"busybox 1\n", "db/busybox.list": b"lib/x\nbin/sh", "usr/lib/x": b"1"}),
        layer({"lib": Entry(kind="symlink", target="usr/lib")}),
    )

    report, _ = scan_image(built, tmp_path, options=ScanOptions(with_files=True, with_file_digests=True))

    owners = {file.path: file.owner for file in report.inventory.files}
    assert owners["/usr/lib/x"] == report.inventory.packages[0].id
    assert owners["/db/packages"] == ""


def test_executables_that_no_package_explains_are_listed(tmp_path):
    built = image(BASE, UPPER, layer({"db/busybox.list": b"bin/sh\n"}))

    report, _ = scan_image(built, tmp_path)

    assert [(e.path, e.layer) for e in report.inventory.unexplained_executables] == [("/bin/x", UPPER.diff_id)]


def test_a_folder_is_read_without_following_links(tmp_path):
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "packages").write_text("one 1\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "packages").write_text("two 2\n")
    (tmp_path / "tree" / "link").symlink_to("../outside")

    report, _ = pipeline.scan(f"dir:{tmp_path / 'tree'}", ScanOptions(with_files=True), SourceOptions())

    assert found(report) == [("one", "1", -1)]
    assert [(f.path, f.kind) for f in report.inventory.files] == [("/link", "symlink"), ("/packages", "file")]


def test_a_folder_leaves_out_what_is_excluded(tmp_path):
    for name in ("keep", "skip"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "packages").write_text(f"{name} 1\n")

    report, _ = pipeline.scan(f"dir:{tmp_path}", ScanOptions(exclude=("skip",)), SourceOptions())

    assert [name for name, _, _ in found(report)] == ["keep"]


def test_a_streamed_archive_is_read_in_one_pass(tmp_path):
    built = image(BASE, UPPER)
    (tmp_path / "a.tar.gz").write_bytes(built.docker_archive(compression="gzip"))

    report, timing = pipeline.scan(f"docker-archive:{tmp_path / 'a.tar.gz'}", ScanOptions(), SourceOptions())

    assert found(report) == [("busybox", "1.37", 1), ("curl", "8", 1), ("musl", "1.2", 0)]
    assert timing.layers_read == 2


def test_the_image_config_is_in_the_report(tmp_path):
    built = image(BASE, config={"config": {"User": "app", "Env": ["A=b"]}})

    report, _ = scan_image(built, tmp_path)

    assert (report.image.config.user, report.image.config.environment) == ("app", ("A=b",))
    assert report.image.digest == built.digest
    assert json.loads(built.config)["created"] == report.image.config.created


def test_a_path_that_is_no_utf8_is_read_cached_and_hidden_like_others(tmp_path):
    odd = os.fsdecode(b"db-\xff/packages")
    base = layer({odd: b"one 1\n"}, tar_format="gnu")

    report, _ = scan_image(image(base), tmp_path, cache=cache_in(tmp_path))
    again, timing = scan_image(image(base), tmp_path, cache=cache_in(tmp_path))

    assert found(report) == [("one", "1", 0)]
    assert report.inventory.packages[0].locations[0].path == "/db-\\xff/packages"
    assert (again, timing.layers_read) == (report, 0)
    (tmp_path / "hidden").mkdir()
    hidden, _ = scan_image(
        image(base, layer({}, whiteouts=(os.fsdecode(b"db-\xff"),), tar_format="gnu")), tmp_path / "hidden"
    )
    assert found(hidden) == []


def test_a_single_file_that_no_reader_knows_does_not_look_clean(tmp_path):
    (tmp_path / "notes").write_text("nothing that anybody reads")

    report, _ = pipeline.scan(f"file:{tmp_path / 'notes'}", ScanOptions(), SourceOptions())

    assert [problem.reason for problem in report.problems] == ["no reader knows files of this kind"]


def test_a_jar_is_named_by_its_sha1_where_an_index_knows_it(tmp_path, monkeypatch):
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
    use_readers(monkeypatch, JAVA)
    built = image(layer({"app/unknown.jar": jar.getvalue()}))
    index = tmp_path / "jars.tsv"
    index.write_text(f"{hashlib.sha1(jar.getvalue()).hexdigest()}\torg.acme:core:2.0\n")

    plain, _ = scan_image(built, tmp_path, cache=cache_in(tmp_path))
    named, _ = scan_image(built, tmp_path, cache=cache_in(tmp_path), options=ScanOptions(java_index=str(index)))

    assert [package.name for package in plain.inventory.packages] != ["org.acme:core"]
    assert [(package.name, package.version) for package in named.inventory.packages] == [("org.acme:core", "2.0")]
