"""Layers made to break who reads them: bombs, paths that lead out, links in circles, entries without end."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from hostile.worlds import raw_layer, scan_built
from images.build import Entry, compressed, image, layer
from mooring.base.errors import HostileInput, SourceError
from mooring.base.limits import MIB, Limits

BASE = layer(
    {"etc/os-release": b"ID=alpine\nVERSION_ID=3.20.1\n", "lib/apk/db/installed": b"P:musl\nV:1.2.5-r0\nA:x86_64\n\n"}
)
TIGHT = Limits(max_ratio=10, ratio_floor_bytes=MIB)


def shown(report) -> list[str]:
    return [file.path for file in report.inventory.files]


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bomb_is_stopped_and_said(compression, jobs, tmp_path):
    bomb = layer({"bomb": bytes(20 * MIB)}, compression=compression)

    with pytest.raises(HostileInput, match="times as many; reading stopped"):
        scan_built(image(BASE, bomb), tmp_path, limits=TIGHT, jobs=jobs)


def test_a_bomb_behind_the_end_of_the_archive_is_stopped_too(tmp_path):
    plain = BASE.tar + bytes(20 * MIB)

    with pytest.raises(HostileInput):
        scan_built(image(raw_layer(gzip.compress(plain, mtime=0), plain)), tmp_path, limits=TIGHT)


def test_a_bomb_of_many_small_members_is_stopped(tmp_path):
    stored = gzip.compress(b"", mtime=0) * 200 + gzip.compress(bytes(MIB), mtime=0) * 40

    with pytest.raises(HostileInput):
        scan_built(image(raw_layer(stored, bytes(40 * MIB))), tmp_path, limits=TIGHT)


def test_a_hundred_thousand_empty_gzip_members_take_no_time(tmp_path):
    stored = gzip.compress(b"", mtime=0) * 100_000 + BASE.stored

    report = scan_built(image(raw_layer(stored, BASE.tar)), tmp_path)

    assert [package.name for package in report.inventory.packages] == ["musl"]


def test_a_path_that_leaves_the_root_is_a_problem_and_nothing_else(tmp_path):
    odd = layer(
        {
            "../../etc/passwd": b"1",
            "a/../../b": b"1",
            "/etc/shadow": b"1",
            "./x/./y": b"1",
            "a/../c": b"1",
            "..": b"1",
            "": b"1",
        }
    )

    report = scan_built(image(odd), tmp_path, with_files=True)

    assert shown(report) == ["/c", "/etc/shadow", "/x/y"]
    assert {problem.reason for problem in report.problems} == {"the path leaves the root; the entry was left out"}


LINKS = {
    "a": Entry(kind="symlink", target="b"),
    "b": Entry(kind="symlink", target="a"),
    "self": Entry(kind="symlink", target="self"),
    "usr/lib": Entry(kind="symlink", target="../lib"),
    "lib": Entry(kind="symlink", target="usr/lib"),
    "bin": Entry(kind="symlink", target="bin/bin/bin"),
    "up": Entry(kind="symlink", target="../../../../../.."),
    "root": Entry(kind="symlink", target="/"),
    "empty": Entry(kind="symlink", target=""),
    "hard": Entry(kind="hardlink", target="nowhere"),
    "hard-self": Entry(kind="hardlink", target="hard-self"),
    "hard-a": Entry(kind="hardlink", target="hard-b"),
    "hard-b": Entry(kind="hardlink", target="hard-a"),
    "hard-out": Entry(kind="hardlink", target="../../etc/passwd"),
}


def test_links_in_circles_are_listed_and_never_followed(tmp_path):
    status = b"Package: bash\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n"
    owned = b"/lib/x\n/usr/lib/x\n/a/x\n/bin/sh\n/self\n/root/root/x\n"
    files = {
        "var/lib/dpkg/status": status,
        "var/lib/dpkg/info/bash.list": owned,
        "usr/bin/x": Entry(content=b"#!/bin/sh", mode=0o755),
    }

    report = scan_built(image(layer(LINKS), layer(files), layer(LINKS)), tmp_path, with_files=True)

    assert [package.name for package in report.inventory.packages] == ["bash"]
    assert {f"/{name}" for name in LINKS} <= set(shown(report))
    assert report.problems == ()


def test_folder_links_that_lengthen_one_another_do_not_grow_the_paths(tmp_path):
    """`x` to `x/x/x...` would double every path at each pass."""
    links = {f"l{number}": Entry(kind="symlink", target="/".join([f"l{number + 1}"] * 8)) for number in range(200)}
    status = b"Package: bash\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n"
    owned = b"".join(b"/l%d/x\n" % number for number in range(200))

    report = scan_built(
        image(layer(links | {"var/lib/dpkg/status": status, "var/lib/dpkg/info/bash.list": owned})), tmp_path
    )

    assert [package.name for package in report.inventory.packages] == ["bash"]


def test_the_last_of_two_entries_with_one_path_counts(tmp_path):
    first = BASE.tar[:-10240]  # without the end mark
    second = layer({"lib/apk/db/installed": b"P:zlib\nV:1-r0\nA:x86_64\n\n"}).tar
    both = first.rstrip(b"\0") + bytes(-len(first.rstrip(b"\0")) % 512) + second

    report = scan_built(image(raw_layer(compressed(both, "gzip"), both)), tmp_path, with_files=True)

    assert [package.name for package in report.inventory.packages] == ["zlib"]
    assert shown(report).count("/lib/apk/db/installed") == 1


def test_a_whiteout_of_everything_leaves_nothing(tmp_path):
    """`.wh.` alone, of `.` and `..`, and marks in the root."""
    odd = layer({".wh.": b"", ".wh..": b"", ".wh...": b"", "lib/.wh...": b"", ".wh.lib": b"", ".wh..wh..opq": b""})

    report = scan_built(image(BASE, odd), tmp_path, with_files=True)

    assert report.inventory.packages == ()
    assert shown(report) == []


@pytest.mark.parametrize("path", ["", "\0", "lib/apk/db/installed\0hidden"])
def test_a_path_that_is_empty_or_has_a_nul_hides_nothing(path, tmp_path):
    """A runtime takes the header's own name, or what stands before the NUL; so must we, or the package database is not seen."""
    database = Entry(content=b"P:zlib\nV:1-r0\nA:x86_64\n\n", pax={"path": path})
    shell = Entry(content=b"#!/bin/sh", mode=0o755)

    report = scan_built(
        image(BASE, layer({"bin/a": shell, "lib/apk/db/installed": database, "bin/b": shell})),
        tmp_path,
        with_files=True,
    )

    assert [package.name for package in report.inventory.packages] == ["zlib"]
    assert [one.path for one in report.inventory.unexplained_executables] == ["/bin/a", "/bin/b"]
    assert shown(report) == ["/bin/a", "/bin/b", "/etc/os-release", "/lib/apk/db/installed"]


