"""Reasons, severity, fix and identity of a match."""

from pathlib import Path

import pytest

from mooring.model.advisory import Affected, ExploitScore, Fix, FixState, VersionRange
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns.matching.findings import identity_of
from vulns.world import SOURCE, advisory, below, database_of, every, findings, inventory, package


def rating(source: str, severity: Severity, **more: object) -> SeverityRating:
    return SeverityRating(source=source, severity=severity, **more)


def test_the_same_package_has_the_same_identity_from_build_to_build():
    old = package("maven", "g:a", "1.2", path="/app/lib/a-1.2.jar")
    new = package("maven", "g:a", "1.3", path="/app/lib/a-1.3.jar")
    moved = package("maven", "g:a", "1.3", path="/other/a-1.3.jar")

    assert identity_of("CVE-1", old) == identity_of("CVE-1", new)
    assert 4 == len(
        {
            identity_of("CVE-1", new),
            identity_of("CVE-2", new),
            identity_of("CVE-1", moved),
            identity_of("CVE-1", old, "x"),
        }
    )
    assert 16 == len(identity_of("CVE-1", old))


def test_the_spelling_of_a_name_is_no_part_of_a_findings_identity():
    """An SBOM writes a package URL's name folded (`jinja2`), the package itself says `Jinja2`."""
    own = package("pypi", "Jinja2", "3.1.2", path="/a/METADATA")
    written = package("pypi", "jinja2", "3.1.2", path="/a/METADATA")

    assert identity_of("CVE-1", own) == identity_of("CVE-1", written)


def test_two_versions_in_one_file_are_two_findings(tmp_path: Path):
    versions = [package("npm", "a", version, path="/package-lock.json") for version in ("1.0.0", "1.1.0")]

    result = findings(inventory(*versions), database_of(tmp_path, advisory("GHSA-1", below("npm", "a", "2.0.0"))))

    assert 2 == len({found.id for found in result.matches})


def test_the_word_of_the_advisory_counts_before_nvds_and_nvds_before_others(tmp_path: Path):
    rows = [
        advisory("GHSA-1", below("npm", "a", "2"), ratings=(rating("github", Severity.LOW),), aliases=("CVE-2024-1",)),
        advisory("GHSA-2", below("npm", "a", "2"), aliases=("CVE-2024-2",), feed="npm"),
        advisory("CVE-2024-1", every("cpe", "a:a"), ratings=(rating("nvd", Severity.HIGH),), feed="nvd"),
        advisory(
            "CVE-2024-2",
            every("cpe", "a:a"),
            ratings=(rating("cna", Severity.LOW), rating("nvd", Severity.HIGH)),
            feed="nvd",
        ),
    ]

    result = findings(inventory(package("npm", "a", "1.0.0")), database_of(tmp_path, *rows))

    assert {"CVE-2024-1": (Severity.LOW, "github"), "CVE-2024-2": (Severity.HIGH, "nvd")} == {
        found.vulnerability.id: (found.severity, found.severity_source) for found in result.matches
    }


def test_a_rating_of_one_flaw_counts_before_that_of_an_erratum_with_many(tmp_path: Path):
    erratum = advisory(
        "DSA-1",
        below("debian:12", "a", "2", name_kind=SOURCE),
        fixes=("CVE-2024-1", "CVE-2024-2"),
        ratings=(rating("debian", Severity.CRITICAL),),
        feed="a",
    )
    single = advisory(
        "CVE-2024-1",
        below("debian:12", "a", "2", name_kind=SOURCE),
        ratings=(rating("debian", Severity.LOW),),
        feed="b",
    )

    result = findings(inventory(package("deb", "a", "1")), database_of(tmp_path, erratum, single))

    assert {"CVE-2024-1": Severity.LOW, "CVE-2024-2": Severity.CRITICAL} == {
        found.vulnerability.id: found.severity for found in result.matches
    }


def test_what_is_known_of_the_flaw_comes_from_all_its_records(tmp_path: Path):
    rows = [
        advisory(
            "GHSA-1",
            below("npm", "a", "2"),
            aliases=("CVE-2024-1",),
            title="Short",
            published="2024-02-01",
            cwes=("CWE-79",),
            url="https://a.example",
            feed="github",
        ),
        advisory(
            "CVE-2024-1",
            every("cpe", "a:a"),
            description="Long",
            published="2024-01-01",
            references=("https://b.example",),
            is_disputed=True,
            feed="nvd",
        ),
        ExploitScore(cve="CVE-2024-1", score=0.5, percentile=0.9, date="2025-02-19"),
    ]

    found = findings(inventory(package("npm", "a", "1.0.0")), database_of(tmp_path, *rows)).matches[0].vulnerability

    assert ("Short", "Long", "2024-01-01", ("CWE-79",)) == (found.title, found.description, found.published, found.cwes)
    assert ("https://a.example", "https://b.example") == found.urls
    assert found.is_disputed
    assert found.exploit_prediction is not None
    assert (0.5, {"github", "nvd"}) == (found.exploit_prediction.score, {source.feed for source in found.sources})


def test_a_decision_not_to_fix_is_kept(tmp_path: Path):
    row = advisory("CVE-2024-1", every("debian:12", "a", FixState.WONT_FIX, name_kind=SOURCE))

    assert (
        FixState.WONT_FIX
        is findings(inventory(package("deb", "a", "1")), database_of(tmp_path, row)).matches[0].fix.state
    )


def test_the_highest_risk_comes_first(tmp_path: Path):
    rows = [
        advisory(f"GHSA-{number}", below("npm", "a", "2"), ratings=(rating("github", severity),), feed=f"f{number}")
        for number, severity in enumerate((Severity.LOW, Severity.CRITICAL, Severity.MEDIUM))
    ]

    result = findings(inventory(package("npm", "a", "1.0.0")), database_of(tmp_path, *rows))

    assert ["GHSA-1", "GHSA-2", "GHSA-0"] == [found.vulnerability.id for found in result.matches]


@pytest.mark.parametrize(
    ("high", "fixes", "expected"),
    [
        ("2", ("2",), ("2",)),
        ("2", ("2.0",), ("2.0",)),
        ("2", ("3", "1"), ("3",)),
        ("2", ("1",), ()),
        ("2", ("2", "3"), ("2", "3")),
    ],
)
def test_versions_that_cure_are_above_the_installed_one(
    tmp_path: Path, high: str, fixes: tuple[str, ...], expected: tuple[str, ...]
):
    row = Affected(
        namespace="debian:12",
        name="a",
        ranges=(VersionRange(high=high),),
        fix=Fix(state=FixState.FIXED, versions=fixes),
    )

    result = findings(inventory(package("deb", "a", "1.5")), database_of(tmp_path, advisory("CVE-2024-1", row)))

    assert [expected] == [found.fix.versions for found in result.matches]
