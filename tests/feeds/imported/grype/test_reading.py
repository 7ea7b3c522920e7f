"""What a Grype database says, row by row."""

from pathlib import Path

import pytest

from feeds.imported.grype_database import GrypeFile, range_of
from feeds.imported.grype_imports import constraints, imported
from mooring.vulns.rows import NEGATIVE

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


@pytest.fixture
def file(tmp_path: Path) -> GrypeFile:
    """An empty database."""
    return GrypeFile(tmp_path / "vulnerability.db")


def test_a_distribution_s_fix_is_a_row_of_its_release(file: GrypeFile):
    file.provider("debian")
    record = {
        "id": "CVE-2024-1",
        "refs": [{"url": "https://a.example/1"}],
        "severities": [{"scheme": "CHMLN", "value": "low", "rank": 1}],
    }
    cve = file.vulnerability("CVE-2024-1111", "debian", record)
    fix = range_of(
        "< 1.2-3",
        "dpkg",
        fix="1.2-3",
        available={"date": "2024-02-03", "kind": "advisory"},
        references=[{"id": "DSA-1-1"}],
    )
    file.statement(cve, file.package("deb", "zlib"), fix, system=file.system("debian", "debian", "12"))

    database, result = imported(file)

    with database:
        (row,) = database.rows("debian:12", "zlib")
        assert ("< 1.2-3", ("1.2-3",), "2024-02-03", ("DSA-1-1",)) == (
            row.constraint,
            row.fix_versions,
            row.fix_date,
            row.fix_advisories,
        )
        assert (1, "imported", "2026-07-01T00:54:38Z") == (result.statements, database.state.kind, database.state.built)
        (feed,) = (feed for feed in database.state.feeds if feed.name == "debian")
        assert ("2026-06-30T00:00:11Z", 1, 1, 0) == (feed.captured, feed.advisories, feed.affected, feed.rejects)


@pytest.mark.parametrize(
    ("system", "namespace"),
    [
        (("ubuntu", "ubuntu", "20", "4"), "ubuntu:20.04"),
        (("redhat", "rhel", "9"), "rhel:9"),
        (("oraclelinux", "ol", "8"), "oracle:8"),
        (("amazonlinux", "amzn", "2023"), "amazon:2023"),
        (("amazonlinux", "amzn", "2018", "3"), "amazon:1"),
        (("sles", "sles", "15", "5"), "sles:15.5"),
        (("alpine", "alpine", "3", "19"), "alpine:3.19"),
        (("photon", "photon", "5"), "photon:5.0"),
        (("mariner", "mariner", "2", "0"), "mariner:2.0"),
        (("azurelinux", "azurelinux", "3", "0"), "azurelinux:3.0"),
        (("almalinux", "almalinux", "8"), "almalinux:8"),
        (("fedora", "fedora", "40"), "fedora:40"),
        (("wolfi", "wolfi"), "wolfi"),
        (("archlinux", "archlinux"), "arch"),
    ],
)
def test_distributions_have_our_namespaces(file: GrypeFile, system: tuple[str, ...], namespace: str):
    cve = file.vulnerability("CVE-2024-1111", "x")
    file.statement(cve, file.package("deb", "tool"), range_of("< 2"), system=file.system(*system))

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, namespace, "tool")


@pytest.mark.parametrize(
    ("columns", "namespace"),
    [
        ({"name": "alpine", "label_version": "edge"}, "alpine:edge"),
        ({"name": "debian", "label_version": "unstable"}, "debian:unstable"),
        ({"name": "chainguard", "label_version": "rolling"}, "chainguard"),
        ({"name": "redhat", "release_id": "rhel", "major": "9", "minor": "4", "channel": "eus"}, "rhel:9.4+eus"),
        ({"name": "ubuntu", "major": "18", "minor": "4", "channel": "esm"}, "ubuntu:18.04+esm"),
    ],
)
def test_labels_and_channels_are_parts_of_a_namespace(file: GrypeFile, columns: dict[str, str], namespace: str):
    cve = file.vulnerability("CVE-2024-1111", "x")
    file.statement(cve, file.package("deb", "tool"), range_of("< 2"), system=file.system(**columns))

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, namespace, "tool")


