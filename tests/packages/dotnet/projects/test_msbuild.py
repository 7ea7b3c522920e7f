"""Versions that references pin."""

import pytest

from mooring.packages.dotnet.projects.msbuild import exact_version

VERSIONS = [
    ("1.2.3", "1.2.3"),
    ("[1.2.3]", "1.2.3"),
    ("[1.0,2.0)", ""),
    ("1.*", ""),
    ("$(V)", ""),
    ("", ""),
    ("(1.0,)", ""),
]


@pytest.mark.parametrize(("written", "version"), VERSIONS)
def test_only_one_version_is_a_version(written, version):
    assert exact_version(written) == version
