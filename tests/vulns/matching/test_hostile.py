"""Inventories that want to hurt."""

import time
from pathlib import Path

import msgspec
import pytest

from mooring.base.errors import HostileInput
from mooring.model.inventory import Inventory
from mooring.model.package import Package, Relation
from vulns.world import SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

ROWS = (
    advisory(
        "CVE-2024-1",
        below("debian:12", "a", "2", name_kind=SOURCE),
        below("npm", "a", "2.0.0"),
        below("maven", "g:a", "2"),
        feed="x",
    ),
    advisory("CVE-2024-2", every("golang", "a"), every("github", "a"), every("cpe", "a:a"), feed="y"),
)
KINDS = ("deb", "rpm", "npm", "maven", "golang", "github", "generic", "conda", "apk", "", "no such type")
TEXTS = (
    "",
    " ",
    "\0",
    "a" * 100_000,
    "1." * 100_000,
    "9" * 100_000,
    "\udcff",
    "~",
    ":",
    "-",
    "@/#?",
    "名",
    "(devel)",
    "v0.0.0-",
)


def test_no_name_version_or_property_breaks_matching(tmp_path: Path):
    packages = [
        package(
            kind,
            name,
            version,
            id=f"{at}",
            source_name=name,
            source_version=version,
            architecture=version,
            cpes=(name, f"cpe:2.3:a:{name}"),
        )
        for at, (kind, name, version) in enumerate(
            (kind, name, version) for kind in KINDS for name in (*TEXTS, "a") for version in TEXTS
        )
    ]
    odd = [
        msgspec.structs.replace(
            each,
            id=f"odd {each.id}",
            properties=dict.fromkeys(("modularity", "symbols", "version_from", "root", "commit"), each.version),
        )
        for each in packages
    ]

    result = findings(inventory(*packages, *odd), database_of(tmp_path, *ROWS), use_cpe=True, with_notices=True)

    assert sum(found.package_count for found in result.assessments) > 1_000


def test_a_package_without_a_place_is_matched(tmp_path: Path):
    bare = Package(id="x", type="npm", name="a", version="1.0.0", purl="")

    assert 1 == len(findings(inventory(bare), database_of(tmp_path, *ROWS)).matches)


def test_relations_may_go_in_circles(tmp_path: Path):
    pair = package("deb", "a", "1", id="1"), package("npm", "a", "1.0.0", id="2")
    links = tuple(
        Relation(kind=kind, source=source, target=target)
        for kind in ("owns", "contains", "depends-on")
        for source, target in (("1", "2"), ("2", "1"), ("1", "1"), ("2", "2"))
    )
    circular = Inventory(packages=pair, relations=links, distro=inventory(pair[0]).distro)

    assert 2 == len(findings(circular, database_of(tmp_path, *ROWS)).matches)


def test_duplicates_have_ids_of_their_own(tmp_path: Path):
    same = [
        package("npm", "a", "1.0.0", id="1"),
        package("npm", "a", "1.0.0", id="2"),
        package("npm", "a", "1.0.0", id="3"),
    ]

    result = findings(inventory(*same), database_of(tmp_path, *ROWS))

    assert 3 == len({found.id for found in result.matches})


def test_time_grows_with_the_number_of_packages_only(tmp_path: Path):
    packages = [package("deb", f"p{number}", "1", source_name=f"s{number}") for number in range(20_000)]
    database = database_of(tmp_path, *ROWS)

    begin = time.process_time()
    result = findings(inventory(*packages, *packages), database)

    assert ([], 40_000) == (pairs(result), result.assessments[0].package_count)
    assert time.process_time() - begin < 30


def test_more_findings_than_an_honest_image_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("mooring.vulns.matching.case.MAX_MATCHES", 10)  # Half a million take a minute.
    packages = [package("npm", "a", f"1.0.{number}") for number in range(20)]

    with pytest.raises(HostileInput, match="more than 10 findings"):
        findings(inventory(*packages), database_of(tmp_path, *ROWS))