@pytest.mark.parametrize(
    ("ecosystem", "given", "namespace", "name", "kind", "constraint"),
    [
        ("python", "Some_Tool", "pypi", "some-tool", "pep440", "< 2.0rc1"),
        ("npm", "@a/b", "npm", "@a/b", "semver", ">= 1.0.0, < 2.0.0"),
        ("java-archive", "org.a:b", "maven", "org.a:b", "maven", "< 2.0-beta"),
        ("gem", "rails", "gem", "rails", "gem", "< 2.0.pre"),
        ("go-module", "example.com/a", "golang", "example.com/a", "go", "< v0.0.0-20240101000000-abcdefabcdef"),
        ("php-composer", "a/b", "composer", "a/b", "semantic", "<= 1.0"),
        ("dotnet", "A.B", "nuget", "a.b", "semver", "> 1.0"),
        ("rust-crate", "a", "cargo", "a", "semver", "< 1.0.0-0"),
        ("hex", "a", "hex", "a", "semver", "< 1.0"),
        ("bitnami", "a", "bitnami", "a", "bitnami", "< 1.0.0-2"),
        ("github-action", "a/b", "github", "a/b", "semver", "< 4"),
        ("dart-pub", "a", "pub", "a", "", "< 1.0"),
        ("swift", "github.com/a/b", "swift", "github.com/a/b", "semver", "< 1.0"),
    ],
)
def test_ecosystems_have_our_namespaces_and_schemes(
    file: GrypeFile, ecosystem: str, given: str, namespace: str, name: str, kind: str, constraint: str
):
    ghsa = file.vulnerability("GHSA-1", "github")
    file.statement(ghsa, file.package(ecosystem, given), range_of(constraint, kind))

    with imported(file)[0] as database:
        assert [constraint] == constraints(database, namespace, name)


def test_an_ecosystem_by_another_name_is_looked_up(file: GrypeFile):
    file.add("package_specifier_overrides", ecosystem="Strange", replacement_ecosystem="gem")
    file.statement(file.vulnerability("GHSA-1", "github"), file.package("strange", "rails"), range_of("< 2"))

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, "gem", "rails")


def test_updates_of_windows_are_left_out_and_counted(file: GrypeFile):
    file.statement(file.vulnerability("CVE-2024-1111", "msrc"), file.package("msrc-kb", "10852"), range_of("= 1", "kb"))

    database, result = imported(file)

    database.close()
    assert {"a package of msrc-kb, which has no advisories here": 1} == result.logs["msrc"].skipped


def test_smaller_than_0_says_not_affected(file: GrypeFile):
    alpine = file.system("alpine", "alpine", "3", "19")
    file.statement(
        file.vulnerability("CVE-2024-1111", "alpine"),
        file.package("apk", "tool"),
        range_of("< 0", "apk"),
        system=alpine,
    )

    with imported(file)[0] as database:
        (row,) = database.rows("alpine:3.19", "tool")
        assert (True, "") == (bool(row.flags & NEGATIVE), row.constraint)


def test_what_is_not_affected_is_a_negative_row(file: GrypeFile):
    debian = file.system("debian", "debian", "12")
    cve = file.vulnerability("CVE-2024-1111", "debian")
    file.statement(cve, file.package("deb", "tool"), range_of("", "dpkg"), system=debian, negative=True)
    file.statement(cve, file.package("deb", "other"), range_of(">= 2", "dpkg"), system=debian, negative=True)

    with imported(file)[0] as database:
        found = [database.rows("debian:12", name)[0] for name in ("tool", "other")]

    assert [(True, ""), (True, ">= 2")] == [(bool(row.flags & NEGATIVE), row.constraint) for row in found]


def test_an_erratum_among_what_is_not_affected_is_a_fix(file: GrypeFile):
    alma = file.system("almalinux", "almalinux", "8")
    erratum = file.vulnerability("ALSA-2024:1", "alma", {"aliases": ["CVE-2024-1111"]})
    file.statement(erratum, file.package("rpm", "tool"), range_of(">= 1.0-2", "rpm"), system=alma, negative=True)

    with imported(file)[0] as database:
        (row,) = database.rows("almalinux:8", "tool")

    assert (False, "< 1.0-2") == (bool(row.flags & NEGATIVE), row.constraint)
    assert (("1.0-2",), ("ALSA-2024:1",)) == (row.fix_versions, row.fix_advisories)


def test_conditions_are_kept(file: GrypeFile):
    rhel = file.system("redhat", "rhel", "8")
    cve = file.vulnerability("CVE-2024-1111", "rhel")
    qualifiers = {
        "rpm_modularity": "nodejs:16",
        "architecture": "aarch64",
        "platform_cpes": ["cpe:2.3:o:a:b:-:*:*:*:*:*:*:*"],
        "rootio": True,
    }
    imports = [{"path": "a/b", "symbols": ["F", "T.G"]}, {"path": "a/c", "symbols": []}]
    file.statement(cve, file.package("rpm", "nodejs"), range_of("< 2"), system=rhel, qualifiers=qualifiers)
    file.statement(
        cve,
        file.package("rpm", "tool"),
        range_of("< 2"),
        system=rhel,
        qualifiers={"rpm_modularity": "", "architecture": "src"},
    )
    file.statement(cve, file.package("go-module", "a"), range_of("< 2"), qualifiers={"go_imports": imports})

    with imported(file)[0] as database:
        found = [
            database.rows(*key)[0].qualifiers for key in (("rhel:8", "nodejs"), ("rhel:8", "tool"), ("golang", "a"))
        ]

    first, second, third = found
    assert first is not None and second is not None and third is not None
    assert ("nodejs:16", ("aarch64",), "rootio") == (first.module, first.architectures, first.repository)
    assert ("cpe:2.3:o:a:b:-:*:*:*:*:*:*:*",) == first.platforms
    assert ("", ()) == (second.module, second.architectures)
    assert ("a/b#F", "a/b#T.G", "a/c") == third.symbols


