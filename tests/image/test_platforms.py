"""Which of several platforms is taken."""

import pytest

from mooring.image.platforms import choose, go_architecture
from mooring.model.image import Platform


def _platforms(*texts: str) -> tuple[Platform, ...]:
    return tuple(Platform.parse(text) for text in texts)


@pytest.mark.parametrize(
    ("offered", "wanted", "expected"),
    [
        (("linux/amd64", "linux/arm64"), "linux/arm64", 1),
        (("linux/amd64", "linux/arm64/v8"), "arm64", 1),
        (("linux/arm64",), "linux/arm64/v8", 0),
        (("linux/arm/v6", "linux/arm/v7"), "linux/arm/v7", 1),
        (("linux/arm/v5", "linux/arm/v6"), "linux/arm/v7", 1),
        (("linux/arm/v7",), "linux/arm/v6", None),
        (("linux/arm/v6", "linux/arm/v7"), "linux/arm", 1),
        (("linux/amd64/v3", "linux/amd64"), "linux/amd64", 1),
        (("linux/amd64",), "linux/x86_64", 0),
        (("windows/amd64", "linux/amd64"), "linux/amd64", 1),
        (("linux/amd64",), "windows/amd64", None),
        (("linux/mips/odd",), "linux/mips/odd", 0),
        (("linux/mips/odd",), "linux/mips", 0),
        (("linux/mips/odd",), "linux/mips/other", None),
    ],
)
def test_the_nearest_platform_that_runs_is_taken(offered, wanted, expected):
    assert choose(_platforms(*offered), Platform.parse(wanted)) == expected


def test_without_a_wish_there_is_always_an_answer():
    assert choose(_platforms("plan9/amd64"), None) == 0
    assert choose((), None) is None


def test_architectures_are_called_as_go_calls_them():
    assert [go_architecture(name) for name in ("x86_64", "AARCH64", "riscv64")] == ["amd64", "arm64", "riscv64"]
