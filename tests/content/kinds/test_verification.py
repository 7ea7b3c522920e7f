"""Files that differ from what the package databases say, or are missing, are told; nothing else is."""

import base64
import hashlib

import pytest

from content.gathering import assembled, gather
from images.build import Entry, layer
from mooring.base.limits import DEFAULT_LIMITS
from mooring.content.kinds.verification import KIND
from mooring.content.options import ContentOptions
from mooring.model.evidence.content import Need
from mooring.packages.os.rpmdb import header as tags
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer
from mooring.scan.readers import chosen_readers
from packages.os.rpmdb import builders
from packages.os.rpmdb.builders import numbers, sqlite_database

OPTIONS = ContentOptions(verify=True)


def verified(*layers):
    return gather(KIND, OPTIONS, *layers, with_packages=True)


def rows(gathered) -> list[tuple[str, str, str, str]]:
    return [(one.package_name, one.path, one.status, one.what) for one in gathered.content.verification]


def dpkg(files: dict[str, bytes], *, package: str = "tool", listed=None, config=()) -> dict[str, bytes]:
    """The database of dpkg with one package of these files."""
    sums = "".join(f"{hashlib.md5(content).hexdigest()}  {path}\n" for path, content in files.items())
    paths = "".join(f"/{path}\n" for path in (files if listed is None else listed))
    info = f"var/lib/dpkg/info/{package}"
    return {
        "var/lib/dpkg/status": f"Package: {package}\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n".encode(),
        f"{info}.list": f"/.\n{paths}".encode(),
        f"{info}.md5sums": sums.encode(),
        f"{info}.conffiles": "".join(f"/{path}\n" for path in config).encode(),
    }


def apk(*lines: str) -> dict[str, bytes]:
    return {"lib/apk/db/installed": ("P:tool\nV:1\nA:x86_64\n" + "\n".join(lines) + "\n\n").encode()}


def q1(content: bytes) -> str:
    return "Q1" + base64.b64encode(hashlib.sha1(content).digest()).decode()


TOOL = {"usr/bin/tool": b"program", "usr/lib/tool/data": b"data"}


def test_an_image_as_it_was_installed_has_no_failures():
    gathered = verified(layer({**TOOL, **dpkg(TOOL)}))

    assert rows(gathered) == []
    assert gathered.search.settings == "2 files of 1 packages compared"
    assert gathered.content.has(Need.VERIFICATION)


def test_a_changed_file_and_a_missing_one_are_told_with_their_layer():
    base = layer({**TOOL, **dpkg(TOOL)})
    top = layer({"usr/bin/tool": b"evil"}, whiteouts=("usr/lib/tool/data",))

    gathered = verified(base, top)

    changed, missing = gathered.content.verification
    assert (changed.path, changed.status, changed.what, changed.layer) == (
        "/usr/bin/tool",
        "changed",
        "digest",
        top.diff_id,
    )
    assert changed.expected == "md5:" + hashlib.md5(b"program").hexdigest()
    assert changed.found == "md5:" + hashlib.md5(b"evil").hexdigest()
    assert (missing.path, missing.status, missing.layer) == ("/usr/lib/tool/data", "missing", "")
    assert changed.package == missing.package != ""


def test_the_database_that_the_image_shows_decides():
    """An upgrade brings files and database; what the lower layer's database says counts no more."""
    upgraded = {"usr/bin/tool": b"program 2"}

    assert rows(verified(layer({**TOOL, **dpkg(TOOL)}), layer({**upgraded, **dpkg(upgraded)}))) == []


def test_configuration_files_may_change():
    files = {**TOOL, "etc/tool.conf": b"a=1"}

    gathered = verified(layer({**files, **dpkg(files, config=("etc/tool.conf",)), "etc/tool.conf": b"a=2"}))

    assert rows(gathered) == []


def test_folders_that_became_links_are_followed():
    files = {"bin/tool": b"program", "lib/x/y": b"data"}
    real = {"usr/bin/tool": b"program", "usr/share/x/y": b"data"}
    links = {
        "bin": Entry(kind="symlink", target="usr/bin"),
        "lib": Entry(kind="symlink", target="usr/lib"),
        "usr/lib/x": Entry(kind="symlink", target="../share/x"),
    }

    assert rows(verified(layer({**links, **real, **dpkg(files)}))) == []


