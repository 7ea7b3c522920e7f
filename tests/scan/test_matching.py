"""The last step of a scan: what counts, what is new, what has a fix."""

from pathlib import Path

from msgspec.structs import replace

from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import SuppressedBy
from mooring.model.report import ScanReport
from mooring.scan.matching import Matching, with_findings
from mooring.vulns.match import MatchOptions
from mooring.vulns.suppression.suppress import Statements
from vulns.world import NOW, advisory, below, database_of, every, inventory, package

FIXED = advisory("CVE-2024-0001", below("npm", "left", "2.0.0"), feed="github")
UNFIXED = advisory("CVE-2024-0002", every("npm", "left"), feed="github")
LEFT = package("npm", "left", "1.0.0")


def matching(folder: Path, **more) -> Matching:
    database = database_of(folder, FIXED, UNFIXED)
    return Matching(database=database, options=MatchOptions(), statements=Statements(), now=NOW, **more)


def report(found: Inventory) -> ScanReport:
    return ScanReport(image=ImageDescription(name="app"), inventory=found)


def counted(result: ScanReport) -> list[str]:
    return sorted(one.vulnerability.id for one in result.findings.matches if not one.suppressions)


def test_an_inventory_gets_its_findings_and_the_updates_that_cure_them(tmp_path):
    result = with_findings(report(inventory(LEFT, distro=None)), matching(tmp_path))

    assert counted(result) == ["CVE-2024-0001", "CVE-2024-0002"]
    assert [(step.name, step.to_version) for step in result.findings.upgrades] == [("left", "2.0.0")]


def test_only_fixed_keeps_the_others_and_says_why_they_do_not_count(tmp_path):
    result = with_findings(report(inventory(LEFT, distro=None)), matching(tmp_path, only_fixed=True))

    (left_out,) = [one for one in result.findings.matches if one.suppressions]
    assert counted(result) == ["CVE-2024-0001"]
    assert (left_out.suppressions[0].by, left_out.suppressions[0].reason) == (SuppressedBy.OPTION, "there is no fix")


def test_what_the_earlier_report_had_is_not_new(tmp_path):
    later = inventory(LEFT, package("npm", "left", "1.1.0", path="/other"), distro=None)
    earlier = with_findings(report(inventory(LEFT, distro=None)), matching(tmp_path))

    result = with_findings(report(later), matching(tmp_path, since=earlier, since_name="yesterday.json"))

    new = [one for one in result.findings.matches if one.is_new]
    assert {one.package for one in new} == {"npm/left@1.1.0"}
    assert counted(result) == ["CVE-2024-0001", "CVE-2024-0002"]
    assert result.findings.compared_with == "yesterday.json"


def test_a_finding_whose_exception_has_gone_is_new(tmp_path):
    base = report(inventory(LEFT, distro=None))
    before = with_findings(base, matching(tmp_path))
    accepted = tuple(replace(one, suppressions=(*one.suppressions, _accepted())) for one in before.findings.matches)
    earlier = replace(before, findings=replace(before.findings, matches=accepted))

    result = with_findings(base, matching(tmp_path, since=earlier))

    assert all(one.is_new for one in result.findings.matches)


def _accepted():
    from mooring.model.match import Suppression

    return Suppression(by=SuppressedBy.EXCEPTION, statement="EX-1")
