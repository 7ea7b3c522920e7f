"""Archives cut off anywhere: an error, never a traceback, and never a report that looks clean."""

import json

import pytest

from images.build import compressed, tar_of
from journeys.running import debian_image, mooring
from mooring.base.errors import MooringError
from mooring.image.sources.source import SourceOptions
from mooring.scan.options import ScanOptions
from mooring.scan.pipeline import scan

BUILT = debian_image()
FORMS = {
    f"{form} {compression or 'plain'}": (
        "oci-archive" if form == "oci" else "docker-archive",
        BUILT.oci_archive(compression=compression)
        if form == "oci"
        else BUILT.docker_archive(style=form, compression=compression),
        compressed(BUILT.oci_archive() if form == "oci" else BUILT.docker_archive(style=form), ""),
    )
    for form in ("docker-24", "docker-25", "podman", "oci")
    for compression in ("", "gzip", "zstd")
}


NO_IMAGES = (b"", b"x", bytes(10240), tar_of({"readme": b"hello"}), b"\x1f\x8b", b"{", b"<", b"SQLite format 3\0")


def needed(content: bytes, plain: bytes) -> int:
    """Bytes that must be there: all of a compressed file, but of a plain one only what stands before the padding at its end."""
    return len(content) if content != plain else len(plain.rstrip(b"\0")) // 512 * 512


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_that_is_cut_off_is_refused_wherever_the_cut_is(form, tmp_path):
    scheme, content, plain = FORMS[form]
    end = needed(content, plain)
    cuts = {
        0,
        1,
        2,
        10,
        100,
        511,
        512,
        513,
        1023,
        1024,
        1536,
        end - 1,
        end - 8,
        end - 513,
        *range(0, end, max(end // 60, 1)),
    }
    accepted = []
    for cut in sorted(cut for cut in cuts if 0 <= cut < end):
        (tmp_path / "a").write_bytes(content[:cut])
        try:
            scan(f"{scheme}:{tmp_path / 'a'}", ScanOptions(jobs=1), SourceOptions())
        except MooringError:
            continue
        accepted.append(cut)

    assert accepted == []


@pytest.mark.parametrize("form", FORMS)
def test_standard_input_that_is_cut_off_is_refused(form, tmp_path):
    _, content, plain = FORMS[form]

    ends = [
        mooring("scan", "-", "-o", "json", folder=tmp_path, content=content[:cut])
        for cut in (700, needed(content, plain) * 2 // 3)
    ]

    assert [(ended.code, ended.out) for ended in ends] == [(3, "")] * 2
    assert all(ended.messages.startswith("error: ") for ended in ends)


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_with_a_flipped_byte_never_looks_like_the_right_one(form, tmp_path):
    """It may be refused, or say what it says of names that nobody checks; the packages never change."""
    scheme, content, _ = FORMS[form]
    expected = packages_of(scheme, content, tmp_path)
    changed = []
    for at in range(0, len(content), max(len(content) // 80, 1)):
        damaged = content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :]
        try:
            got = packages_of(scheme, damaged, tmp_path)
        except MooringError:
            continue
        if got != expected:
            changed.append(at)

    assert changed == []


def packages_of(scheme, content, folder):
    (folder / "a").write_bytes(content)
    report, _ = scan(f"{scheme}:{folder / 'a'}", ScanOptions(jobs=1), SourceOptions())
    return [(package.purl, package.layer_index) for package in report.inventory.packages]


@pytest.mark.parametrize("reference", ["docker-archive:a", "oci-archive:a", "a", "-"])
@pytest.mark.parametrize(
    "content",
    [b"", b"x", bytes(10240), tar_of({"readme": b"hello"}), b"\x1f\x8b", b"{", b"<", b"SQLite format 3\0"],
    ids=range(8),
)
def test_what_is_no_image_is_refused(reference, content, tmp_path):
    (tmp_path / "a").write_bytes(content)
    ended = mooring("scan", reference, "-o", "json", "--offline", folder=tmp_path, content=content)

    assert ended.code == 3
    assert "Traceback" not in ended.messages
    if reference == "a" and ended.out:
        # A file of its own, which nobody can read: the report says so.
        assert json.loads(ended.out)["problems"]
        return
    assert ended.out == ""
    assert "error: " in ended.messages
