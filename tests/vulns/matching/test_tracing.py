"""Why a flaw is reported, and why it is not."""

from pathlib import Path

from mooring.model.distro import Distro
from mooring.vulns.match import MatchOptions, trace
from vulns.world import NOW, SOURCE, advisory, below, database_of, every, inventory, package


def told(found, database, *wanted: str, **options: object) -> list[tuple[str, str, str]]:
    """Package, what came of it, and who says so."""
    return [
        (each.package.rpartition("@")[0], each.kind.value, each.statement or each.reason.constraint)
        for each in trace(found, database, MatchOptions(**options), wanted, now=NOW)
    ]


def test_every_statement_that_met_a_package_is_told(tmp_path: Path):
    rows = [
        advisory(
            "CVE-2024-1", below("debian:12", "zlib", "2", name_kind=SOURCE), below("npm", "zlib", "3"), feed="debian"
        ),
        advisory("CVE-2024-2", every("debian:12", "zlib", name_kind=SOURCE, is_negative=True)),
        advisory("CVE-2024-3", every("debian:12", "zlib", name_kind=SOURCE, is_under_investigation=True)),
        advisory("CVE-2024-4", below("debian:12", "zlib", "9", low="5", name_kind=SOURCE)),
    ]
    found = inventory(
        package("deb", "zlib1g", "1", source_name="zlib"), package("deb", "zlib1h", "2", source_name="zlib")
    )
    database = database_of(tmp_path, *rows)

    assert [
        ("deb/zlib1g", "matched", "< 2"),
        ("deb/zlib1h", "fixed", "< 2"),
        ("deb/zlib1g", "not-consulted", "npm speaks about another package of this name"),
        ("deb/zlib1h", "not-consulted", "npm speaks about another package of this name"),
    ] == told(found, database, "cve-2024-1")
    assert ["not-affected", "under-investigation", "outside-range"] == [
        told(found, database, name)[0][1] for name in ("CVE-2024-2", "CVE-2024-3", "CVE-2024-4")
    ]


def test_modules_and_architectures_are_told(tmp_path: Path):
    row = below("rhel:8", "nodejs", "9", module="nodejs:18"), below("rhel:8", "x", "9", architectures=("s390x",))
    found = inventory(
        package("rpm", "nodejs", "1"),
        package("rpm", "x", "1", architecture="x86_64"),
        distro=Distro(id="rhel", version_id="8"),
    )

    assert [
        ("rpm/nodejs", "other-module", "is about the module nodejs:18; the package is of none"),
        ("rpm/x", "other-architecture", "is about s390x; the package is x86_64"),
    ] == told(found, database_of(tmp_path, advisory("CVE-2024-1", *row)), "CVE-2024-1")


def test_who_overruled_is_told(tmp_path: Path):
    rocky = Distro(id="rocky", version_id="9", parent_id="rhel", parent_version="9")
    rows = [
        advisory("RLSA-1", below("rocky:9", "curl", "7"), fixes=("CVE-2024-1",)),
        advisory("CVE-2024-1", below("rhel:9", "curl", "8", name_kind=SOURCE)),
    ]

    assert [("rpm/curl", "fixed", "< 7"), ("rpm/curl", "overruled", "RLSA-1 of rocky:9 says fixed (< 7)")] == told(
        inventory(package("rpm", "curl", "7"), distro=rocky), database_of(tmp_path, *rows), "CVE-2024-1"
    )


def test_what_an_os_package_owns_is_told(tmp_path: Path):
    rows = [
        advisory("GHSA-1", below("pypi", "a", "2"), aliases=("CVE-2024-1",)),
        advisory("CVE-2024-1", below("debian:12", "python3-a", "1-1", name_kind=SOURCE)),
    ]
    found = inventory(
        package("deb", "python3-a", "1-1"), package("pypi", "a", "1"), owns=[("deb/python3-a@1-1", "pypi/a@1")]
    )

    assert ("pypi/a", "owned") == told(found, database_of(tmp_path, *rows), "CVE-2024-1")[1][:2]


def test_headers_locks_and_obstacles_are_told(tmp_path: Path):
    rows = [
        advisory("CVE-2024-1", every("debian:12", "linux", name_kind=SOURCE)),
        advisory("CVE-2024-1", every("golang", "a.example/b"), every("pypi", "a"), feed="other"),
    ]
    found = inventory(
        package("deb", "linux-libc-dev", "1", source_name="linux"),
        package("golang", "a.example/b", "(devel)", is_root=True),
        package(
            "pypi", "a", "1", path="/x/pyproject.toml", properties={"version_from": "lower-bound"}, id="pypi/a@bound"
        ),
        package("pypi", "a", "2", path="/x/poetry.lock"),
    )

    assert ["harmless", "not-comparable", "not-comparable", "matched"] == [
        kind for _, kind, _ in told(found, database_of(tmp_path, *rows), "CVE-2024-1")
    ]


def test_product_ranges_that_are_off_are_told(tmp_path: Path):
    row = advisory("CVE-2024-1", below("cpe", "redis:redis", "8"), feed="nvd")
    redis = package("generic", "redis", "7", cpes=("cpe:2.3:a:redis:redis:7:*:*:*:*:*:*:*",))

    assert [("generic/redis", "cpe-off", "only a product range of NVD speaks about it; --cpe asks for those")] == told(
        inventory(redis), database_of(tmp_path, row), "CVE-2024-1"
    )


def test_withdrawn_records_are_told(tmp_path: Path):
    rows = [
        advisory("GHSA-1", every("npm", "a"), withdrawn="2024-01-02T00:00:00Z", aliases=("CVE-2024-1",), feed="github"),
        advisory("CVE-2024-1", below("npm", "a", "1"), feed="osv"),
    ]

    assert ("", "withdrawn", "taken back on 2024-01-02") in told(
        inventory(package("npm", "a", "2.0.0")), database_of(tmp_path, *rows), "GHSA-1"
    )


def test_notices_are_told(tmp_path: Path):
    from mooring.model.advisory import AdvisoryKind

    row = advisory("RUSTSEC-1", every("cargo", "a"), kind=AdvisoryKind.NOTICE)

    assert [("cargo/a", "notice", "")] == told(
        inventory(package("cargo", "a", "1.0.0")), database_of(tmp_path, row), "RUSTSEC-1"
    )


def test_an_unknown_identifier_met_nothing(tmp_path: Path):
    assert [] == told(inventory(), database_of(tmp_path), "CVE-1", "")
