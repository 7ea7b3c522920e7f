"""Scans as people make them: one command, its table or files, its messages and its exit code."""

import json
import shutil
import subprocess

import pytest

from images.build import compressed, image
from journeys.running import APP, DAMAGED, DEBIAN, PROGRAM, debian_image, environment, mooring, shell


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())
    return tmp_path


def packages_of(text: str) -> list[tuple[str, str]]:
    return [(package["name"], package["version"]) for package in json.loads(text)["inventory"]["packages"]]


EXPECTED = [("bash", "5.2-1"), ("libc6", "2.36-9"), ("left-pad", "1.3.0")]


def test_a_first_scan_shows_the_system_the_packages_and_their_layers(folder):
    ended = mooring("scan", "docker-archive:app.tar", "--no-match", folder=folder)

    assert (ended.code, ended.messages) == (0, "")
    for word in ("Debian GNU/Linux 12", "bash", "5.2-1", "left-pad", "MIT", "/usr/local/bin/start", APP.diff_id[7:19]):
        assert word in ended.out
    assert "/usr/bin/bash" not in ended.out
    assert "\x1b" not in ended.out


def test_a_guess_of_the_scheme_is_said(folder):
    ended = mooring("scan", "app.tar", "--no-match", folder=folder)

    assert (ended.code, ended.messages) == (0, "note: read 'app.tar' as docker-archive\n")


def test_several_reports_come_from_one_scan(folder):
    ended = mooring(
        "scan", "app.tar", "-q", "-o", "json=a.json", "-o", "cyclonedx-json=b.json", "-o", "purls", folder=folder
    )

    assert (ended.code, ended.messages) == (0, "")
    assert packages_of((folder / "a.json").read_text()) == EXPECTED
    assert json.loads((folder / "b.json").read_text())["bomFormat"] == "CycloneDX"
    assert ended.out.splitlines() == [
        "pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12",
        "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12",
        "pkg:npm/left-pad@1.3.0",
    ]
    assert sorted(path.name for path in folder.iterdir() if path.name[0] != ".") == ["a.json", "app.tar", "b.json"]


@pytest.mark.parametrize(
    ("form", "compression"),
    [
        ("docker-24", ""),
        ("docker-24", "gzip"),
        ("docker-25", ""),
        ("docker-25", "zstd"),
        ("podman", "gzip"),
        ("oci", ""),
        ("oci", "zstd"),
    ],
)
def test_standard_input_takes_every_form_of_archive(form, compression, tmp_path):
    built = debian_image()
    plain = built.oci_archive() if form == "oci" else built.docker_archive(style=form)

    ended = mooring("scan", "-", "-o", "json", folder=tmp_path, content=compressed(plain, compression))

    assert ended.code == 0
    assert packages_of(ended.out) == EXPECTED


def test_a_folder_is_scanned_with_its_lock_files(tmp_path):
    lock = {
        "name": "app",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "packages": {"node_modules/ms": {"version": "2.1.3"}},
    }
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))

    ended = mooring("scan", "dir:.", "-o", "json", folder=tmp_path)

    assert ended.code == 0
    assert ("ms", "2.1.3") in packages_of(ended.out)


def test_a_single_file_is_scanned(tmp_path):
    (tmp_path / "requirements.txt").write_text("flask==3.0.0\n")

    ended = mooring("scan", "file:requirements.txt", "-o", "json", folder=tmp_path)

    assert (ended.code, packages_of(ended.out)) == (0, [("flask", "3.0.0")])


