"""Variables are put in as Dockerfiles and compose files ask."""

import pytest

from mooring.packages.infrastructure.images.variables import expanded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain:1", "plain:1"),
        ("$A:1", "a:1"),
        ("${A}b", "ab"),
        ("${N:-other}", "other"),
        ("${E:-other}", "other"),
        ("${E-other}", ""),
        ("${A:+yes}", "yes"),
        ("${N:+yes}", ""),
        ("$N", None),
        ("${N:?must be set}", None),
        ("${A", None),
        ("$$A", None),
    ],
)
def test_expansion(text, expected):
    assert expanded(text, {"A": "a", "E": ""}) == expected
