"""Language packages."""

from pathlib import Path

import pytest

from mooring.model.advisory import AdvisoryKind, Affected, Fix, FixState, VersionRange
from mooring.model.match import Confidence
from mooring.model.severity import Severity
from vulns.world import advisory, below, database_of, every, findings, inventory, package, pairs


@pytest.mark.parametrize(
    ("kind", "name", "namespace", "known_as"),
    [
        ("pypi", "Flask_SQLAlchemy", "pypi", "flask-sqlalchemy"),
        ("npm", "@Babel/core", "npm", "@babel/core"),
        ("otp", "cowboy", "hex", "cowboy"),
        ("cargo", "serde_json", "cargo", "serde-json"),
        ("gem", "Rack", "gem", "rack"),
        ("composer", "Drupal/Core", "composer", "drupal/core"),
        ("nuget", "Newtonsoft.Json", "nuget", "newtonsoft.json"),
    ],
)
def test_names_are_compared_as_the_registry_does(tmp_path: Path, kind: str, name: str, namespace: str, known_as: str):
    database = database_of(tmp_path, advisory("CVE-2024-1", below(namespace, known_as, "2.0.0")))

    assert [(name, "CVE-2024-1")] == pairs(findings(inventory(package(kind, name, "1.0.0")), database))


def test_a_product_of_the_same_name_says_nothing_about_a_package(tmp_path: Path):
    rows = advisory("CVE-2024-1", every("cpe", "docker:docker")), advisory("CVE-2024-2", every("npm", "other"))
    docker = package("npm", "docker", "1.0.0", cpes=("cpe:2.3:a:docker:docker:1.0.0:*:*:*:*:*:*:*",))

    assert [] == pairs(findings(inventory(docker), database_of(tmp_path, *rows), use_cpe=True))


def test_malware_is_critical(tmp_path: Path):
    row = advisory("MAL-2024-1", every("npm", "evil"), kind=AdvisoryKind.MALWARE)

    result = findings(
        inventory(package("npm", "evil", "1.0.0"), package("npm", "evil", "")), database_of(tmp_path, row)
    )

    assert [(Severity.CRITICAL, 100.0)] * 2 == [(found.severity, found.risk) for found in result.matches]


def test_notices_are_left_out_unless_asked_for(tmp_path: Path):
    row = advisory("RUSTSEC-2024-1", every("cargo", "old"), kind=AdvisoryKind.NOTICE)
    database, found = database_of(tmp_path, row), inventory(package("cargo", "old", "1.0.0"))

    assert ([], 1) == (pairs(findings(found, database)), len(findings(found, database, with_notices=True).matches))


def test_withdrawn_advisories_are_not_matched(tmp_path: Path):
    row = advisory("GHSA-1", every("npm", "a"), withdrawn="2024-01-01")

    assert [] == pairs(findings(inventory(package("npm", "a", "1.0.0")), database_of(tmp_path, row)))


def test_a_range_without_an_end_loses_against_a_known_fix(tmp_path: Path):
    open_ = advisory("GHSA-1", every("pypi", "a"), aliases=("CVE-2024-1",), feed="github")
    fixed = advisory("PYSEC-1", below("pypi", "a", "1.5"), aliases=("CVE-2024-1",), feed="pypa")
    database = database_of(tmp_path, open_, fixed)

    old, new = (pairs(findings(inventory(package("pypi", "a", version)), database)) for version in ("1.4", "1.5"))

    assert ([("a", "CVE-2024-1")], []) == (old, new)


def test_ranges_of_one_record_are_a_union(tmp_path: Path):
    row = advisory("GHSA-1", below("npm", "a", "1.5.0"), below("npm", "a", "2.3.0", low="2.0.0"))
    database = database_of(tmp_path, row)

    found = [
        bool(pairs(findings(inventory(package("npm", "a", v)), database))) for v in ("1.4.0", "1.6.0", "2.1.0", "2.3.0")
    ]

    assert [True, False, True, False] == found


def test_only_fixes_above_the_installed_version_are_named(tmp_path: Path):
    ranges = (VersionRange(high="1.5.0"), VersionRange(low="2.0.0", high="2.3.0"))
    fix = Fix(state=FixState.FIXED, versions=("1.5.0", "2.3.0"))
    row = advisory("GHSA-1", Affected(namespace="npm", name="a", ranges=ranges, fix=fix))
    database = database_of(tmp_path, row)

    found = [findings(inventory(package("npm", "a", v)), database).matches[0].fix.versions for v in ("1.0.0", "2.1.0")]

    assert [("1.5.0", "2.3.0"), ("2.3.0",)] == found


def test_exact_versions_are_matched(tmp_path: Path):
    row = advisory("PYSEC-1", Affected(namespace="pypi", name="a", versions=("1.0", "1.2.0")))
    database = database_of(tmp_path, row)

    assert [True, False, True] == [
        bool(pairs(findings(inventory(package("pypi", "a", v)), database))) for v in ("1.0.0", "1.1", "1.2+local")
    ]


def test_a_bound_of_a_manifest_is_likely_and_gives_way_to_a_lock_file(tmp_path: Path):
    database = database_of(tmp_path, advisory("GHSA-1", below("pypi", "a", "2.0")))
    told = {"version_from": "lower-bound", "constraint": ">=1.0"}
    bound = package("pypi", "a", "1.0", path="/app/pyproject.toml", properties=told)
    locked = package("pypi", "a", "2.1", path="/app/poetry.lock")

    alone, beside = findings(inventory(bound), database), findings(inventory(bound, locked), database)

    assert (Confidence.LIKELY, "the version is the lowest that the manifest allows (>=1.0)") == (
        alone.matches[0].confidence,
        alone.matches[0].reasons[0].notes[0],
    )
    assert [] == pairs(beside)
    assert [1] == [found.package_count for found in beside.assessments]


def test_a_version_without_order_is_not_assessed(tmp_path: Path):
    database = database_of(tmp_path, advisory("GHSA-1", below("npm", "a", "2.0.0")))

    found = findings(
        inventory(package("npm", "a", "latest"), package("npm", "b", "1.0.0"), package("npm", "c", "")), database
    )

    assessment = found.assessments[0]
    assert ("partly-assessed", ("npm/a@latest", "npm/c@")) == (assessment.state.value, assessment.packages)
    assert assessment.reason.startswith("2 of 3 could not be judged: ")


def test_the_project_itself_is_not_counted(tmp_path: Path):
    database = database_of(tmp_path, advisory("GHSA-1", below("npm", "a", "2.0.0")))

    assert () == findings(inventory(package("npm", "mine", "", is_root=True)), database).assessments