@pytest.mark.parametrize("digits", ["9" * 25, "9" * 5_000, "-1", "nan", "\u00b2", ""])
@pytest.mark.parametrize(
    "keyword", ["uid", "gid", "mtime", "GNU.sparse.size", "GNU.sparse.realsize", "GNU.sparse.map", "GNU.sparse.offset"]
)
def test_a_number_of_a_pax_header_that_is_none_is_no_bug(keyword, digits, tmp_path):
    odd = layer({"etc/os-release": Entry(content=b"ID=debian\n", pax={"GNU.sparse.name": "x", keyword: digits})})

    report = scan_built(image(odd, BASE), tmp_path, with_files=True)

    assert "musl" in [package.name for package in report.inventory.packages]


@pytest.mark.parametrize("size", ["9" * 15, "9" * 5_000])
def test_a_size_beyond_everything_never_reads_on(size, tmp_path):
    """The record of 5,000 digits is passed over, as one that is no number; the one of 15 leaves the archive short."""
    odd = layer({"etc/os-release": Entry(content=b"ID=debian\n", pax={"size": size})})

    if len(size) > 20:
        assert scan_built(image(odd, BASE), tmp_path).is_complete
        return
    with pytest.raises(SourceError):
        scan_built(image(odd, BASE), tmp_path)


@pytest.mark.parametrize("name", ["a" * 17_000, "/".join("d" * 9_000)])
def test_a_path_without_end_is_refused(name, tmp_path):
    with pytest.raises(HostileInput):
        scan_built(image(layer({name: b"1"})), tmp_path)


def test_names_with_every_odd_character_survive(tmp_path):
    names = [
        "a\nb",
        "a\tb",
        "a\x1b[31mb",
        "a\\b",
        "a b",
        'a"b',
        "ü",
        "\u202e",
        "a\x7f",
        "-rf",
        "a|b",
        "<script>",
        "%2e%2e",
    ]
    files = {f"app/{name}/node_modules/x/package.json": b'{"name":"x","version":"1"}' for name in names}

    report = scan_built(image(layer(files)), tmp_path, with_files=True)

    assert len(report.inventory.packages) == len(names)
    assert report.problems == ()


MANY = """
import sys
sys.path[:0] = [sys.argv[2]]
from pathlib import Path
from images.build import image
from hostile.worlds import peak_mib, raw_layer, scan_layout
folder = Path(sys.argv[1])
if sys.argv[3] == "build":
    def header(number):
        block = bytearray(512)
        block[:12] = b"d%03d/f%06d" % (number % 1000, number)
        block[100:108], block[108:116], block[116:124] = b"0000644\\0", b"0000000\\0", b"0000000\\0"
        block[124:136], block[136:148], block[148:156], block[156] = b"00000000000\\0", b"14000000000\\0", b" " * 8, 48
        block[257:265] = b"ustar\\x0000"
        block[148:156] = b"%06o\\0 " % sum(block)
        return bytes(block)
    from backports import zstd
    plain = b"".join(map(header, range(1_000_000))) + bytes(1024)
    built = image(raw_layer(zstd.compress(plain, level=1), plain))
    built.oci_layout(folder)
else:
    report = scan_layout(folder)
    assert report.problems == ()
    print(peak_mib())
"""


def test_a_million_entries_take_no_more_than_600_mib(tmp_path):
    """SLOW: ten seconds. In processes of their own, since memory is never given back."""
    tests = str(Path(__file__).parents[1])
    for step in ("build", "scan"):
        done = subprocess.run(
            [sys.executable, "-c", MANY, str(tmp_path), tests, step], capture_output=True, text=True, timeout=100
        )
        assert (done.returncode, done.stderr) == (0, "")

    assert int(done.stdout) < 600