def test_ranges_with_fixes_of_their_own_are_rows_of_their_own(file: GrypeFile):
    ghsa = file.vulnerability("GHSA-1", "github")
    ranges = (
        range_of("< 1.5", "semver", fix="1.5"),
        range_of(">= 2, < 2.3", "semver", fix="2.3"),
        range_of("= 3.0", "semver", state="wont-fix"),
    )
    file.statement(ghsa, file.package("npm", "a"), *ranges)

    with imported(file)[0] as database:
        found = sorted((row.constraint, row.fix_versions) for row in database.rows("npm", "a"))

    assert [("< 1.5", ("1.5",)), ("= 3.0", ()), (">= 2, < 2.3", ("2.3",))] == found


def test_no_constraint_means_every_version(file: GrypeFile):
    rhel = file.system("redhat", "rhel", "8")
    file.statement(
        file.vulnerability("CVE-2024-1111", "rhel"),
        file.package("rpm", "a"),
        range_of("", "rpm", state="not-fixed"),
        system=rhel,
    )

    with imported(file)[0] as database:
        (row,) = database.rows("rhel:8", "a")
        assert (False, "", ()) == (bool(row.flags & NEGATIVE), row.constraint, row.intervals)


def test_minor_releases_that_say_the_same_are_one_row(file: GrypeFile):
    cve = file.vulnerability("CVE-2024-1111", "rhel")
    for minor in ("", "0", "1", "10"):
        file.statement(
            cve, file.package("rpm", "a"), range_of("< 2", "rpm"), system=file.system("redhat", "rhel", "8", minor)
        )
    file.statement(
        cve, file.package("rpm", "a"), range_of("< 1.5", "rpm"), system=file.system("redhat", "rhel", "8", "6")
    )

    database, result = imported(file)

    with database:
        assert ["< 2"] == constraints(database, "rhel:8", "a")
        assert {
            "a statement about one minor release that differs from the one about the whole release": 1
        } == result.logs["rhel"].skipped


def test_the_highest_minor_release_stands_for_the_whole_where_that_is_missing(file: GrypeFile):
    cve = file.vulnerability("CVE-2024-1111", "rhel")
    file.system("redhat", "rhel", "8")
    for minor, constraint in (("9", "< 1"), ("10", "< 2")):
        file.statement(
            cve, file.package("rpm", "a"), range_of(constraint, "rpm"), system=file.system("redhat", "rhel", "8", minor)
        )

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, "rhel:8", "a")


def test_products_are_rows_of_cpe(file: GrypeFile):
    cve = file.vulnerability("CVE-2024-1111", "nvd")
    platform = {"qualifiers": {"platform_cpes": ["cpe:2.3:o:a:b:-:*:*:*:*:*:*:*"]}}
    file.product(
        cve, range_of("< 2", fix="2"), vendor="acme", product="c++ tool", target_software="python", record=platform
    )
    file.product(cve, range_of("= 1.5"), vendor="acme", product="box", negative=True)
    file.product(cve, range_of("< 2"), part="h", vendor="acme", product="device")

    with imported(file)[0] as database:
        (row,) = database.rows("cpe", "acme:c++_tool")
        (other,) = database.rows("cpe", "acme:box")

    assert row.qualifiers is not None
    assert (r"cpe:2.3:a:acme:c\+\+_tool:*:*:*:*:*:python:*:*", ("2",)) == (row.qualifiers.cpe, row.fix_versions)
    assert ("cpe:2.3:o:a:b:-:*:*:*:*:*:*:*",) == row.qualifiers.platforms
    assert (True, "= 1.5") == (bool(other.flags & NEGATIVE), other.constraint)


