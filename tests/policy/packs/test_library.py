"""The packs that come with Mooring: complete, in order, and in words of our own."""

import re

import pytest

from mooring.base.errors import NotFound, UsageError
from mooring.model.compliance import CheckKind
from mooring.policy.compliance.conditions import CONDITIONS
from mooring.policy.compliance.sources import SOURCES
from mooring.policy.packs.library import (
    all_checks,
    all_settings,
    checks_of,
    load_pack,
    natural_key,
    pack_names,
    read_settings,
    settings_of,
)
from mooring.policy.registry import all_gates, triggers_of

CONTROLS = [(name, control) for name in pack_names() for control in load_pack(name).controls]
NAMES = [f"{name} {control.id}" for name, control in CONTROLS]


def test_there_are_five_packs():
    assert ("cis-docker", "disa-stig", "hipaa", "nist-800-190", "pci-dss-4") == pack_names()


@pytest.mark.parametrize(
    ("name", "identifiers"),
    [
        ("cis-docker", [f"4.{number}" for number in range(1, 13)]),
        (
            "nist-800-190",
            [
                *(f"3.1.{number}" for number in range(1, 6)),
                *(f"3.2.{number}" for number in range(1, 4)),
                *(f"3.{part}.{number}" for part in (3, 4, 5) for number in range(1, 6)),
            ],
        ),
        (
            "pci-dss-4",
            [
                *(
                    "1.2",
                    "1.3",
                    "2.2.1",
                    "2.2.2",
                    "2.2.4",
                    "2.2.6",
                    "3",
                    "5.2",
                    "5.3",
                    "6.2.4",
                    "6.3.1",
                    "6.3.2",
                    "6.3.3",
                    "6.5.1",
                ),
                *("7.2", "8.6.2", "10.2", "10.3", "10.4", "10.5", "11.3.1", "11.3.1.1", "11.5.2", "12.3.1"),
            ],
        ),
        ("disa-stig", [*(f"CP-{number}" for number in range(1, 13)), *(f"FR-{number}" for number in range(1, 9))]),
    ],
)
def test_every_control_is_listed_in_the_order_of_its_number(name, identifiers):
    listed = [control.id for control in load_pack(name).controls]

    assert sorted(identifiers, key=natural_key) == listed
    assert len(identifiers) == len(set(listed))


def test_hipaa_lists_every_safeguard_that_containers_touch():
    listed = {control.id.removeprefix("164.") for control in load_pack("hipaa").controls}

    expected = """308(a)(1)(ii)(A) 308(a)(1)(ii)(B) 308(a)(1)(ii)(D) 308(a)(3) 308(a)(4) 308(a)(5)(ii)(B) 308(a)(6) 308(a)(7) 308(a)(8)
    312(a)(1) 312(a)(2)(i) 312(a)(2)(iv) 312(b) 312(c)(1) 312(c)(2) 312(d) 312(e)(2)(ii) 316(b)(2)(i)"""
    assert set(expected.split()) == listed


@pytest.mark.parametrize(("name", "control"), CONTROLS, ids=NAMES)
def test_a_control_says_what_it_needs_and_what_no_image_can_show(name, control):
    del name

    has_checks = bool(checks_of(control))
    assert control.title
    assert control.description.endswith(".")
    assert (control.check is CheckKind.MANUAL) is not has_checks
    assert (control.check is CheckKind.PARTIAL) is bool(control.beyond)
    assert (control.check is CheckKind.AUTO) is not bool(control.evidence_needed)
    assert set(checks_of(control)) <= set(all_checks())


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_a_check_rests_on_evidence_and_rules_that_exist(name):
    check = all_checks()[name]

    assert set(check.rests_on) <= set(SOURCES)
    assert not check.applies or check.applies in CONDITIONS
    assert set(check.settings) <= set(all_settings())
    assert any(name in checks_of(control) for _, control in CONTROLS), "no pack uses it"
    for rule in check.rules:
        gate = all_gates().gate(rule.gate)
        assert gate is not None
        assert rule.trigger in triggers_of(gate)
        assert set(re.findall(r"\{([a-z-]+)\}", " ".join(rule.params.values()))) <= set(all_settings())


@pytest.mark.parametrize("name", pack_names())
def test_a_pack_names_its_source_and_what_it_does_not_cover(name):
    pack = load_pack(name)

    assert name == pack.id
    assert pack.url.startswith("https://")
    assert pack.coverage.endswith(".")
    assert pack.version.isdigit()


def test_an_unknown_pack_is_told_with_the_nearest():
    with pytest.raises(NotFound, match="'cis-dokcer'") as error:
        load_pack("cis-dokcer")

    assert "did you mean 'cis-docker'?" == error.value.hint


def test_the_shared_checks_are_no_pack():
    with pytest.raises(NotFound):
        load_pack("checks")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("base-image=a", "has no setting 'base-image'"),
        ("base-images", "'base-images' has no value"),
        ("base-images= ", "'base-images' has no value"),
        ("ports=80", "has no setting 'ports'"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(text, message):
    with pytest.raises(UsageError, match=message):
        read_settings([text], load_pack("cis-docker"))


def test_a_setting_is_given_once():
    with pytest.raises(UsageError, match="given twice"):
        read_settings(["base-images=a", "base-images=b"], load_pack("cis-docker"))


def test_settings_are_those_that_the_checks_of_the_pack_ask_for():
    assert {"base-images": "a=b", "setuid-paths": "/bin/su"} == read_settings(
        ["base-images= a=b ", "setuid-paths=/bin/su"], load_pack("cis-docker")
    )
    assert "fips-packages" in settings_of(load_pack("disa-stig"))
    assert "fips-packages" not in settings_of(load_pack("cis-docker"))


def test_numbers_are_ordered_as_numbers():
    names = ["4.10", "4.2", "11.3.1.1", "11.3.1", "4.1"]

    assert ["4.1", "4.2", "4.10", "11.3.1", "11.3.1.1"] == sorted(names, key=natural_key)
