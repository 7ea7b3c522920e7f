"""Gate `metadata`: every attribute and every check."""

import pytest

from mooring.model.distro import Distro
from mooring.model.image import ImageConfig, ImageDescription, Layer, Platform
from mooring.model.inventory import Inventory
from mooring.policy.gates.metadata import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, messages, rule

IMAGE = evidence(
    image=ImageDescription(
        layers=tuple(Layer(index=at, diff_id=f"sha256:{at}", size=512 * 1024) for at in range(4)),
        size=2 * 1024 * 1024,
        config=ImageConfig(platform=Platform(os="linux", architecture="amd64")),
    ),
    inventory=Inventory(distro=Distro(id="rocky", version_id="9.4", id_like=("rhel", "centos", "fedora"))),
)
SCRATCH = evidence(image=ImageDescription(layers=(Layer(index=0, diff_id="sha256:0"),)))
SBOM = evidence(image=ImageDescription(kind="sbom"))


def test_the_message_is_that_of_anchore():
    expected = "Attribute check for attribute: 'size' check: '>' check_value: '1mb' matched image value: '2097152'"
    assert [expected] == messages(GATE, "attribute", IMAGE, attribute="size", check=">", value="1mb")
    expected = (
        "Attribute check for attribute: 'distro' check: 'exists' check_value: 'None' matched image value: 'rocky'"
    )
    assert [expected] == messages(GATE, "attribute", IMAGE, attribute="distro", check="exists")
    expected = (
        "Attribute check for attribute: 'distro' check: 'not_exists' check_value: 'None' matched image value: 'None'"
    )
    assert [expected] == messages(GATE, "attribute", SCRATCH, attribute="distro", check="not_exists")


@pytest.mark.parametrize(
    ("attribute", "check", "value", "holds"),
    [
        ("size", ">", "2mb", False),
        ("size", ">=", "2mb", True),
        ("size", "=", "2048kb", True),
        ("size", "<", "1gb", True),
        ("size", "<=", "2097152", True),
        ("size", "!=", "2MB", False),
        ("size", "in", "1mb,2mb", True),
        ("size", "not_in", "1mb,2mb", False),
        ("size", "exists", "", True),
        ("layer_count", "=", "4", True),
        ("layer_count", ">", "10", False),
        ("layer_count", "<", "10", True),
        ("architecture", "=", "amd64", True),
        ("architecture", "!=", "amd64", False),
        ("architecture", "in", "arm64, amd64", True),
        ("architecture", "not_in", "arm64,s390x", True),
        ("architecture", "not_in", "amd64x,xamd64", True),
        ("os_type", "=", "linux", True),
        ("os_type", "like", "win", False),
        ("distro", "like", "ro", True),
        ("distro", "like", "ocky", False),
        ("distro", "not_like", "ocky", True),
        ("distro", "in", "rocky", True),
        ("distro", "not_in", "debian,alpine", True),
        ("distro", "not_in", "debian,rocky", False),
        ("distro", "exists", "", True),
        ("distro", "not_exists", "", False),
        ("distro_version", "=", "9.4", True),
        ("distro_version", "<", "10", True),
        ("distro_version", ">", "9.10", False),
        ("distro_version", ">=", "9", True),
        ("distro_version", "<", "rawhide", True),
        ("like_distro", "=", "centos", True),
        ("like_distro", "=", "rhel,centos,fedora", True),
        ("like_distro", "!=", "centos", False),
        ("like_distro", "in", "fedora,suse", True),
        ("like_distro", "not_in", "debian", True),
        ("like_distro", "not_in", "fedora", False),
        ("like_distro", "like", "fed.*", True),
    ],
)
def test_each_attribute_compares_with_each_check(attribute, check, value, holds):
    found = messages(GATE, "attribute", IMAGE, attribute=attribute, check=check, value=value)

    assert holds is bool(found)


@pytest.mark.parametrize(
    ("check", "holds"), [("=", False), ("!=", True), ("in", False), ("not_in", True), ("like", False), (">", False)]
)
def test_an_image_without_a_distribution_has_another_one_than_asked_for(check, holds):
    assert holds is bool(messages(GATE, "attribute", SCRATCH, attribute="distro", check=check, value="debian"))


@pytest.mark.parametrize(
    ("attribute", "check", "value", "reason"),
    [
        ("size", ">", "big", "expected a size"),
        ("size", ">", "10 pb", "expected a size"),
        ("layer_count", ">", "ten", "expected a whole number"),
        ("layer_count", ">", "9" * 5000, "expected a whole number"),
        ("distro", "like", "*x", "not a regular expression"),
    ],
)
def test_a_value_that_the_attribute_does_not_have_is_refused(attribute, check, value, reason):
    for word in (check, {">": "in", "like": "not_like"}[check]):
        with pytest.raises(BadParameter, match=reason):
            rule(GATE, "attribute", attribute=attribute, check=word, value=value)


def test_a_comparison_without_a_value_fails_the_rule():
    assert "needs a value" in failure(GATE, "attribute", IMAGE, attribute="size", check=">")


def test_what_a_report_cannot_tell_is_not_passed():
    assert "size of the image is not known" in failure(GATE, "attribute", SBOM, attribute="size", check=">", value="1")
    assert "layers is not known" in failure(GATE, "attribute", SBOM, attribute="layer_count", check=">", value="1")


@pytest.mark.parametrize("kind", ["sbom", "file"])
def test_the_size_of_a_document_is_not_that_of_an_image(kind):
    document = evidence(image=ImageDescription(kind=kind, size=700))

    assert "size of the image is not known" in failure(
        GATE, "attribute", document, attribute="size", check=">", value="1gb"
    )


def test_an_image_without_layers_has_no_size_and_one_whose_layers_do_not_tell_has_an_unknown_one():
    assert 1 == len(messages(GATE, "attribute", evidence(), attribute="size", check="=", value="0"))
    assert "size of the image is not known" in failure(
        GATE, "attribute", SCRATCH, attribute="size", check="=", value="0"
    )


def test_words_are_taken_whatever_their_case_and_wrong_ones_are_refused():
    assert [] == messages(GATE, "attribute", IMAGE, attribute="SIZE", check="NOT_IN", value="2mb")
    with pytest.raises(BadParameter, match="layer_count"):
        rule(GATE, "attribute", attribute="layers", check="=", value="1")
