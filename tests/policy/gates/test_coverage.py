"""Gate `coverage`: what is not known fires."""

import msgspec
import pytest

from mooring.model.evidence.content import Content, ContentSearch, Need
from mooring.model.files import FileEntry, Problem
from mooring.model.image import ImageDescription
from mooring.model.inventory import Executable, Inventory
from mooring.model.match import Assessment, AssessmentState, DatabaseState, Findings
from mooring.policy.gates.coverage import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, ids, messages, rule, searched

PROBLEMS = (
    Problem(path="", reason="some relations were left out"),
    Problem(path="app/x.jar", reason="it is cut off", reader="java-archive 4"),
    Problem(path="var/lib/dpkg/status", reason="stanza 2 has no Version", reader="dpkg 3"),
)
DATABASE = DatabaseState(built="2026-11-20T00:00:00Z", schema="5")
NPM = Assessment(subject="npm", state=AssessmentState.ASSESSED, package_count=9)
CONDA = Assessment(subject="conda", state=AssessmentState.NOT_ASSESSED, reason="no feed", package_count=2)
DEBIAN = Assessment(subject="debian 12", state=AssessmentState.PARTLY, package_count=7)


def matched(*assessments: Assessment, kind: str = "full") -> object:
    database = msgspec.structs.replace(DATABASE, kind=kind)
    return evidence(findings=Findings(database=database, assessments=assessments))


def test_each_problem_fires_with_an_id_without_its_reason():
    judged = evidence(problems=PROBLEMS)

    assert ["image", "/app/x.jar+java-archive", "/var/lib/dpkg/status+dpkg"] == ids(GATE, "scan_incomplete", judged)
    [dpkg] = messages(GATE, "scan_incomplete", judged, readers="dpkg")
    assert "The scan is incomplete: var/lib/dpkg/status: stanza 2 has no Version (reader dpkg 3)" == dpkg
    assert [] == messages(GATE, "scan_incomplete", evidence())


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ({"paths": "/app/*"}, 1),
        ({"exclude_paths": "/app/*"}, 2),
        ({"max_count": "3"}, 0),
        ({"max_count": "2"}, 3),
        ({"readers": "java-*", "paths": "/var/*"}, 0),
    ],
)
def test_problems_can_be_narrowed_and_tolerated(texts, count):
    assert count == len(messages(GATE, "scan_incomplete", evidence(problems=PROBLEMS), **texts))


def test_what_was_not_assessed_fires():
    judged = matched(NPM, CONDA, DEBIAN)

    assert [
        "2 packages of conda are not assessed: no feed",
        "7 packages of debian 12 are assessed in part",
    ] == messages(GATE, "not_assessed", judged)
    assert ["not-assessed+conda"] == ids(GATE, "not_assessed", judged, include_partly="false")
    assert ["partly-assessed+debian 12"] == ids(GATE, "not_assessed", judged, subjects="debian *,npm")


def test_an_image_that_was_not_matched_or_that_has_no_packages_was_not_assessed():
    assert ["not_assessed"] == ids(GATE, "not_assessed", evidence())
    assert ["not_assessed+nothing"] == ids(GATE, "not_assessed", matched())
    assert [] == ids(GATE, "not_assessed", matched(NPM))


def test_executables_of_no_package_fire():
    inventory = Inventory(unexplained_executables=(Executable(path="/app/run"), Executable(path="/usr/bin/odd")))
    judged = evidence(inventory=inventory)

    assert ["Executable /app/run belongs to no package", "Executable /usr/bin/odd belongs to no package"] == messages(
        GATE, "unexplained_executables", judged
    )
    assert ["/usr/bin/odd"] == ids(GATE, "unexplained_executables", judged, allowed_paths="/app/*")
    assert [] == ids(GATE, "unexplained_executables", judged, max_count="2")
    sbom = evidence(image=ImageDescription(kind="sbom"))
    assert "made from an SBOM" in failure(GATE, "unexplained_executables", sbom)


def test_missing_evidence_fires_and_incomplete_evidence_does_too():
    judged = evidence(content=searched(Need.SECRETS, problem="a file was too large"), files=[FileEntry(path="/a")])

    words = ids(GATE, "evidence_missing", judged, kinds="files,secrets,malware,matches,file-digests")
    assert ["missing+secrets", "missing+malware", "missing+matches", "missing+file-digests"] == words
    with pytest.raises(BadParameter, match="kinds 'secret'; expected"):
        rule(GATE, "evidence_missing", kinds="secret")


def test_a_database_that_knows_little_fires():
    assert ["database_kind+starter"] == ids(GATE, "database_kind", matched(NPM, kind="starter"))
    assert [] == ids(GATE, "database_kind", matched(NPM))
    assert [] == ids(GATE, "database_kind", matched(NPM, kind="imported"), allowed="full,imported")
    assert (Need.MATCHES,) == rule(GATE, "database_kind").needs()
    assert "not matched" in failure(GATE, "database_kind", evidence())
    with pytest.raises(BadParameter, match="allowed 'any'"):
        rule(GATE, "database_kind", allowed="any")


def test_a_search_that_is_not_complete_fires():
    searches = (ContentSearch(need=Need.SECRETS), ContentSearch(need=Need.MALWARE, problem="clamd went away"))
    judged = evidence(content=Content(searches=searches))

    assert ["The search for malware is not complete: clamd went away"] == messages(GATE, "search_incomplete", judged)
    assert [] == messages(GATE, "search_incomplete", judged, kinds="secrets,verification")
    with pytest.raises(BadParameter, match="kinds 'all'"):
        rule(GATE, "search_incomplete", kinds="all")
