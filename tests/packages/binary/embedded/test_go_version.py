"""Versions that Makefiles write with the linker."""

import pytest

from mooring.packages.binary.embedded.go_version import version_of_main

FLAGS = [
    ("-X main.version=v1.2.3", "v1.2.3"),
    ("-X main.Version=1.2.3", "1.2.3"),
    ("-s -w -X 'example.com/app/pkg/version.gitVersion=v1.2.3-rc.1'", "v1.2.3-rc.1"),
    ("-X=main.version=1.2", "1.2"),
    ("-X example.com/lib.version=9.9.9 -X main.version=1.2.3", "1.2.3"),
    ("-X example.com/lib.version=9.9.9 -X example.com/app/internal.version=1.2.3", "1.2.3"),
    ("-X main.version=dev", ""),
    ("-X main.commit=1.2.3", ""),
    ("-X main.conversion=1.2.3", ""),
    ("", ""),
]


@pytest.mark.parametrize(("flags", "version"), FLAGS)
def test_the_program_s_own_variable_is_believed(flags, version):
    assert version_of_main("example.com/app", "(devel)", {"-ldflags": flags}) == version


def test_the_module_line_is_believed_before_the_flags():
    assert version_of_main("example.com/app", "v1.0.0", {"-ldflags": "-X main.version=v2.0.0"}) == "v1.0.0"