def test_a_file_that_became_a_link_or_a_folder_is_changed():
    changed = {
        "usr/bin/tool": Entry(kind="symlink", target="/usr/bin/env"),
        "usr/lib/tool/data": Entry(kind="folder"),
    }

    gathered = verified(layer({**changed, **dpkg(TOOL)}))

    assert [(one.path, one.what, one.expected, one.found) for one in gathered.content.verification] == [
        ("/usr/bin/tool", "mode", "a file", "a symbolic link"),
        ("/usr/lib/tool/data", "mode", "a file", "a folder"),
    ]


def test_a_hard_link_has_the_digest_of_its_file():
    one = layer({"usr/lib/tool/data": b"data", "usr/bin/tool": Entry(kind="hardlink", target="usr/lib/tool/data")})

    assert rows(verified(one, layer(dpkg({"usr/bin/tool": b"data", "usr/lib/tool/data": b"data"})))) == []


def test_empty_files_are_compared_too():
    assert rows(verified(layer({**dpkg({"usr/x": b""}), "usr/x": b""}))) == []
    assert rows(verified(layer({**dpkg({"usr/x": b""}), "usr/x": b"1"}))) == [("tool", "/usr/x", "changed", "digest")]


def test_what_another_package_took_over_is_left_to_it():
    """dpkg takes the path out of the list and leaves it among the digests."""
    files = {**TOOL, "usr/share/taken": b"old"}

    assert rows(verified(layer({**TOOL, "usr/share/taken": b"new", **dpkg(files, listed=TOOL)}))) == []


def test_a_diverted_file_lies_where_dpkg_put_it():
    diversions = b"/usr/bin/tool\n/usr/bin/tool.real\nother\n"
    placed = {"usr/bin/tool.real": b"program", "usr/bin/tool": b"another", "usr/lib/tool/data": b"data"}

    assert rows(verified(layer({**placed, **dpkg(TOOL), "var/lib/dpkg/diversions": diversions}))) == []


DOCUMENTS = {"usr/share/doc/tool/a": b"1", "usr/share/doc/tool/b": b"2", "usr/share/man/man1/tool.1.gz": b"3"}


def test_what_dpkg_was_told_to_leave_out_is_counted_and_not_missing():
    rules = b"path-exclude=/usr/share/doc/*\npath-include /usr/share/doc/*/b\npath-exclude = /usr/share/man/*\n"

    gathered = verified(layer({**TOOL, **dpkg({**TOOL, **DOCUMENTS}), "etc/dpkg/dpkg.cfg.d/slim": rules}))

    assert rows(gathered) == [("tool", "/usr/share/doc/tool/b", "missing", "")]
    assert "2 that dpkg was told to leave out (path-exclude)" in gathered.search.settings


def test_documents_that_are_gone_with_their_folder_are_one_failure_a_folder():
    gathered = verified(layer({**TOOL, **dpkg({**TOOL, **DOCUMENTS})}))

    assert [(one.path, one.expected[:7]) for one in gathered.content.verification] == [
        ("/usr/share/doc", "2 files"),
        ("/usr/share/man/man1/tool.1.gz", "md5:ecc"),
    ]


def test_documents_that_are_gone_one_by_one_are_failures_one_by_one():
    kept = {
        "usr/share/doc/tool": Entry(kind="folder"),
        "usr/share/doc": Entry(kind="folder"),
        "usr/share/doc/tool/c": b"",
    }

    gathered = verified(
        layer({**TOOL, **kept, **dpkg({**TOOL, "usr/share/doc/tool/a": b"1", "usr/share/doc/tool/b": b"2"})})
    )

    assert [one.path for one in gathered.content.verification] == ["/usr/share/doc/tool/a", "/usr/share/doc/tool/b"]


def test_apk_knows_files_by_sha1_links_by_their_target_and_modes():
    database = apk(
        "F:usr/bin", "R:tool", "a:0:0:755", f"Z:{q1(b'program')}",
        "R:suid", "a:0:0:4755", f"Z:{q1(b's')}", "R:link", "a:0:0:777", f"Z:{q1(b'tool')}",
        "F:usr/lib", "R:x", f"Z:{q1(b'x')}", "R:gone", f"Z:{q1(b'y')}",
    )  # fmt: skip
    files = {
        "usr/bin/tool": Entry(content=b"program", mode=0o755),
        "usr/bin/suid": Entry(content=b"s", mode=0o755),
        "usr/bin/link": Entry(kind="symlink", target="tool", mode=0o777),
        "usr/lib/x": b"changed",
    }

    gathered = verified(layer({**files, **database}))

    assert rows(gathered) == [
        ("tool", "/usr/bin/suid", "changed", "mode"),
        ("tool", "/usr/lib/gone", "missing", ""),
        ("tool", "/usr/lib/x", "changed", "digest"),
    ]
    assert (gathered.content.verification[0].expected, gathered.content.verification[0].found) == ("4755", "0755")


