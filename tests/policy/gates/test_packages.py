"""Gate `packages`: names, parameters, messages and ids as Anchore Engine has them."""

import pytest

from mooring.model.evidence.content import Content, Need, VerificationFailure
from mooring.policy.gate import parameters_of, trigger_id
from mooring.policy.gates.packages import GATE
from policy.gate_rules import ids, messages, rule
from policy.matched import OPENSSL, judged, package

CURL = package("deb", "curl", "7.88.1-10")
REPORT = judged(packages=(CURL, OPENSSL))
MINIMUM = "Required min-version input package (curl) is present"


def test_the_parameters_of_required_package_are_anchores():
    assert ["name", "version", "version_match_type"] == list(parameters_of(GATE.triggers[0]))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"name": "curl"}, ""),
        ({"name": "wget"}, "Required input package (wget) is not present in container image"),
        ({"name": "wget", "version": "1.2"}, "Required input package (wget,1.2) is not present in container image"),
        ({"name": "curl", "version": "7.88.1-10"}, ""),
        (
            {"name": "curl", "version": "7.88.1-9"},
            "Required input package (curl) is present (7.88.1-10), but not at the version specified in policy (curl)",
        ),
        ({"name": "curl", "version": "7.88.1-9", "version_match_type": "minimum"}, ""),
        (
            {"name": "curl", "version": "7.89", "version_match_type": "minimum"},
            f"{MINIMUM} (7.88.1-10), but is lower version than what is specified in policy (7.89)",
        ),
    ],
)
def test_a_required_package_is_missed_in_anchores_words(params, expected):
    assert ([expected] if expected else []) == messages(GATE, "required_package", REPORT, **params)


def test_a_required_version_may_be_any_of_those_installed():
    kernels = judged(packages=(package("rpm", "kernel", "5.14.0-1.el9"), package("rpm", "kernel", "5.14.0-2.el9")))

    assert [] == messages(GATE, "required_package", kernels, name="kernel", version="5.14.0-2.el9")


def test_a_version_that_cannot_be_compared_will_not_do():
    odd = judged(packages=(package("npm", "left-pad", "workspace"),))

    assert 1 == len(
        messages(GATE, "required_package", odd, name="left-pad", version="1.0.0", version_match_type="minimum")
    )


def test_what_only_a_lock_file_names_is_not_present():
    named = judged(packages=(package("npm", "left-pad", "1.0.0", is_installed=False),))

    assert 1 == len(messages(GATE, "required_package", named, name="left-pad"))


FAILURES = Content(
    verification=(
        VerificationFailure(
            package="deb/curl", package_name="curl", path="/usr/bin/curl", status="changed", what="digest"
        ),
        VerificationFailure(package="deb/vim", package_name="vim", path="/usr/bin/vim", status="missing"),
        VerificationFailure(package="deb/vim", package_name="vim", path="/usrlocal/vim", status="changed"),
    )
)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["/usr/bin/curl", "/usr/bin/vim", "/usrlocal/vim"]),
        ({"only_packages": "vim,bash"}, ["/usr/bin/vim", "/usrlocal/vim"]),
        ({"only_directories": "/usr"}, ["/usr/bin/curl", "/usr/bin/vim"]),
        ({"only_directories": "/usr/bin/,/etc"}, ["/usr/bin/curl", "/usr/bin/vim"]),
        ({"check": "missing"}, ["/usr/bin/vim"]),
        ({"check": "changed", "only_packages": "curl"}, ["/usr/bin/curl"]),
    ],
)
def test_files_that_differ_from_the_package_database_fire(params, expected):
    found = messages(GATE, "verify", judged(inventory={"content": FAILURES}), **params)

    assert expected == [message.split("'")[3] for message in found]


def test_a_file_that_differs_is_told_in_anchores_words():
    report = judged(inventory={"content": FAILURES})
    expected = (
        "VERIFY check against package db for package 'curl' failed on entry '/usr/bin/curl' with status: 'changed'"
    )

    assert [expected] == messages(GATE, "verify", report, only_packages="curl")
    assert [trigger_id("packages", "verify", expected)] == ids(GATE, "verify", report, only_packages="curl")


def test_verifying_needs_files_that_were_compared():
    assert (Need.VERIFICATION,) == tuple(rule(GATE, "verify").needs())


@pytest.mark.parametrize("name", ["blacklist", "denylist"])
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"name": "curl"}, ["Package is blacklisted: curl"]),
        ({"name": "curl", "version": "7.88.1-10"}, ["Package is blacklisted: curl-7.88.1-10"]),
        ({"name": "curl", "version": "7.88.1"}, []),
        ({"name": "wget"}, []),
    ],
)
def test_a_denied_package_fires_by_name_and_version(name, params, expected):
    assert expected == messages(GATE, name, REPORT, **params)
    assert [trigger_id("packages", "blacklist", one) for one in expected] == ids(GATE, name, REPORT, **params)
