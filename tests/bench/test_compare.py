"""The comparison of tools tells a miss from another name, and drops what no advisory can match."""

import importlib
import json
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def compare(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("compare")


def mooring(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    packages = [{"type": t, "name": n, "version": v, "locations": [{"path": p}]} for t, n, v, p in rows]
    path = folder / "mooring.json"
    path.write_text(json.dumps({"inventory": {"packages": packages}}))
    return path


def syft(folder: Path, *rows: tuple[str, str, str, str]) -> Path:
    artifacts = [{"type": t, "name": n, "version": v, "locations": [{"path": p}]} for t, n, v, p in rows]
    path = folder / "syft.json"
    path.write_text(json.dumps({"artifacts": artifacts}))
    return path


def test_names_are_equal_as_their_ecosystem_equals_them(compare, tmp_path):
    ours = mooring(
        tmp_path,
        ("pypi", "Zope.Interface", "1", "/a"),
        ("golang", "stdlib", "1.22.1", "/b"),
        ("maven", "g:core", "2", "/c"),
    )
    theirs = syft(
        tmp_path,
        ("python", "zope-interface", "1", "/a"),
        ("go-module", "stdlib", "go1.22.1", "/b"),
        ("java-archive", "core", "2", "/c"),
    )

    assert compare.of_mooring(ours) == compare.of_syft(theirs)


def test_a_package_without_a_version_is_left_out(compare, tmp_path):
    assert compare.of_syft(syft(tmp_path, ("npm", "a", "UNKNOWN", "/a"), ("npm", "b", "", "/b"))) == set()


def test_a_miss_is_told_from_another_name_for_the_same_file(compare, tmp_path):
    ours = mooring(
        tmp_path, ("npm", "kept", "1", "/k"), ("maven", "g:jetty-util", "9", "/u.jar"), ("npm", "more", "1", "/m")
    )
    theirs = syft(
        tmp_path, ("npm", "kept", "1", "/k"), ("npm", "lost", "1", "/l"), ("java-archive", "util", "9", "/u.jar")
    )

    found = compare.difference(ours, theirs)

    assert found["npm"].missing == ["lost 1 in /l"]
    assert found["npm"].only_ours == 1
    assert found["maven"].missing == []
    assert found["maven"].renamed == ["util 9 = jetty-util 9"]
