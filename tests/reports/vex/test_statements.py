"""Findings as VEX statements."""

import msgspec

from mooring.model.match import Confidence
from mooring.model.vex import VexStatus
from mooring.reports.vex.statements import Cure, aliases_of, product_purl, purl_of, statements
from reports.samples import EMPTY, REPORT
from reports.vex.worlds import (
    ACCEPTED,
    DISTRIBUTION,
    FIXED,
    JUSTIFIED,
    OPTION,
    OWNER,
    VENDOR,
    replace,
    report_with,
    with_matches,
)
from reports.worlds import LODASH, LODASH_FLAW, MATCHES


def only(*suppressions):
    """The statement about one match with these suppressions."""
    report = with_matches((replace(MATCHES[0], suppressions=suppressions),))
    (found,) = statements(report, report.findings)
    return found


def test_a_match_that_counts_is_affected_and_says_what_to_do():
    found = only()

    assert (VexStatus.AFFECTED, Cure.UPDATE) == (found.status, found.cure)
    assert found.reason == "Fixed in 4.17.21 since 2021-02-20."


def test_a_justified_exception_is_not_affected():
    found = only(JUSTIFIED)

    assert found.status is VexStatus.NOT_AFFECTED
    assert found.justification == "vulnerable_code_not_in_execute_path"
    assert (found.reason, found.note) == ("the parser is never called", "stated by ada@example.com")


def test_a_risk_that_is_accepted_is_still_affected():
    found = only(ACCEPTED)

    assert (VexStatus.AFFECTED, Cure.ACCEPTED) == (found.status, found.cure)
    assert found.reason.startswith("accepted until 2027-01-31: we live with it. Fixed in")


def test_what_vex_calls_fixed_stays_fixed():
    assert (only(FIXED).status, only(FIXED).reason) == (VexStatus.FIXED, "backported in r3")


def test_a_vex_statement_without_justification_keeps_its_reason():
    assert (only(VENDOR).status, only(VENDOR).reason) == (VexStatus.NOT_AFFECTED, "the feature is not built")


def test_what_the_distribution_clears_is_not_present():
    assert only(DISTRIBUTION).justification == "vulnerable_code_not_present"


def test_an_option_of_the_caller_is_no_statement_about_the_flaw():
    assert only(OPTION).status is VexStatus.AFFECTED
    assert only(OPTION, JUSTIFIED).status is VexStatus.NOT_AFFECTED


def test_who_clears_wins_over_who_accepts():
    assert only(ACCEPTED, VENDOR).status is VexStatus.NOT_AFFECTED


def test_a_rule_about_owners_is_left_to_the_next_scan():
    report = with_matches((replace(MATCHES[0], suppressions=(OWNER,)),))

    assert statements(report, report.findings) == []


def test_a_product_name_alone_is_under_investigation():
    report = with_matches((replace(MATCHES[0], confidence=Confidence.POSSIBLE),))

    (found,) = statements(report, report.findings)

    assert found.status is VexStatus.UNDER_INVESTIGATION


def test_a_package_url_of_which_one_package_counts_is_affected():
    """The same version at two paths, an exception for one of them: VEX has no paths."""
    twin = msgspec.structs.replace(LODASH, id="twin")
    matches = (replace(MATCHES[0], suppressions=(JUSTIFIED,)), replace(MATCHES[0], id="other", package="twin"))
    report = with_matches(matches)
    inventory = replace(report.inventory, packages=(*report.inventory.packages, twin))

    (found,) = statements(replace(report, inventory=inventory), report.findings)

    assert (found.status, len(found.packages)) == (VexStatus.AFFECTED, 1)


def test_statements_of_one_vulnerability_stand_together():
    report = report_with((JUSTIFIED,), (), (), (), (VENDOR,))
    names = [one.vulnerability.id for one in statements(report, report.findings)]

    assert names == [name for at, name in enumerate(names) if name not in names[:at] or names[at - 1] == name]
    assert names.count("CVE-2021-23337") == 2


def test_aliases_are_the_other_names():
    assert aliases_of(LODASH_FLAW) == ["GHSA-35jh-r3h4-6jhm"]


def test_the_image_is_named_by_its_digest():
    assert product_purl(REPORT).startswith("pkg:oci/app@sha256:aaaa")


def test_an_image_without_a_digest_is_named_by_repository_and_tag():
    report = replace(REPORT, image=replace(REPORT.image, digest=""))

    assert product_purl(report) == "pkg:oci/app?repository_url=registry.example/team/app&tag=1.4"


def test_a_folder_is_named_by_its_name():
    assert product_purl(EMPTY) == "pkg:generic/."


def test_a_package_without_a_package_url_gets_one_of_its_name():
    assert purl_of(replace(LODASH, purl="")) == "pkg:generic/lodash@4.17.15"
    assert purl_of(replace(LODASH, purl="pkg:npm/a b\udcff")) == "pkg:npm/a%20b%5Cxff"