def test_the_vulnerability_s_record_is_kept(file: GrypeFile):
    severities = [
        {"scheme": "CVSS", "value": {"vector": V31, "version": "3.1"}, "source": "nvd@nist.gov", "rank": 1},
        {"scheme": "CHML", "value": "high", "rank": 2},
    ]
    record = {
        "description": "text",
        "refs": [{"url": "https://a.example/"}, {"url": "https://b.example/"}],
        "severities": severities,
    }
    cve = file.vulnerability(
        "CVE-2024-1111", "nvd", record, status="disputed", modified_date="2024-03-04 05:06:07+00:00"
    )
    file.product(cve, range_of("< 2"), vendor="acme", product="tool")
    file.add("cwe_handles", cve="CVE-2024-1111", cwe="CWE-79", source="nvd@nist.gov", type="Primary")

    with imported(file)[0] as database:
        (row,) = database.rows("cpe", "acme:tool")
        found = database.record(row.record)

    assert found is not None
    assert ("CVE-2024-1111", "text", "https://a.example/", ("https://b.example/",)) == (
        found.id,
        found.description,
        found.url,
        found.references,
    )
    assert [("nvd", 4 + 1, "3.1"), ("nvd", 4, "")] == [rating[:3] for rating in found.ratings]
    assert (("CWE-79",), True, "2024-03-04T05:06:07Z") == (found.cwes, found.is_disputed, found.modified)


@pytest.mark.parametrize("columns", [{"status": "rejected"}, {"withdrawn_date": "2024-03-04 00:00:00+00:00"}])
def test_what_was_taken_back_matches_nothing(file: GrypeFile, columns: dict[str, str]):
    file.statement(file.vulnerability("GHSA-1", "github", **columns), file.package("npm", "a"), range_of("< 2"))

    with imported(file)[0] as database:
        assert [] == list(database.rows("npm", "a"))


def test_exploitation_scores_and_ends_of_life_are_taken_over(file: GrypeFile):
    kev = {
        "vendor_project": "Acme",
        "product": "Tool",
        "date_added": "2024-05-06T00:00:00Z",
        "known_ransomware_campaign_use": "known",
    }
    debian = file.system("debian", "debian", "12", codename="bookworm", eol_date="2026-06-10 00:00:00+00:00")
    file.add("known_exploited_vulnerability_handles", cve="CVE-2024-1111", blob_id=file.blob(kev))
    file.add("epss_metadata", date="2026-06-30 00:00:00+00:00")
    file.add("epss_handles", cve="CVE-2024-1111", epss=0.5, percentile=0.9)
    file.add("epss_handles", cve="CVE-2024-2222", epss=7, percentile=0.9)
    file.statement(
        file.vulnerability("CVE-2024-1111", "debian"), file.package("deb", "a"), range_of("< 2"), system=debian
    )

    database, result = imported(file)

    with database:
        (exploited,) = database.exploited("CVE-2024-1111")
        prediction = database.prediction("CVE-2024-1111")
        (life,) = database.lives("debian")
    assert ("2024-05-06", True, "Acme Tool") == (exploited.added, exploited.used_by_ransomware, exploited.product)
    assert prediction is not None
    assert (0.5, 0.9, "2026-06-30") == (prediction.score, prediction.percentile, prediction.date)
    assert ("12", "2026-06-10", "bookworm") == (life.release, life.end_of_life, life.codename)
    assert 1 == result.logs["epss"].rejects


def test_an_erratum_fixes_its_cves(file: GrypeFile):
    amazon = file.system("amazonlinux", "amzn", "2")
    erratum = file.vulnerability("ALAS-2024-1", "amazon", {"aliases": ["CVE-2024-1111", "CVE-2024-2222"]})
    file.statement(
        erratum, file.package("rpm", "a"), range_of("< 2"), system=amazon, cves=["CVE-2024-1111", "CVE-2024-2222"]
    )
    file.statement(erratum, file.package("rpm", "b"), range_of("< 2"), system=amazon, cves=["CVE-2024-2222"])

    with imported(file)[0] as database:
        told = {name: [len(row.vulnerabilities) for row in database.rows("amazon:2", name)] for name in ("a", "b")}

    assert {"a": [2], "b": [1]} == told


def test_aliases_of_the_table_count_too(file: GrypeFile):
    file.add("vulnerability_aliases", name="GHSA-1", alias="CVE-2024-1111")
    file.statement(file.vulnerability("GHSA-1", "github"), file.package("npm", "a"), range_of("< 2"))

    with imported(file)[0] as database:
        (row,) = database.rows("npm", "a")
        vulnerability = database.vulnerability(row.vulnerabilities[0])

    assert vulnerability is not None
    assert "CVE-2024-1111" == vulnerability.id


def test_year_1_is_no_date(file: GrypeFile):
    debian = file.system(
        "debian", "debian", "12", eol_date="0001-01-01 00:00:00+00:00", eoas_date="2026-06-10 00:00:00+00:00"
    )
    fixed = range_of("< 2", fix="2", available={"date": "0001-01-01T00:00:00Z"})
    file.statement(file.vulnerability("CVE-2024-1111", "debian"), file.package("deb", "a"), fixed, system=debian)

    with imported(file)[0] as database:
        (life,) = database.lives("debian")
        (row,) = database.rows("debian:12", "a")

    assert ("", "2026-06-10", "") == (life.end_of_life, life.end_of_active_support, row.fix_date)