def test_a_link_of_apk_that_leads_elsewhere_is_changed():
    database = apk("F:bin", "R:link", "a:0:0:777", f"Z:{q1(b'tool')}")

    gathered = verified(layer({"bin/link": Entry(kind="symlink", target="evil"), **database}))

    assert rows(gathered) == [("tool", "/bin/link", "changed", "digest")]


def test_rpm_knows_digests_kinds_and_modes():
    paths = ("/usr/bin/a", "/usr/bin/b", "/usr/lib/d", "/usr/lib/l", "/var/log/ghost", "/etc/c", "/proc")
    digest = hashlib.sha256(b"content").hexdigest()
    entries = builders.files(*paths, digests=(digest, digest, "", "", digest, digest, ""), flags=(0, 0, 0, 0, 64, 1, 0))
    modes = numbers(tags.FILE_MODES, 0o100755, 0o100755, 0o40755, 0o120777, 0o100644, 0o100644, 0o40555, kind=3)
    database = {"var/lib/rpm/rpmdb.sqlite": sqlite_database(builders.package("tool", *entries, modes))}
    files = {
        "usr/bin/a": Entry(content=b"content", mode=0o755),
        "usr/bin/b": Entry(content=b"content", mode=0o777),
        "usr/lib/d": Entry(kind="folder", mode=0o700),
        "etc/c": b"edited",
    }

    assert rows(verified(layer({**files, **database}))) == [
        ("tool", "/usr/bin/b", "changed", "mode"),
        ("tool", "/usr/lib/d", "changed", "mode"),
        ("tool", "/usr/lib/l", "missing", ""),
    ]


def test_a_package_without_digests_is_said_to_be_one():
    listed = {**dpkg({}, package="bare", listed=("usr/x",)), "usr/x": b"1"}
    both = dpkg(TOOL)
    both["var/lib/dpkg/status"] += listed.pop("var/lib/dpkg/status")

    assert "1 packages have no digests of their files" in verified(layer({**TOOL, **both, **listed})).search.settings


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (dpkg({}, listed=("usr/x",)), "no package database of the image has digests of the files that packages installed"),
        ({"var/lib/dpkg/status": dpkg({})["var/lib/dpkg/status"]}, "lists the files"),
        ({**TOOL, **dpkg(TOOL), **apk("F:x", "R:y", "Z:Q1AAAA", "R:z", f"Z:{q1(b'')}")}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_never_clean(files, problem):
    gathered = verified(layer(files))

    assert problem in gathered.search.problem
    assert gathered.content.has(Need.VERIFICATION) is not bool(problem)


def test_an_image_without_packages_has_nothing_to_compare():
    gathered = verified(layer({"app": b"1"}))

    assert (gathered.search.problem, gathered.search.settings) == ("", "0 files of 0 packages compared")


def test_digests_that_were_not_computed_are_a_problem():
    one = layer({**TOOL, **dpkg(TOOL)})
    readers = [KIND.reader(OPTIONS), *chosen_readers(in_directory=False, with_manifests=False)]
    record = read_layer(
        iter([one.stored]), "layer", Dispatch(readers, 1 << 20), DEFAULT_LIMITS, with_digests=False
    )  # fmt: skip

    assert assembled(KIND, OPTIONS, [record]).search.problem == "the digests of the files were not computed"


def test_a_path_that_climbs_out_stays_at_the_root():
    sums = f"{hashlib.md5(b'1').hexdigest()}  usr/../../etc/x\n{hashlib.md5(b'1').hexdigest()}  ..\n".encode()
    files = {
        "etc/x": b"1",
        "var/lib/dpkg/status": dpkg({})["var/lib/dpkg/status"],
        "var/lib/dpkg/info/tool.md5sums": sums,
    }

    gathered = verified(layer(files))

    assert (rows(gathered), gathered.search.settings) == ([], "1 files of 1 packages compared")
