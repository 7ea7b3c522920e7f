"""Ids of findings: allowlists written for Anchore Engine name them."""

import pytest

from mooring.policy.gate import trigger_id


@pytest.mark.parametrize(
    ("gate", "trigger", "message", "expected"),
    [
        (
            "dockerfile",
            "no_dockerfile_provided",
            "Image was not analyzed with an actual Dockerfile",
            "b00b22232c1902075263067d2d2b8eea",
        ),
        (
            "dockerfile",
            "instruction",
            "Dockerfile directive 'HEALTHCHECK' not found, matching condition 'not_exists' check",
            "41cb7cdf04850e33a11f80c42bf660b3",
        ),
        (
            "dockerfile",
            "exposed_ports",
            "Dockerfile exposes port (22) which is in policy file DENIEDPORTS list",
            "cc05c35507995b4a657b63f9b0baa281",
        ),
        (
            "files",
            "suid_or_guid_set",
            "SUID or SGID found set on file /usr/bin/test. Mode: 0o6000",
            "76ccbace63213f99fca8033afddd2419",
        ),
        (
            "vulnerabilities",
            "stale_feed_data",
            "The vulnerability feed for this image distro is older than MAXAGE (2) days",
            "deb3f1afb4ea0ddf587e6c62c341c6fa",
        ),
    ],
)
def test_an_id_is_made_of_gate_trigger_and_message_as_anchore_makes_it(gate, trigger, message, expected):
    assert expected == trigger_id(gate, trigger, message)


def test_a_path_that_is_no_text_has_an_id():
    assert len(trigger_id("files", "name_match", "file=/\udcff")) == 32
