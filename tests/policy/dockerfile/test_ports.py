"""Ports are compared with lists."""

import pytest

from mooring.policy.dockerfile.ports import denied, not_allowed


@pytest.mark.parametrize(
    ("words", "ports", "found"),
    [
        (["22"], [22], ["22"]),
        (["22/tcp", "53/udp"], [22, 53], ["22/tcp", "53/udp"]),
        (["22/TCP"], [22], ["22/tcp"]),
        (["20-25"], [22], ["22"]),
        (["20-25/udp"], [22], ["22/udp"]),
        (["22", "22/udp"], [22], ["22"]),
        (["222", "$PORT", "x"], [22], []),
        ([], [22], []),
    ],
)
def test_denied_ports(words, ports, found):
    assert list(denied(words, ports)) == [
        f"Dockerfile exposes port ({text}) which is in policy file DENIEDPORTS list" for text in found
    ]


@pytest.mark.parametrize(
    ("words", "ports", "found"),
    [
        (["80"], [80], []),
        (["80/tcp", "80/udp"], [80], []),
        (["80", "443"], [80], ["443"]),
        (["80-81"], [80, 81], []),
        (["80-82"], [80, 81], ["80-82"]),
        (["1-999999"], [80], ["1-999999"]),
        (["$PORT", "80/sctp"], [80], ["$PORT", "80/sctp"]),
    ],
)
def test_ports_that_are_not_allowed(words, ports, found):
    assert list(not_allowed(words, ports)) == [
        f"Dockerfile exposes port ({text}) which is not in policy file ALLOWEDPORTS list" for text in found
    ]


def test_zero_stands_for_any_port():
    assert list(denied(["22", "80"], [0])) == [
        "Dockerfile exposes network ports but policy sets DENIEDPORTS=0: ['22', '80']"
    ]
    assert list(not_allowed(["22"], [0, 22])) == [
        "Dockerfile exposes network ports but policy sets ALLOWEDPORTS=0: ['22']"
    ]
    assert list(denied([], [0])) == []
