"""Java archives."""

from pathlib import Path

from mooring.model.match import Confidence
from vulns.world import advisory, below, database_of, findings, inventory, package, pairs

CORE = advisory("GHSA-1", below("maven", "org.apache.logging.log4j:log4j-core", "2.15.0"), aliases=("CVE-2021-44228",))


def jar(name: str, **told: str):
    return inventory(package("maven", name, "2.14.1", properties=told))


def test_an_archive_is_matched_by_group_and_artifact(tmp_path: Path):
    database = database_of(tmp_path, CORE)

    found = [
        bool(pairs(findings(jar(name), database)))
        for name in (
            "org.apache.logging.log4j:log4j-core",
            "org.apache.logging.log4j:log4j-api",
            "com.example:log4j-core",
        )
    ]

    assert [True, False, False] == found


def test_a_guessed_group_is_likely_and_a_merged_library_is_certain(tmp_path: Path):
    database = database_of(tmp_path, CORE)
    name = "org.apache.logging.log4j:log4j-core"

    guessed, merged = (
        findings(jar(name, **{told: "true"}), database).matches[0] for told in ("group_guessed", "merged")
    )

    assert (Confidence.LIKELY, Confidence.CERTAIN) == (guessed.confidence, merged.confidence)
    assert ("its code is merged into another archive",) == merged.reasons[0].notes


def test_an_archive_without_a_group_is_not_assessed(tmp_path: Path):
    result = findings(jar("log4j-core"), database_of(tmp_path, CORE))

    assert ["the archive does not tell its Maven group"] == [found.reason for found in result.assessments]
