"""Package databases and archives that are not what they seem, in whole images: a problem, and the rest is read."""

import io
import random
import zipfile

import pytest

from hostile.worlds import scan_built
from images.build import image, layer
from mooring.base.limits import MIB, Limits

NPM = {"app/node_modules/left-pad/package.json": b'{"name":"left-pad","version":"1.3.0"}'}
NOISE = random.Random(1).randbytes(100_000)


def names(report) -> list[str]:
    return [package.name for package in report.inventory.packages]


@pytest.mark.parametrize(
    "content", [NOISE, b"\xff" * 5000, b"\0" * 5000, b"Package: a\n" * 50_000], ids=["noise", "ff", "zeros", "no end"]
)
@pytest.mark.parametrize(
    "path",
    ["var/lib/rpm/rpmdb.sqlite", "var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages.db", "var/lib/dpkg/status", "lib/apk/db/installed",
     "etc/os-release", "app/app.jar", "app/bin/tool.exe", "opt/x-1.dist-info/METADATA", "usr/share/sbom/a.spdx.json"],
)  # fmt: skip
def test_a_damaged_file_never_hides_what_the_others_hold(path, content, tmp_path):
    report = scan_built(image(layer({path: content}), layer(NPM)), tmp_path)

    assert "left-pad" in names(report)
    assert not any("bug in Mooring" in problem.reason for problem in report.problems)


@pytest.mark.parametrize(
    "path",
    ["var/lib/rpm/rpmdb.sqlite", "var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages.db", "app/app.jar",
     "app/node_modules/x/package.json", "usr/share/sbom/a.spdx.json"],
)  # fmt: skip
def test_noise_in_a_package_database_makes_the_scan_incomplete(path, tmp_path):
    report = scan_built(image(layer({path: NOISE}), layer(NPM)), tmp_path)

    assert [problem.path for problem in report.problems] == [f"/{path}"]
    assert report.problems[0].reason
    assert names(report) == ["left-pad"]


@pytest.mark.parametrize("content", [NOISE, b"\xff" * 5000, b"\x01\x02\x03 no stanza\n"], ids=["noise", "ff", "text"])
@pytest.mark.parametrize("path", ["var/lib/dpkg/status", "lib/apk/db/installed"])
def test_a_text_database_of_nonsense_never_looks_clean(path, content, tmp_path):
    report = scan_built(image(layer({path: content})), tmp_path)

    assert not report.is_complete


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


POM = b"groupId=org.example\nartifactId=%s\nversion=1.0\n"


def test_a_jar_bomb_is_a_problem_and_its_neighbours_are_read(tmp_path):
    bomb = zip_of({"META-INF/maven/a/a/pom.properties": bytes(30 * MIB), "x.jar": bytes(30 * MIB)})
    good = zip_of({"META-INF/maven/org.example/good/pom.properties": POM % b"good"})

    report = scan_built(
        image(layer({"a/bomb.jar": bomb, "b/good.jar": good})), tmp_path, limits=Limits(max_archive_bytes=10 * MIB)
    )

    assert "org.example:good" in names(report)
    assert "/a/bomb.jar" in [problem.path for problem in report.problems]


def test_jars_nested_a_hundred_times_end_at_the_limit(tmp_path):
    content = zip_of({"META-INF/maven/org.example/deep/pom.properties": POM % b"deep"})
    for level in range(100):
        own = {f"META-INF/maven/org.example/l{level}/pom.properties": POM % b"l%d" % level}
        content = zip_of({**own, f"lib/l{level}.jar": content})

    report = scan_built(image(layer({"app.jar": content})), tmp_path)

    assert "org.example:l99" in names(report)
    assert "org.example:deep" not in names(report)
    assert not report.is_complete


def test_a_jar_of_many_jars_of_many_members_ends_at_the_limit(tmp_path):
    inner = zip_of({f"{number}.class": b"" for number in range(500)})
    content = zip_of({f"{number}.jar": inner for number in range(50)})

    report = scan_built(image(layer({"app.jar": content})), tmp_path, limits=Limits(max_archive_members=5_000))

    assert not report.is_complete


def test_a_file_of_many_packages_ends_at_the_limit(tmp_path):
    status = b"".join(
        b"Package: p%d\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n" % number
        for number in range(3_000)
    )

    report = scan_built(
        image(layer({"var/lib/dpkg/status": status})), tmp_path, limits=Limits(max_facts_per_file=1_000)
    )

    assert 900 < len(report.inventory.packages) <= 1_000
    assert "the rest was left out" in report.problems[0].reason


def test_packages_that_all_need_what_all_provide_take_seconds_and_not_hours(tmp_path):
    """One MB asks for 100 million links; a million are kept."""
    row = (
        b"Package: p%d\nStatus: install ok installed\nVersion: 1\nArchitecture: all\nProvides: x, y\nDepends: x, y\n\n"
    )

    report = scan_built(
        image(layer({"var/lib/dpkg/status": b"".join(row % number for number in range(7_000))})), tmp_path
    )

    assert (len(report.inventory.packages), len(report.inventory.relations)) == (7_000, 1_000_000)


def test_a_deep_folder_with_many_needs_takes_seconds_and_not_hours(tmp_path):
    """Each need is looked for in each of 2,000 folders above."""
    needs = ",".join(f'"n{number}":"1"' for number in range(50_000))
    content = f'{{"name":"x","version":"1","dependencies":{{{needs}}}}}'.encode()

    report = scan_built(image(layer({"d/" * 2_000 + "node_modules/x/package.json": content})), tmp_path)

    assert [package.name for package in report.inventory.packages] == ["x"]
