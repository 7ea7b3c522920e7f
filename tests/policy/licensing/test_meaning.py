"""Triggers of ours about licences."""

import pytest

from mooring.model.evidence.content import Content, LicenseText, Need
from mooring.policy.gates.licenses import GATE
from policy.gate_rules import fired, messages, refusal, rule
from policy.matched import judged, licensed

GPL = licensed("gpl", "GPL-3.0-only")
CHOICE = licensed("choice", "GPL-3.0-only OR MIT")
BOTH = licensed("both", "GPL-3.0-only AND MIT")
TWICE = licensed("twice", "MIT", "GPL-3.0-or-later")
JAVA = licensed("java", "GPL-2.0-only WITH Classpath-exception-2.0", kind="maven")
ODD = licensed("odd", ("Example EULA", ""), kind="npm")
NONE = licensed("none", kind="npm")
REPORT = judged(packages=(GPL, CHOICE, BOTH, TWICE, JAVA, ODD, NONE))


def names(trigger: str, report=REPORT, **params: str) -> str:
    """Names of the packages that fire."""
    return " ".join(report.packages[one.subject].name for one in fired(GATE, trigger, report, **params))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"licenses": "GPL-*"}, "gpl both twice java"),
        ({"licenses": "GPL-3.0*"}, "gpl both twice"),
        ({"licenses": "GPL-*", "except_licenses": "* WITH Classpath-exception-2.0"}, "gpl both twice"),
        ({"licenses": "GPL-*", "except": "GPL-3.0-only"}, "twice java"),
        ({"licenses": "GPL-*,MIT"}, "gpl choice both twice java"),
        ({"licenses": "example*"}, "odd"),
        ({"licenses": "GPL-*", "package_type": "java"}, "java"),
        ({"licenses": "AGPL-*"}, ""),
    ],
)
def test_a_licence_is_denied_where_there_is_no_way_around_it(params, expected):
    assert expected == names("denied", **params)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"licenses": "MIT"}, "gpl both twice java odd none"),
        ({"licenses": "MIT,GPL-3.0-only", "unlicensed": "ignore"}, "twice java odd"),
        ({"licenses": "MIT,GPL-3.0", "unlicensed": "ignore"}, "java odd"),
        ({"licenses": "GPL-2.0-only,*EULA", "package_type": "non-os"}, "none"),
        ({"licenses": "*"}, "none"),
    ],
)
def test_what_is_not_on_the_list_fires(params, expected):
    assert expected == names("allowed", **params)


def test_findings_name_the_package_and_its_licenses():
    assert ["Package twice is under a denied license: MIT, GPL-3.0-or-later"] == messages(
        GATE, "denied", REPORT, licenses="GPL-3.0-or-later"
    )
    assert [
        "Package odd is not under an allowed license: Example EULA",
        "Package none names no license",
    ] == messages(GATE, "allowed", REPORT, licenses="MIT", package_type="npm")
    assert [
        "Package java is under a license of category restricted: GPL-2.0-only WITH Classpath-exception-2.0"
    ] == messages(GATE, "category", REPORT, categories="restricted", package_type="java")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"categories": "restricted"}, "gpl both twice java"),
        ({"categories": "Unknown"}, "odd"),
        ({"categories": "notice"}, "both twice"),
        ({"categories": "restricted,notice"}, "gpl choice both twice java"),
        ({"categories": "restricted", "notice": "GPL-3.0-only"}, "twice java"),
        ({"categories": "forbidden", "forbidden": "Example*"}, "odd"),
        ({"categories": "permissive", "permissive": "MIT"}, "both twice"),
        ({"categories": "reciprocal", "reciprocal": "GPL-2.0*"}, "java"),
        ({"categories": "restricted", "restricted": "MIT", "unencumbered": "GPL-*"}, "both twice"),
    ],
)
def test_categories_follow_the_expression(params, expected):
    assert expected == names("category", **params)


def test_a_category_that_is_none_is_said():
    assert "'copyleft', which is no category of licenses" in refusal(GATE, "category", categories="copyleft")


def test_packages_without_a_licence_are_found():
    assert ["Package none names no license"] == messages(GATE, "unknown", REPORT)
    assert [
        "Package odd names a license that is no SPDX expression: 'Example EULA'",
        "Package none names no license",
    ] == messages(GATE, "unknown", REPORT, unrecognised="true")
    assert [] == messages(GATE, "unknown", REPORT, package_type="deb")


def texts(*found: tuple[str, str, float]):
    """A report in which files of packages hold licence texts."""
    content = Content(
        license_texts=tuple(
            LicenseText(path=f"/{owner}/LICENSE", license=name, confidence=sure, package=f"{kind}@1.0")
            for kind, name, sure in found
            for owner in (kind.rpartition("/")[2],)
        )
    )
    return judged(packages=(GPL, CHOICE, BOTH, TWICE, JAVA, ODD, NONE), inventory={"content": content})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("deb/gpl", "MIT", 1.0), "Package gpl declares GPL-3.0-only, but /gpl/LICENSE holds the text of MIT"),
        (("deb/gpl", "GPL-3.0-or-later", 1.0), ""),
        (("deb/gpl", "MIT", 0.8), ""),
        (("deb/choice", "MIT", 1.0), ""),
        (("maven/java", "GPL-2.0-only", 1.0), ""),
        (("npm/odd", "MIT", 1.0), ""),
        (("npm/none", "MIT", 1.0), ""),
    ],
)
def test_a_text_that_contradicts_the_declaration_fires(text, expected):
    assert ([expected] if expected else []) == messages(GATE, "text_differs", texts(text))


def test_the_certainty_of_a_text_can_be_chosen():
    assert "gpl" == names("text_differs", texts(("deb/gpl", "MIT", 0.8)), min_confidence="0.8")


def test_comparing_texts_needs_them():
    assert (Need.LICENSE_TEXTS,) == tuple(rule(GATE, "text_differs").needs())
