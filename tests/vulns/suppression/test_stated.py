"""VEX statements at work."""

import pytest

from mooring.model.match import SuppressedBy, Suppression
from mooring.model.package import Relation
from mooring.model.vex import VexProduct, VexStatus
from vulns.suppression.small import DIGEST, LODASH, SSL, inventory, judged, match_of, package, problems, statement

NOT, FIXED, AFFECTED, LOOKING = (
    VexStatus.NOT_AFFECTED,
    VexStatus.FIXED,
    VexStatus.AFFECTED,
    VexStatus.UNDER_INVESTIGATION,
)
EARLY, LATE = "2025-01-01T00:00:00.000000Z", "2025-06-01T00:00:00.000000Z"
IN_IMAGE = VexProduct(identifiers=(DIGEST,), components=("pkg:deb/ubuntu/libssl3",))


@pytest.mark.parametrize(("status", "is_suppressed"), [(NOT, True), (FIXED, True), (AFFECTED, False), (LOOKING, False)])
def test_what_is_not_affected_or_fixed_does_not_count(status, is_suppressed):
    assert judged(match_of(SSL), vex=(statement(status, DIGEST),)).matches[0].is_suppressed is is_suppressed


def test_a_suppression_says_who_says_so():
    found = judged(
        match_of(SSL),
        vex=(statement(NOT, DIGEST, author="Vendor", reason="not built", justification="vulnerable_code_not_present"),),
    )

    assert found.matches[0].suppressions == (
        Suppression(
            by=SuppressedBy.VEX,
            statement="doc#not_affected",
            origin="vex.json",
            author="Vendor",
            reason="not built",
            justification="vulnerable_code_not_present",
        ),
    )


def test_a_fix_is_told_apart_from_what_never_was_affected():
    bare = judged(match_of(SSL), vex=(statement(FIXED, DIGEST),))
    told = judged(match_of(SSL), vex=(statement(FIXED, DIGEST, reason="in r3"),))
    plain = judged(match_of(SSL), vex=(statement(NOT, DIGEST),))

    assert [found.matches[0].suppressions[0].reason for found in (bare, told, plain)] == [
        "fixed",
        "fixed: in r3",
        "not affected",
    ]


@pytest.mark.parametrize("stated", ["GHSA-x", "CVE-2024-1", "ghsa-X"])
def test_aliases_are_understood_both_ways(stated):
    found = judged(match_of(SSL, "CVE-2024-1", "GHSA-x"), vex=(statement(NOT, DIGEST, vulnerability=stated),))

    assert found.matches[0].is_suppressed


def test_of_two_statements_the_later_holds_whatever_their_order():
    early, late = statement(NOT, DIGEST, timestamp=EARLY), statement(AFFECTED, DIGEST, timestamp=LATE)

    for vex in ((early, late), (late, early)):
        found = judged(match_of(SSL), vex=vex)
        assert not found.matches[0].is_suppressed
        assert problems(found) == ["says affected of CVE-2024-1 and overrules a statement that would not count it"]


def test_of_equally_late_ones_the_closer_holds():
    vex = (statement(AFFECTED, DIGEST), statement(NOT, IN_IMAGE))

    assert judged(match_of(SSL), vex=vex).matches[0].is_suppressed
    assert not judged(match_of(LODASH), vex=vex).matches[0].is_suppressed


def test_of_equally_close_ones_the_match_counts():
    vex = (statement(NOT, IN_IMAGE), statement(LOOKING, IN_IMAGE))

    assert not judged(match_of(SSL), vex=vex).matches[0].is_suppressed


def test_a_statement_without_product_is_not_applied_and_said():
    found = judged(match_of(SSL), vex=(statement(NOT), statement(FIXED)))

    assert not found.matches[0].is_suppressed
    assert problems(found) == ["2 statements name no product and cannot be applied"]


def test_a_document_about_other_products_is_said():
    found = judged(
        match_of(SSL), match_of(LODASH, "CVE-2024-2"), vex=(statement(NOT, "pkg:oci/other@sha256:" + "9" * 64),)
    )

    (said,) = problems(found)
    assert said.startswith("speaks of CVE-2024-1, but of other products: 'pkg:oci/other@sha256:999")


def test_a_document_that_is_applied_or_about_other_vulnerabilities_says_nothing():
    applied = (statement(NOT, DIGEST), statement(NOT, "pkg:oci/other", id="doc#2"))
    unrelated = (statement(NOT, "pkg:oci/other", vulnerability="CVE-9-9"),)

    assert problems(judged(match_of(SSL), vex=applied)) == []
    assert problems(judged(match_of(SSL), vex=unrelated)) == []


def test_thousands_of_products_are_looked_up_by_name():
    products = [f"pkg:deb/ubuntu/other{number}@1.0?distro=jammy" for number in range(20_000)]
    products.append("pkg:deb/ubuntu/openssl?arch=source&distro=jammy")

    assert judged(match_of(SSL), vex=(statement(NOT, *products),)).matches[0].is_suppressed


def test_what_a_system_package_holds_is_found_among_thousands_too():
    owner = package("deb", "tool", "1.0", purl="pkg:deb/ubuntu/tool@1.0")
    inner = package("golang", "golang.org/x/net", "v0.1.0")
    found = inventory(owner, inner, relations=(Relation(kind="owns", source=owner.id, target=inner.id),))

    assert judged(match_of(inner), vex=(statement(NOT, "pkg:deb/ubuntu/tool"),), found=found).matches[0].is_suppressed
    assert not judged(match_of(inner), vex=(statement(NOT, "pkg:deb/ubuntu/x"),), found=found).matches[0].is_suppressed
