"""Matches prepared for rules, and rules on reports that mean harm."""

import pytest

from mooring.model.distro import Distro
from mooring.model.evidence.content import Content, LicenseText, VerificationFailure
from mooring.model.evidence.signature import BaseImage
from mooring.model.match import Exploitation, Vulnerability
from mooring.model.package import License, Location
from mooring.model.severity import ExploitPrediction
from mooring.policy.gate import RuleError
from mooring.policy.gates.distro import GATE as DISTRO
from mooring.policy.gates.licenses import GATE as LICENSES
from mooring.policy.gates.npms import GATE as NPMS
from mooring.policy.gates.packages import GATE as PACKAGES
from mooring.policy.gates.ruby_gems import GATE as GEMS
from mooring.policy.gates.vulnerabilities import GATE as VULNERABILITIES
from mooring.policy.package_index import ReadIndex
from mooring.policy.vulnerabilities.rows import Choice, rows_of, severities
from policy.gate_rules import rule
from policy.matched import LODASH, OPENSSL, judged, match, package, rating

ODD = "\udcff\0\n)(*+" + "x" * 3_000
REQUIRED = {
    "package": {
        "package_type": "all",
        "cvss_v3_impact_score": "-5",
        "max_days_since_fix": "0",
        "fix_available": "true",
    },
    "stale_feed_data": {"max_days_since_sync": "1"},
    "risk": {"risk": "0"},
    "cvss": {"score": "0"},
    "epss": {"score": "0"},
    "age": {"max_days_since_published": "0"},
    "count": {"limit": "0"},
    "required_package": {"name": "a", "version": "1"},
    "denied_purl": {"purls": "*", "versions": "< 1"},
    "metadata": {"version": "1", "version_comparison": "<"},
    "source": {"vendors": "x*"},
    "allowed": {"licenses": "MIT"},
    "denied": {"licenses": "MIT"},
    "category": {"categories": "unknown"},
    "blacklist_exact_match": {"licenses": "MIT"},
    "blacklist_partial_match": {"licenses": "M"},
    "blacklisted_name_version": {"name": "a"},
}
OTHERS = {
    ("packages", "age"): {"max_days_since_build": "1"},
    ("packages", "blacklist"): {"name": "a"},
    ("ruby_gems", "blacklist"): {"name": "a"},
    ("vulnerabilities", "blacklist"): {"vulnerability_ids": "a"},
    ("distro", "denied"): {"name": "a", "version": "1"},
    ("distro", "allowed"): {"distros": "a:>=1"},
}


def harmful():
    """A report in which every text is odd, long, or no valid UTF-8."""
    packages = [
        package(
            kind, ODD, ODD, ODD, id=f"{kind}{ODD}", purl=ODD, licenses=(License(declared=ODD, expression="(" * 4_000),),
            properties={"vendor": ODD, "build_time": "9" * 11, "origin": ODD},
        )
        for kind in ("deb", "rpm", "npm", "gem", "maven", "apk", ODD)
    ]  # fmt: skip
    packages.append(package("npm", "", "", locations=(Location(path=""),), id=""))
    flaw = Vulnerability(
        id=ODD, aliases=(ODD, "") * 500, ratings=(rating("nvd", float("nan"), ODD), rating(ODD, 1e300, ODD)), published=ODD,
        urls=(ODD,), exploited=(Exploitation(source=ODD, added=ODD, due=ODD),),
        exploit_prediction=ExploitPrediction(score=float("inf")),
    )  # fmt: skip
    content = Content(
        license_texts=(LicenseText(path=ODD, license=ODD, package=packages[0].id),),
        verification=(VerificationFailure(package="", package_name=ODD, path=ODD, status=ODD),),
    )
    return judged(
        *(match(flaw, one, fixed=ODD, fix_date=ODD) for one in packages),
        packages=packages,
        distro=Distro(id=ODD, version_id=ODD, support_end=ODD),
        inventory={"content": content},
        base=BaseImage(layer_count=3, known_by=ODD),
        index=ReadIndex(npm={ODD: ("",)}, gem={}),
    )


TRIGGERS = [
    (gate, trigger.NAME)
    for gate in (VULNERABILITIES, PACKAGES, LICENSES, NPMS, GEMS, DISTRO)
    for trigger in gate.triggers
]


@pytest.mark.parametrize(("gate", "name"), TRIGGERS, ids=[f"{gate.name}.{name}" for gate, name in TRIGGERS])
def test_a_report_that_means_harm_raises_nothing_but_what_becomes_a_finding(gate, name):
    params = OTHERS.get((gate.name, name), REQUIRED.get(name, {}))

    try:
        list(rule(gate, name, **params).check(harmful()))
    except RuleError as error:
        assert str(error)


def test_a_selection_keeps_the_order_of_the_matches():
    report = judged(match("C", OPENSSL), match("A", LODASH), match("B", OPENSSL))
    choice = Choice("all", ">=", "low", False, None)

    assert ["C", "A", "B"] == [row.match.vulnerability.id for row in rows_of(report).chosen(choice)]
    assert rows_of(report).chosen(choice) is rows_of(report).chosen(Choice("all", ">=", "low", False, None))


def test_each_comparison_means_a_set_of_severities():
    assert {"high", "critical"} == {one.value for one in severities(">", "medium")}
