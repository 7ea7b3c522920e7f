"""Raw files in every packing, and what is said of those that lie, break off or explode."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile

import pytest
from backports import zstd

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.raw import RawLimits, raw_files

TEXT = b"one\ntwo\r\nthree"
PACKERS = {
    "": lambda content: content,
    ".xz": lzma.compress,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".zst": zstd.compress,
}


def tar_of(members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def zip_of(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def contents(place, limits=None):
    return {file.name: file.read() for file in raw_files(place, limits)}


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_file_is_unpacked_whatever_it_is_packed_in(tmp_path, suffix):
    path = tmp_path / f"a.json{suffix}"
    path.write_bytes(PACKERS[suffix](TEXT))

    assert contents(path) == {"a.json": TEXT}


@pytest.mark.parametrize("suffix", PACKERS)
def test_the_first_bytes_tell_the_packing_and_not_the_name(tmp_path, suffix):
    path = tmp_path / "a.json"
    path.write_bytes(PACKERS[suffix](TEXT))

    assert contents(path) == {"a.json": TEXT}


@pytest.mark.parametrize("suffix", PACKERS)
def test_members_of_a_tar_are_files(tmp_path, suffix):
    path = tmp_path / f"a.tar{suffix}"
    path.write_bytes(PACKERS[suffix](tar_of({"./x/b.json": TEXT, "x/c.json.gz": gzip.compress(TEXT), "y" * 150: b"1"})))

    assert contents(path) == {
        f"a.tar{suffix}/x/b.json": TEXT,
        f"a.tar{suffix}/x/c.json": TEXT,
        f"a.tar{suffix}/{'y' * 150}": b"1",
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_of_a_zip_are_files_in_the_order_of_their_names(tmp_path, method):
    path = tmp_path / "all.zip"
    path.write_bytes(zip_of({"b.json": TEXT, "a.json": b"1"}, method))

    assert list(contents(path).items()) == [("all.zip/a.json", b"1"), ("all.zip/b.json", TEXT)]


def test_a_folder_is_read_sorted_and_without_what_is_hidden(tmp_path):
    for name in ("b/2.json", "a.json", ".git/config", "b/.hidden", ".state.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / "c.tar").write_bytes(tar_of({"repo/.github/x.yml": b"1", "repo/x.yml": b"2"}))
    (tmp_path / "link.json").symlink_to(tmp_path / "a.json")

    assert list(contents(tmp_path)) == ["a.json", "b/2.json", "c.tar/repo/x.yml"]


def test_lines_come_without_their_ends(tmp_path):
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(TEXT))

    (file,) = raw_files(tmp_path)

    assert list(file.lines()) == [b"one", b"two", b"three"]


def test_streams_of_xz_and_members_of_gzip_may_follow_one_another(tmp_path):
    (tmp_path / "a.xz").write_bytes(lzma.compress(b"1") + b"\0" * 8 + lzma.compress(b"2"))
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"1") + gzip.compress(b"2"))

    assert contents(tmp_path) == {"a": b"12", "b": b"12"}


def test_links_and_devices_of_archives_are_passed_over(tmp_path):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            member = tarfile.TarInfo("x")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    (tmp_path / "a.tar").write_bytes(buffer.getvalue())
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert contents(tmp_path) == {}


@pytest.mark.parametrize("suffix", [".xz", ".gz", ".bz2", ".zst"])
def test_a_truncated_file_is_malformed(tmp_path, suffix):
    (tmp_path / f"a.json{suffix}").write_bytes(PACKERS[suffix](os.urandom(5_000))[:-30])

    with pytest.raises(FeedMalformed, match=r"a\.json"):
        contents(tmp_path)


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_truncated_tar_is_malformed(tmp_path, suffix):
    whole = tar_of({"a": os.urandom(5_000)})
    (tmp_path / f"a.tar{suffix}").write_bytes(PACKERS[suffix](whole[:2_000]))

    with pytest.raises(FeedMalformed, match=r"a\.tar"):
        contents(tmp_path)


@pytest.mark.parametrize("content", [b"", b"<html>sorry</html>", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_archive_is_malformed(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)

    with pytest.raises(FeedMalformed, match=r"a\.zip"):
        contents(tmp_path)


def test_a_member_with_a_wrong_checksum_is_malformed(tmp_path):
    whole = zip_of({"a.json": TEXT}, zipfile.ZIP_STORED).replace(TEXT, TEXT.upper())
    (tmp_path / "a.zip").write_bytes(whole)

    with pytest.raises(FeedMalformed, match=r"a\.zip/a\.json"):
        contents(tmp_path)


@pytest.mark.parametrize(("at", "value"), [(8, b"\x63\x00"), (6, b"\x01\x00")])
def test_a_member_of_unknown_method_or_with_a_password_is_malformed(tmp_path, at, value):
    """Offsets of the central directory's flags and method are two bytes further on than those of the member's own header."""
    whole = bytearray(zip_of({"a.json": TEXT}))
    central = whole.index(b"PK\x01\x02")
    whole[at : at + 2] = value
    whole[central + at + 2 : central + at + 4] = value
    (tmp_path / "a.zip").write_bytes(whole)

    with pytest.raises(FeedMalformed, match=r"a\.zip"):
        contents(tmp_path)


@pytest.mark.parametrize("suffix", [".xz", ".gz", ".bz2", ".zst"])
def test_a_file_that_unpacks_without_end_is_refused(tmp_path, suffix):
    (tmp_path / f"a.json{suffix}").write_bytes(PACKERS[suffix](bytes(3_000_000)))
    limits = RawLimits(max_file_bytes=1_000_000, max_record_bytes=2_000_000)

    with pytest.raises(HostileInput):
        contents(tmp_path, limits)


@pytest.mark.parametrize("name", ["a.tar.xz", "a.zip"])
def test_a_member_that_unpacks_without_end_is_refused(tmp_path, name):
    members = {"a.json": bytes(3_000_000)}
    (tmp_path / name).write_bytes(zip_of(members) if name == "a.zip" else lzma.compress(tar_of(members)))

    with pytest.raises(HostileInput):
        contents(tmp_path, RawLimits(max_file_bytes=1_000_000, max_record_bytes=2_000_000))


def test_a_long_header_of_a_tar_is_refused_before_it_is_held(tmp_path):
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 64_000_000
    (tmp_path / "a.tar.xz").write_bytes(lzma.compress(header.tobuf() + bytes(64_000_000), preset=0))

    with pytest.raises(HostileInput):
        contents(tmp_path)


def test_a_dictionary_that_would_fill_the_memory_is_refused(tmp_path):
    filters = [
        {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3, "nice_len": 3}
    ]
    try:
        packed = lzma.compress(TEXT, filters=filters)
    except MemoryError:
        pytest.skip("this machine cannot make such a file")
    (tmp_path / "a.xz").write_bytes(packed)

    with pytest.raises(FeedMalformed):
        contents(tmp_path)


@pytest.mark.parametrize(
    "limits",
    [
        RawLimits(max_members=1),
        RawLimits(max_archive_bytes=3),
        RawLimits(max_record_bytes=1),
        RawLimits(max_file_bytes=1),
    ],
)
@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_every_limit_holds(tmp_path, name, limits):
    members = {"a": b"12", "b": b"34"}
    (tmp_path / name).write_bytes(zip_of(members) if name == "a.zip" else tar_of(members))

    with pytest.raises(HostileInput):
        contents(tmp_path, limits)


def test_a_folder_with_too_many_files_is_refused(tmp_path):
    for number in range(3):
        (tmp_path / str(number)).write_bytes(b"")

    with pytest.raises(HostileInput):
        contents(tmp_path, RawLimits(max_members=2))


def test_a_line_without_end_is_refused(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"x" * 5_000))
    (file,) = raw_files(tmp_path, RawLimits(max_record_bytes=1_000))

    with pytest.raises(HostileInput):
        list(file.lines())


def test_a_file_that_is_not_read_does_not_disturb_the_next(tmp_path):
    (tmp_path / "a.tar").write_bytes(tar_of({"a": bytes(100_000), "b": b"2"}))

    last = [file.read() for file in raw_files(tmp_path) if file.name.endswith("b")]

    assert last == [b"2"]
