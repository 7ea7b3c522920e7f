"""Podfile.lock gives pods and subspecs with edges."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.apple.podfile_lock import READER
from packages.lock_files import read

LOCK = """\
PODS:
  - Brush (1.2.0):
    - Brush/Core (= 1.2.0)
    - Paint
  - Brush/Core (1.2.0)
  - "Paint (2.0)"
EXTERNAL SOURCES:
  Paint:
    :git: https://git.example/paint.git
CHECKOUT OPTIONS:
  Paint:
    :commit: abc
    :git: https://git.example/paint.git
SPEC CHECKSUMS:
  Brush: ab12
"""


def test_a_subspec_is_a_subpath_of_its_pod():
    brush, core, _ = read(READER, "Podfile.lock", LOCK)

    assert (brush.type, brush.name, brush.subpath, brush.line) == ("cocoapods", "Brush", "", 2)
    assert (core.name, core.subpath, core.version, core.line) == ("Brush", "Core", "1.2.0", 5)
    assert core.properties == {"spec_checksum": "ab12"}


def test_edges_go_by_the_names_of_pods_and_subspecs():
    brush, core, _ = read(READER, "Podfile.lock", LOCK)

    assert brush.depends == ("Brush/Core", "Paint")
    assert core.provides == ("Brush/Core",)


def test_a_pod_of_a_repository_has_its_commit():
    paint = read(READER, "Podfile.lock", LOCK)[2]

    assert (paint.version, paint.line) == ("2.0", 6)
    assert paint.qualifiers == {"vcs_url": "git+https://git.example/paint.git@abc"}


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="no PODS"):
        read(READER, "Podfile.lock", "a: 1\n")
