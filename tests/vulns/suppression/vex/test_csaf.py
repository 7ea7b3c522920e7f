"""CSAF 2.0: product tree, relationships, flags, threats and remediations."""

import time

import pytest

from mooring.base.errors import ReadError
from mooring.model.vex import VexProduct, VexStatus
from mooring.vulns.suppression.vex import csaf_products
from mooring.vulns.suppression.vex.csaf import read_csaf
from mooring.vulns.suppression.vex.node import Node

HEAD = {
    "category": "csaf_vex",
    "csaf_version": "2.0",
    "publisher": {"name": "Vendor"},
    "tracking": {"id": "V-1", "current_release_date": "2025-01-01T00:00:00Z"},
}


def product(name, **helper):
    found = {"name": f"{name} by name", "product_id": name}
    return {**found, "product_identification_helper": helper} if helper else found


def branch(category, name, *inner, product=None):
    return {"category": category, "name": name, **({"product": product} if product else {"branches": list(inner)})}


def relation(name, part, whole):
    return {
        "category": "default_component_of",
        "full_product_name": {"name": name, "product_id": name},
        "product_reference": part,
        "relates_to_product_reference": whole,
    }


TREE = {
    "branches": [
        branch(
            "vendor",
            "Red Hat",
            branch("product_name", "RHEL 9", product=product("rhel9", cpe="cpe:/o:redhat:enterprise_linux:9")),
            branch(
                "architecture",
                "x86_64",
                branch("product_version", "pam", product=product("pam", purl="pkg:rpm/redhat/pam")),
            ),
            branch("product_version_range", "vers:npm/<4.17.21", product=product("lodash", purl="pkg:npm/lodash")),
        )
    ],
    "full_product_names": [
        product(
            "image",
            purl="pkg:oci/app",
            hashes=[{"filename": "x", "file_hashes": [{"algorithm": "sha256", "value": "AB"}]}],
        ),
        product("nameless"),
    ],
    "relationships": [relation("rhel9:pam", "pam", "rhel9"), relation("image:lodash", "lodash", "image")],
    "product_groups": [{"group_id": "G", "product_ids": ["rhel9:pam", "image"]}],
}


def read(*vulnerabilities, tree=TREE, head=HEAD):
    document = {"document": head, "product_tree": tree, "vulnerabilities": list(vulnerabilities)}
    return list(read_csaf(Node(document), "folder/csaf.json"))


def row(**more):
    return {"cve": "CVE-2024-1", "product_status": {"known_not_affected": ["rhel9:pam"]}, **more}


def refused(*vulnerabilities, **more):
    with pytest.raises(ReadError) as caught:
        read(*vulnerabilities, **more)
    return caught.value.message


def test_a_component_of_a_platform():
    (found,) = read(row(flags=[{"label": "component_not_present", "product_ids": ["rhel9:pam"]}]))

    assert found.products == (
        VexProduct(identifiers=("cpe:/o:redhat:enterprise_linux:9",), components=("pkg:rpm/redhat/pam",)),
    )
    assert (found.id, found.vulnerabilities, found.status) == (
        "V-1/CVE-2024-1#1",
        ("CVE-2024-1",),
        VexStatus.NOT_AFFECTED,
    )
    assert (found.justification, found.author) == ("component_not_present", "Vendor")
    assert (found.timestamp, found.origin, found.format) == ("2025-01-01T00:00:00.000000Z", "folder/csaf.json", "csaf")


def test_versions_of_a_range_and_hashes():
    (found,) = read(row(product_status={"fixed": ["image:lodash"]}))

    assert found.products == (
        VexProduct(
            identifiers=("pkg:oci/app", "sha256:ab"), components=("pkg:npm/lodash",), versions=("vers:npm/<4.17.21",)
        ),
    )


def test_a_product_without_identifiers_is_its_name_and_never_everything():
    (found,) = read(row(product_status={"known_not_affected": ["nameless"]}))

    assert found.products == (VexProduct(identifiers=("nameless by name",)),)


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("fixed", VexStatus.FIXED),
        ("first_fixed", VexStatus.FIXED),
        ("known_not_affected", VexStatus.NOT_AFFECTED),
        ("known_affected", VexStatus.AFFECTED),
        ("first_affected", VexStatus.AFFECTED),
        ("last_affected", VexStatus.AFFECTED),
        ("under_investigation", VexStatus.UNDER_INVESTIGATION),
    ],
)
def test_every_status_is_known(key, status):
    assert [one.status for one in read(row(product_status={key: ["image"]}))] == [status]


def test_recommended_versions_are_no_statement():
    assert read(row(product_status={"recommended": ["image"]})) == []


def test_other_names_are_aliases_and_numbers_of_trackers_are_none():
    ids = [{"system_name": "GHSA", "text": "GHSA-x"}, {"system_name": "Bugzilla", "text": "2319212"}, {"text": "a b-c"}]

    assert read(row(ids=ids))[0].vulnerabilities == ("CVE-2024-1", "GHSA-x")
    assert read(row(ids=ids, cve=None))[0].vulnerabilities == ("GHSA-x",)


def test_reasons_come_from_threats_and_remediations():
    threats = [
        {"category": "impact", "details": "Moderate", "product_ids": ["rhel9:pam"]},
        {"category": "impact", "details": "the code is not built", "group_ids": ["G"]},
        {"category": "exploit_status", "details": "none", "product_ids": ["image"]},
    ]
    cures = [
        {"category": "vendor_fix", "details": "update it", "product_ids": ["image"]},
        {"category": "workaround", "details": "other"},
    ]
    status = {"known_not_affected": ["rhel9:pam"], "known_affected": ["image"], "fixed": ["nameless"]}

    found = {one.status: one.reason for one in read(row(product_status=status, threats=threats, remediations=cures))}

    assert found == {
        VexStatus.NOT_AFFECTED: "the code is not built",
        VexStatus.AFFECTED: "update it",
        VexStatus.FIXED: "other",
    }


