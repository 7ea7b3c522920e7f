"""The plan of updates: few, and worth their while."""

from msgspec.structs import replace

from mooring.model.advisory import FixState, NameKind
from mooring.model.inventory import Inventory
from mooring.model.match import (
    Exploitation,
    Match,
    MatchedFix,
    MatchReason,
    Source,
    SuppressedBy,
    Suppression,
    Vulnerability,
)
from mooring.model.package import Package
from mooring.vulns.upgrades import plan_upgrades


def package(name: str, version: str, *, kind: str = "deb", source: str = "") -> Package:
    return Package(
        id=f"{name}@{version}",
        type=kind,
        name=name,
        version=version,
        purl=f"pkg:{kind}/{name}@{version}",
        source_name=source,
        source_version=version if source else "",
    )


def match(found: Package, name: str, constraint: str, *fixes: str, risk: float = 10.0, **more) -> Match:
    reason = MatchReason(
        source=Source(feed="feed", id=name),
        namespace=found.type,
        name=found.name,
        name_kind=NameKind.BINARY,
        constraint=constraint,
        fix_state=FixState.FIXED,
        fix_versions=fixes,
    )
    fix = MatchedFix(state=FixState.FIXED, versions=fixes)
    return Match(
        id=f"{name}/{found.id}",
        vulnerability=Vulnerability(id=name),
        package=found.id,
        risk=risk,
        reasons=(reason,),
        **{"fix": fix, **more},
    )


def plan(*matches: Match, packages: tuple[Package, ...]):
    return plan_upgrades(matches, Inventory(packages=packages))


def test_binary_packages_of_one_source_are_one_update_and_count_a_flaw_once():
    one, two = package("libssl3", "3.0.1-1", source="openssl"), package("openssl", "3.0.1-1", source="openssl")

    (step,) = plan(
        match(one, "CVE-1", "< 3.0.2-1", "3.0.2-1", risk=40),
        match(two, "CVE-1", "< 3.0.2-1", "3.0.2-1", risk=40),
        packages=(one, two),
    )

    assert (step.name, step.to_version, step.packages, step.risk_removed) == (
        "openssl",
        "3.0.2-1",
        (one.id, two.id),
        40.0,
    )


def test_the_lowest_version_that_cures_all_is_chosen():
    lib = package("lib", "1.0.0", kind="npm")

    (step,) = plan(match(lib, "CVE-1", "< 1.2.0", "1.2.0"), match(lib, "CVE-2", "< 1.5.0", "1.5.0"), packages=(lib,))

    assert step.to_version == "1.5.0"
    assert step.matches == ("CVE-1/lib@1.0.0", "CVE-2/lib@1.0.0")


def test_a_parallel_branch_is_not_jumped_to_without_need():
    """Fixed in 1.9.1 and 2.3.0: staying on the first branch is enough."""
    lib = package("lib", "1.0.0", kind="npm")

    (step,) = plan(match(lib, "CVE-1", "< 1.9.1 || >= 2.0.0, < 2.3.0", "1.9.1", "2.3.0"), packages=(lib,))

    assert step.to_version == "1.9.1"


def test_a_fix_inside_another_advisorys_range_cures_nothing_of_it():
    lib = package("lib", "1.0.0", kind="npm")

    (step,) = plan(
        match(lib, "CVE-1", "< 2.1.0", "2.1.0"),
        match(lib, "CVE-2", "< 1.9.1 || >= 2.0.0, < 2.3.0", "1.9.1", "2.3.0"),
        packages=(lib,),
    )

    assert step.to_version == "2.3.0"
    assert len(step.matches) == 2


def test_the_update_that_removes_most_risk_comes_first():
    small, large = package("a", "1", kind="npm"), package("b", "1", kind="npm")

    steps = plan(
        match(small, "CVE-1", "< 2", "2", risk=5), match(large, "CVE-2", "< 2", "2", risk=90), packages=(small, large)
    )

    assert [step.name for step in steps] == ["b", "a"]


def test_what_is_exploited_comes_before_a_larger_sum():
    known, noisy = package("a", "1", kind="npm"), package("b", "1", kind="npm")
    exploited = match(known, "CVE-1", "< 2", "2", risk=80)
    exploited = replace(
        exploited, vulnerability=replace(exploited.vulnerability, exploited=(Exploitation(source="cisa"),))
    )

    steps = plan(
        exploited, *(match(noisy, f"CVE-2{i}", "< 2", "2", risk=30) for i in range(9)), packages=(known, noisy)
    )

    assert [step.name for step in steps] == ["a", "b"]


def test_two_versions_of_a_library_are_two_updates_each_on_its_own_branch():
    old, new = package("ws", "6.1.4", kind="npm"), package("ws", "7.3.1", kind="npm")
    affected = ">= 6.0.0, < 6.2.3 || >= 7.0.0, < 7.5.10"

    steps = plan(
        match(old, "CVE-1", affected, "6.2.3", "7.5.10"), match(new, "CVE-1", affected, "7.5.10"), packages=(old, new)
    )

    assert [(step.from_versions, step.to_version) for step in steps] == [(("6.1.4",), "6.2.3"), (("7.3.1",), "7.5.10")]


def test_what_is_suppressed_unfixed_or_fixed_elsewhere_asks_for_no_update():
    lib = package("lib", "1.0.0", kind="npm")
    curable = match(lib, "CVE-1", "< 2", "2")

    steps = plan(
        replace(curable, suppressions=(Suppression(by=SuppressedBy.VEX, statement="x"),)),
        replace(curable, fix=MatchedFix(state=FixState.NOT_FIXED)),
        replace(curable, fix=MatchedFix(state=FixState.FIXED, versions=("2",), channel="esm")),
        packages=(lib,),
    )

    assert steps == ()


def test_a_version_that_the_scheme_does_not_know_is_no_crash():
    lib = package("lib", "1.0.0", kind="npm")

    steps = plan(match(lib, "CVE-1", "< not a version", "not a version"), packages=(lib,))

    assert steps == ()
