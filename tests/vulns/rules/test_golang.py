"""Go modules."""

from pathlib import Path

import pytest

from mooring.model.match import Confidence
from vulns.world import advisory, below, database_of, every, findings, inventory, package, pairs

NET = advisory("GO-2024-1", below("golang", "golang.org/x/net", "0.23.0"), aliases=("CVE-2024-1",), feed="go")


def test_a_module_is_matched_by_its_path(tmp_path: Path):
    database = database_of(tmp_path, NET)

    found = [
        bool(pairs(findings(inventory(package("golang", "golang.org/x/net", v)), database)))
        for v in ("v0.22.0", "v0.23.0", "v0.23.1-0.20240101000000-abcdefabcdef")
    ]

    assert [True, False, False] == found


def test_the_standard_library_is_a_module(tmp_path: Path):
    database = database_of(tmp_path, advisory("GO-2024-2", below("golang", "stdlib", "1.21.8"), feed="go"))

    assert [("stdlib", "GO-2024-2")] == pairs(findings(inventory(package("golang", "stdlib", "1.21.7")), database))


def test_a_commit_without_a_release_is_likely(tmp_path: Path):
    commit = package("golang", "golang.org/x/net", "v0.0.0-20190101000000-abcdefabcdef")

    assert Confidence.LIKELY is findings(inventory(commit), database_of(tmp_path, NET)).matches[0].confidence


@pytest.mark.parametrize("version", ["", "(devel)", "v0.0.0-20190101000000-abcdefabcdef"])
def test_a_main_module_without_a_version_is_not_assessed(tmp_path: Path, version: str):
    main = package("golang", "golang.org/x/net", version, is_root=True)

    result = findings(inventory(main), database_of(tmp_path, NET))

    assert ([], ["not-assessed"]) == (pairs(result), [found.state.value for found in result.assessments])


def test_gos_own_database_knows_ranges_better(tmp_path: Path):
    github = advisory("GHSA-1", below("golang", "golang.org/x/net", "0.30.0"), aliases=("CVE-2024-1",), feed="github")

    database = database_of(tmp_path, NET, github)

    assert [] == pairs(findings(inventory(package("golang", "golang.org/x/net", "v0.25.0")), database))


def test_vulnerable_functions_must_be_in_the_program_where_its_symbols_are_known(tmp_path: Path):
    row = advisory("GO-2024-3", every("golang", "a.example/b", symbols=("a.example/b/c#Parse",)))
    database = database_of(tmp_path, row)

    found = [
        bool(pairs(findings(inventory(package("golang", "a.example/b", "v1.0.0", properties=told)), database)))
        for told in ({}, {"symbols": "a.example/b/c#Parse"}, {"symbols": "a.example/b/c#Other"})
    ]

    assert [True, True, False] == found