def test_a_flag_without_products_is_about_all():
    found = read(row(flags=[{"label": "vulnerable_code_not_present"}]))

    assert found[0].justification == "vulnerable_code_not_present"


def test_products_of_one_kind_are_one_statement():
    flags = [{"label": "component_not_present", "product_ids": ["image"]}]
    found = read(row(product_status={"known_not_affected": ["rhel9:pam", "image", "nameless"]}, flags=flags))

    assert [(one.id, len(one.products)) for one in found] == [("V-1/CVE-2024-1#1", 2), ("V-1/CVE-2024-1#2", 1)]


def test_relationships_are_followed_through_a_module():
    names = [
        product("pkg", purl="pkg:rpm/redhat/x"),
        product("mod", purl="pkg:rpmmod/redhat/m@1"),
        product("os", cpe="cpe:/o:r:e:8"),
    ]
    inner_first = [relation("a", "pkg", "mod"), relation("b", "a", "os")]
    outer_first = [relation("a", "mod", "os"), relation("b", "pkg", "a")]

    for relationships in (inner_first, outer_first):
        (found,) = read(
            row(product_status={"fixed": ["b"]}), tree={"full_product_names": names, "relationships": relationships}
        )
        assert found.products == (
            VexProduct(
                identifiers=("cpe:/o:r:e:8",), components=("pkg:rpm/redhat/x",), within=("pkg:rpmmod/redhat/m@1",)
            ),
        )


def test_a_product_that_is_defined_again_keeps_all_its_names():
    names = [product("p", purl="pkg:npm/x"), product("p", cpe="cpe:/a:x:x")]

    (found,) = read(row(product_status={"fixed": ["p"]}), tree={"full_product_names": names})

    assert found.products[0].identifiers == ("pkg:npm/x", "cpe:/a:x:x")


def test_documents_of_other_kinds_state_nothing():
    assert read() == []
    assert list(read_csaf(Node({"document": HEAD}), "x")) == []
    assert read({"cve": "CVE-2024-1"}) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"product_status": {"fixed": ["gone"]}},
            "vulnerabilities[0].product_status names the product 'gone', which the document does not",
        ),
        (
            {"product_status": {"fixed": ["image"], "known_affected": ["image"]}},
            "says both fixed and affected of 'image'",
        ),
        ({"product_status": {"fixed": "image"}}, "vulnerabilities[0].product_status.fixed is 'image'; expected a list"),
        ({"product_status": ["x"]}, "vulnerabilities[0].product_status is a list"),
        ({"flags": [{"label": "not_used"}]}, "vulnerabilities[0].flags[0].label is 'not_used'"),
        ({"threats": [{"category": "impact", "details": "x", "group_ids": ["H"]}]}, "names the product group 'H'"),
        ({"cve": None}, "vulnerabilities[0] names no vulnerability"),
        ({"cve": 3}, "vulnerabilities[0].cve is 3"),
    ],
)
def test_a_damaged_vulnerability_refuses_the_document(change, message):
    assert message in refused(row(**change))


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({"full_product_names": [{"name": "x"}]}, "product_tree.full_product_names[0] has no product_id"),
        ({"branches": [3]}, "product_tree.branches[0] is 3"),
        ({"relationships": [relation("a", "b", "")]}, "product_tree.relationships[0] names no two products"),
        ({"relationships": [relation("a", "a", "a")]}, "go round in a circle"),
        ({"relationships": [relation("a", "b", "a"), relation("b", "a", "b")]}, "go round in a circle"),
        ({"full_product_names": [product("x")], "relationships": [relation("a", "x", "a")]}, "go round in a circle"),
        (
            {"relationships": [relation("a", "gone", "gone")]},
            "names the product 'a', a part of 'gone', which the document",
        ),
        ({"branches": "x"}, "product_tree.branches is 'x'"),
    ],
)
def test_a_damaged_tree_refuses_the_document(tree, message):
    assert message in refused(row(product_status={"fixed": ["a"]}), tree=tree)


def test_a_later_version_is_refused():
    assert "document.csaf_version is '2.1'; expected '2.0'" in refused(row(), head={**HEAD, "csaf_version": "2.1"})


def test_deep_trees_and_wide_groups_are_bounded():
    deep = branch("vendor", "x", product=product("x"))
    for _ in range(150):
        deep = branch("vendor", "x", deep)
    groups = [{"group_id": "G", "product_ids": [f"p{number}" for number in range(10_000)]}]
    flags = [{"label": "component_not_present", "group_ids": ["G"]}] * 10_000

    assert "nests branches more than 100 deep" in refused(row(), tree={"branches": [deep]})
    assert "names more than 5000000 products in flags" in refused(
        row(flags=flags), tree={**TREE, "product_groups": groups}
    )


def test_the_number_of_products_is_bounded(monkeypatch):
    monkeypatch.setattr(csaf_products, "MAX_PRODUCTS", 3)

    assert "is one of more than 3 products" in refused(row())


def test_thousands_of_products_are_read_quickly():
    names = [product(f"p{number}", purl=f"pkg:rpm/redhat/p{number}") for number in range(5_000)] + [
        product("os", cpe="cpe:/o:r:e:9")
    ]
    relationships = [relation(f"os:p{number}", f"p{number}", "os") for number in range(5_000)]
    tree = {"full_product_names": names, "relationships": relationships}
    started = time.process_time()

    (found,) = read(row(product_status={"fixed": [f"os:p{number}" for number in range(5_000)]}), tree=tree)

    assert len(found.products) == 5_000
    assert time.process_time() - started < 3
