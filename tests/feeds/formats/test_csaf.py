import pytest

from mooring.base.errors import HostileInput, ReadError
from mooring.feeds.formats.csaf import MAX_DEPTH, CsafProduct, ratings, split_nevra, statements, tracking_id
from mooring.feeds.formats.loose_json import JsonObject
from mooring.model.severity import Severity


def product(product_id: str, **identification: str) -> dict[str, object]:
    return {"product": {"product_id": product_id, "product_identification_helper": identification}}


def relation(full: str, component: str, platform: str) -> dict[str, object]:
    return {
        "product_reference": component,
        "relates_to_product_reference": platform,
        "full_product_name": {"product_id": full},
    }


def document(branches: list[object], relationships: list[object], **vulnerability: object) -> JsonObject:
    return {
        "product_tree": {"branches": branches, "relationships": relationships},
        "vulnerabilities": [{"cve": "CVE-2024-1000", **vulnerability}],
    }


PLATFORM = product("P", cpe="cpe:/o:redhat:enterprise_linux:8")
RUBY = product("ruby-0:2.7-1.src", purl="pkg:rpm/redhat/ruby@2.7-1?arch=src")


def the_product(content: JsonObject) -> CsafProduct:
    (statement,) = statements(content)
    return statement.product


def test_a_package_of_a_platform_has_its_cpe_and_the_epoch_of_its_identifier():
    found = the_product(
        document(
            [PLATFORM, product("bind-32:9.11-1.src", purl="pkg:rpm/redhat/bind@9.11-1?arch=src")],
            [relation("P:bind", "bind-32:9.11-1.src", "P")],
            product_status={"fixed": ["P:bind"]},
        )
    )

    assert ("P", "cpe:/o:redhat:enterprise_linux:8", "bind", "32:9.11-1", "src") == (
        found.platform,
        found.cpe,
        found.name,
        found.version,
        found.architecture,
    )


@pytest.mark.parametrize(
    "relationships",
    [
        [relation("P:M", "M", "P"), relation("P:M:ruby", "ruby-0:2.7-1.src", "P:M")],
        [relation("M:ruby", "ruby-0:2.7-1.src", "M"), relation("P:M:ruby", "M:ruby", "P")],
    ],
)
def test_a_package_of_a_module_of_a_platform_has_all_three(relationships: list[object]):
    module = product("M", purl="pkg:rpmmod/redhat/ruby@2.7:8080020230427102918:63b34585")

    found = the_product(document([PLATFORM, RUBY, module], relationships, product_status={"fixed": ["P:M:ruby"]}))

    assert ("P", "ruby", "0:2.7-1", "ruby:2.7") == (found.platform, found.name, found.version, found.module)


def test_remedies_and_impacts_belong_to_products():
    (statement,) = statements(
        document(
            [PLATFORM, RUBY],
            [relation("P:ruby", "ruby-0:2.7-1.src", "P")],
            product_status={"known_affected": ["P:ruby"]},
            remediations=[
                {"category": "workaround", "details": "none", "product_ids": ["P:ruby"]},
                {"category": "no_fix_planned", "details": "Will not fix", "product_ids": ["P:ruby"]},
            ],
            threats=[
                {"category": "impact", "details": "Low", "product_ids": ["P:ruby"]},
                {"category": "impact", "details": "High"},
            ],
        )
    )

    assert ("affected", "no_fix_planned", "Low") == (statement.status, statement.remedy, statement.impact)


def test_a_circle_of_relationships_ends():
    circle: list[object] = [relation("A", "B", "A"), relation("B", "A", "B")]

    assert [] == [one for one in statements(document([], circle, product_status={"fixed": ["A"]})) if one.product.cpe]


def test_a_tree_beyond_reason_is_refused():
    tree: dict[str, object] = {}
    for _ in range(MAX_DEPTH + 1):
        tree = {"branches": [tree]}

    with pytest.raises(HostileInput):
        list(statements(document([tree], [])))


def test_a_document_without_an_identifier_is_none():
    with pytest.raises(ReadError):
        tracking_id({"document": {"tracking": {"id": 7}}})


def test_each_score_counts_once():
    score = {"cvss_v3": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N", "baseScore": 7.5}}

    found = list(ratings({"scores": [score, score, {"cvss_v2": {"baseScore": "x"}}]}, "redhat", Severity.LOW))

    assert [("3.1", 7.5, Severity.LOW)] == [(one.cvss_version, one.score, one.severity) for one in found]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("openssl-1:3.0.7-27.el9.x86_64", ("openssl", "1:3.0.7-27.el9", "x86_64")),
        ("python3-X-1.12-2.oe1.noarch.rpm", ("python3-X", "1.12-2.oe1", "noarch")),
        ("iscsitarget-1.4.20-0.43.2.1", ("iscsitarget", "1.4.20-0.43.2.1", "")),
        ("openssl-libs", ("openssl-libs", "", "")),
        ("compat-openssl10.src", ("compat-openssl10", "", "src")),
        ("", ("", "", "")),
    ],
)
def test_labels_of_packages_are_taken_apart(label: str, parts: tuple[str, str, str]):
    assert parts == split_nevra(label)
