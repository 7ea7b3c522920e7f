"""When a check has a meaning."""

import pytest

from mooring.policy.compliance.conditions import CONDITIONS
from policy.compliance.worlds import REPORT, changed, config, evidence_of, inventory
from policy.matched import LODASH, OPENSSL

OCI = changed(REPORT, image=changed(REPORT.image, manifest_media_type="application/vnd.oci.image.manifest.v1+json"))


@pytest.mark.parametrize(
    ("name", "report", "expected"),
    [
        ("has-distribution", REPORT, True),
        ("has-distribution", inventory(distro=None, packages=(OPENSSL,))(REPORT), True),
        ("has-distribution", inventory(distro=None, packages=(LODASH,))(REPORT), False),
        ("has-os-packages", REPORT, True),
        ("has-os-packages", inventory(packages=(LODASH,))(REPORT), False),
        ("can-hold-healthcheck", config(healthcheck=())(changed(REPORT, dockerfile=None)), True),
        ("can-hold-healthcheck", changed(OCI, dockerfile=None), True),
        ("can-hold-healthcheck", config(healthcheck=())(changed(OCI, dockerfile=None)), False),
        ("can-hold-healthcheck", config(healthcheck=())(OCI), True),
    ],
)
def test_a_check_applies_where_the_image_has_what_it_is_about(name, report, expected):
    assert expected is CONDITIONS[name].holds(evidence_of(report))