def test_an_sbom_goes_around_the_formats_and_keeps_its_packages(folder):
    mooring("sbom", "app.tar", "-o", "cyclonedx-json=a.cdx.json", folder=folder)
    mooring("sbom", "sbom:a.cdx.json", "-o", "spdx-json=b.spdx.json", folder=folder)
    mooring("sbom", "sbom:b.spdx.json", "-o", "syft-json=c.syft.json", folder=folder)
    ends = [
        mooring("scan", f"sbom:{name}", "-o", "purls", folder=folder)
        for name in ("a.cdx.json", "b.spdx.json", "c.syft.json")
    ]
    direct = mooring("scan", "app.tar", "-o", "purls", folder=folder)

    assert [ended.code for ended in ends] == [0, 0, 0]
    assert [ended.out for ended in ends] == [direct.out] * 3


def test_the_reports_own_format_reads_back_whole(folder):
    direct = mooring("scan", "docker-archive:app.tar", "-o", "json=a.json", "--files", folder=folder)
    again = mooring("scan", "sbom:a.json", "-o", "json=b.json", "--files", folder=folder)

    first, second = (json.loads((folder / name).read_text()) for name in ("a.json", "b.json"))
    assert (direct.code, again.code) == (0, 0)
    assert first["inventory"] == second["inventory"]
    assert first["image"] == second["image"]


def test_an_incomplete_scan_says_what_is_missing_and_ends_with_3(tmp_path):
    (tmp_path / "app.tar").write_bytes(image(DEBIAN, DAMAGED).docker_archive())

    ended = mooring("scan", "docker-archive:app.tar", "--no-match", folder=tmp_path)
    allowed = mooring(
        "scan", "docker-archive:app.tar", "--no-match", "--allow-incomplete", "--quiet", "-o", "json", folder=tmp_path
    )

    assert ended.code == 3
    assert ended.messages.startswith("problem: /app/node_modules/broken/package.json: ")
    assert (allowed.code, allowed.messages) == (0, "")
    assert len(json.loads(allowed.out)["problems"]) == 1


def test_two_runs_give_the_same_bytes_whatever_the_cache_and_the_processes(folder):
    runs = [
        ("--no-cache", "--jobs", "1"),
        ("--no-cache", "--jobs", "4"),
        ("--jobs", "2"),
        ("--jobs", "2"),
        ("--jobs", "1", "--files"),
    ]
    for form in ("json", "cyclonedx-json", "spdx-json", "table"):
        outs = [
            mooring("scan", "app.tar", "-o", form, *run, folder=folder, extra={"SOURCE_DATE_EPOCH": "1"})
            for run in runs[:4]
        ]

        assert {ended.code for ended in outs} == {0}
        assert len({ended.out for ended in outs}) == 1


def test_a_file_list_is_the_same_from_the_cache(folder):
    runs = [mooring("scan", "app.tar", "-o", "json", "--file-digests", folder=folder) for _ in range(2)]

    assert runs[0] == runs[1]
    bash = next(file for file in json.loads(runs[0].out)["inventory"]["files"] if file["path"] == "/usr/bin/bash")
    assert bash["sha256"]
    assert bash["owner"] == json.loads(runs[0].out)["inventory"]["packages"][0]["id"]


def test_a_reader_that_leaves_ends_the_program_quietly(folder):
    ended = shell("mooring scan app.tar -q -o json | head -c 5", folder)
    readers = shell("mooring readers | head -1", folder)

    assert (ended.out, ended.messages) == ('{"sch', "")
    assert (len(readers.out.splitlines()), readers.messages) == (1, "")


def test_colours_are_for_terminals_that_want_them(folder):
    """`script` gives the program a terminal."""
    if shutil.which("script") is None:
        pytest.skip("script is not installed")
    line = f"script -qec '{' '.join(PROGRAM)} scan docker-archive:app.tar --no-match' /dev/null"

    colored, plain = (
        subprocess.run(
            ["bash", "-c", line], env=environment(folder, extra), cwd=folder, capture_output=True, timeout=60
        )
        for extra in ({"TERM": "xterm"}, {"TERM": "xterm", "NO_COLOR": "1"})
    )

    assert b"bash" in plain.stdout
    assert b"\x1b[" in colored.stdout
    assert b"\x1b[" not in plain.stdout
