"""`WWW-Authenticate` as registries write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.image.registries.client.challenge import parse_challenges


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
            [
                (
                    "bearer",
                    {
                        "realm": "https://auth.example/token",
                        "service": "registry.example",
                        "scope": "repository:a/b:pull,push",
                    },
                )
            ],
        ),
        ('Basic realm="Registry \\"one\\""', [("basic", {"realm": 'Registry "one"'})]),
        ('Basic realm=a, Bearer realm="b"', [("basic", {"realm": "a"}), ("bearer", {"realm": "b"})]),
        ("Negotiate", [("negotiate", {})]),
        ("", []),
        ('"', []),
    ],
)
def test_challenges_are_read(header, expected):
    assert expected == [(one.scheme, one.parameters) for one in parse_challenges(header)]


@given(st.text(alphabet='aB ="\\,-\t', max_size=300))
def test_any_header_is_read_without_an_error(header):
    parse_challenges(header)


def test_a_long_header_is_cut():
    assert len(parse_challenges("Bearer a=" + "x" * 1_000_000)) == 1
