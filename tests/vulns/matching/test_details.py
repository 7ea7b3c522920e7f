"""What is known about flaws, read together and remembered."""

from pathlib import Path

import pytest

from mooring.model.advisory import ExploitScore, KnownExploited
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.database import Database
from mooring.vulns.matching import details as module
from mooring.vulns.matching.details import Details
from vulns.world import advisory, below, database_of


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """CVE-2024-1 is told of by three feeds, CVE-2024-2 by one."""
    return database_of(
        tmp_path,
        advisory(
            "CVE-2024-1", below("debian:12", "a", "2"), description="Of Debian.", published="2024-03-02", modified="2024-05-01"
        ),
        advisory(
            "GHSA-1",
            below("npm", "a", "2"),
            feed="github",
            aliases=("CVE-2024-1",),
            title="Of GitHub",
            description="The flaw itself.",
            url="https://example.test/ghsa-1",
            references=("https://example.test/fix",),
            ratings=(SeverityRating(source="github", severity=Severity.HIGH),),
            published="2024-03-01",
        ),
        advisory("CVE-2024-1", below("ubuntu:22.04", "a", "2"), description="Of Ubuntu.", cwes=("CWE-79",)),
        advisory("CVE-2024-2", below("debian:12", "b", "2")),
        ExploitScore(cve="CVE-2024-1", score=0.25),
        KnownExploited(cve="CVE-2024-2"),
    )  # fmt: skip


def numbers(database: Database) -> list[int]:
    return [number for name in ("CVE-2024-1", "CVE-2024-2") for number in database.find(name)]


def test_a_flaw_has_the_best_text_and_everybodys_facts(database: Database):
    found = Details(database).vulnerability(numbers(database)[0])

    assert ("CVE-2024-1", ("GHSA-1",), "Of GitHub", "The flaw itself.") == (
        found.id,
        found.aliases,
        found.title,
        found.description,
    )
    assert ("2024-03-01", "2024-05-01", ("CWE-79",)) == (found.published, found.modified, found.cwes)
    assert ("https://example.test/ghsa-1", "https://example.test/fix") == found.urls
    assert {"debian", "github", "ubuntu"} == {source.feed for source in found.sources}
    assert ([Severity.HIGH], 0.25) == ([rating.severity for rating in found.ratings], found.exploit_prediction.score)


def test_flaws_read_together_are_those_read_one_by_one(database: Database):
    together, single = Details(database), Details(database)
    together.prepare(numbers(database))

    assert [single.vulnerability(number) for number in numbers(database)] == [
        together.vulnerability(number) for number in numbers(database)
    ]


def test_what_was_prepared_is_read_once(database: Database):
    wanted = numbers(database)
    details = Details(database)
    details.prepare(wanted)
    database.close()

    details.prepare(wanted)

    assert ["CVE-2024-1", "CVE-2024-2"] == [details.vulnerability(number).id for number in wanted]


@pytest.mark.parametrize("bound", ["MAX_KEPT", "MAX_SOURCES"])
def test_what_was_forgotten_is_read_anew(database: Database, monkeypatch: pytest.MonkeyPatch, bound: str):
    first, second = numbers(database)
    whole = Details(database)
    monkeypatch.setattr(module, bound, 1)
    details = Details(database)
    details.prepare([first])

    details.prepare([first, second])

    assert [whole.vulnerability(first), whole.vulnerability(second)] == [
        details.vulnerability(first),
        details.vulnerability(second),
    ]


def test_a_record_tells_its_source_and_ratings_alone(database: Database):
    (record,) = {
        record
        for record in database.vulnerability(numbers(database)[0]).records
        if database.record(record).id == "GHSA-1"
    }

    details = Details(database)

    assert [Severity.HIGH] == [rating.severity for rating in details.ratings_of(record)]
    assert ("GHSA-1", "github") == (details.identifier(record), details.source(record).feed)
