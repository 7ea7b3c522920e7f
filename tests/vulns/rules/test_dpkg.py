"""Debian and Ubuntu: source packages, their versions, Ubuntu's extended support."""

from pathlib import Path

import pytest

from mooring.model.advisory import FixState
from mooring.model.distro import Distro
from vulns.world import SOURCE, advisory, below, database_of, every, findings, inventory, package, pairs

FOCAL = Distro(id="ubuntu", version_id="20.04", codename="focal")
OPEN = advisory("CVE-2024-1", every("ubuntu:20.04", "zlib", name_kind=SOURCE), feed="ubuntu")
IN_ESM = advisory("USN-1", below("ubuntu:20.04+esm", "zlib", "1:1.2-3+esm1", name_kind=SOURCE), fixes=("CVE-2024-1",))


def zlib(version: str):
    return package("deb", "zlib1g", version, source_name="zlib")


def test_the_source_version_is_compared_where_it_differs(tmp_path: Path):
    fixed = advisory("CVE-2024-2", below("debian:12", "gcc-12", "12.2.0-15", name_kind=SOURCE))
    binary = package("deb", "libgcc-s1", "99:1", source_name="gcc-12", source_version="12.2.0-14")

    result = findings(inventory(binary), database_of(tmp_path, fixed))

    assert ["12.2.0-14"] == [reason.version for found in result.matches for reason in found.reasons]


def test_a_row_about_a_source_says_nothing_about_a_binary_of_that_name(tmp_path: Path):
    """`python3-defaults` builds `python3`, and `python3` is no source here."""
    row = advisory("CVE-2024-3", every("debian:12", "python3", name_kind=SOURCE))

    result = findings(inventory(package("deb", "python3", "3.11", source_name="other")), database_of(tmp_path, row))

    assert [] == pairs(result)


def test_a_negative_row_clears_what_another_record_says(tmp_path: Path):
    cleared = advisory("CVE-2024-4", every("debian:12", "zlib", name_kind=SOURCE, is_negative=True))
    erratum = advisory("DSA-1", below("debian:12", "zlib", "9", name_kind=SOURCE), fixes=("CVE-2024-4",), feed="dsa")

    result = findings(inventory(zlib("1")), database_of(tmp_path, cleared, erratum))

    assert [] == pairs(result)


def test_a_later_erratum_does_not_bring_a_fixed_flaw_back(tmp_path: Path):
    tracker = advisory("CVE-2024-5", below("debian:12", "zlib", "1.2-3", name_kind=SOURCE))
    again = advisory(
        "DSA-1-2", below("debian:12", "zlib", "1.2-4", name_kind=SOURCE), fixes=("CVE-2024-5",), feed="dsa"
    )
    database = database_of(tmp_path, tracker, again)

    fixed, open_ = (findings(inventory(zlib(version)), database) for version in ("1.2-3", "1.2-2"))

    assert ([], [("zlib1g", "CVE-2024-5")]) == (pairs(fixed), pairs(open_))


def test_a_fix_in_extended_support_is_none_for_those_without_it(tmp_path: Path):
    result = findings(inventory(zlib("1:1.2-3"), distro=FOCAL), database_of(tmp_path, OPEN, IN_ESM))

    fix = result.matches[0].fix
    assert (FixState.NOT_FIXED, "esm", ("1:1.2-3+esm1",)) == (fix.state, fix.channel, fix.versions)
    assert "this image does not" in fix.note


def test_a_fix_in_extended_support_counts_for_those_who_have_it(tmp_path: Path):
    attached = Distro(id="ubuntu", version_id="20.04", channels=("esm",))
    database = database_of(tmp_path, OPEN, IN_ESM)

    old = findings(inventory(zlib("1:1.2-3"), distro=attached), database)
    new = findings(inventory(zlib("1:1.2-3+esm1"), distro=attached), database)

    assert (FixState.FIXED, "esm") == (old.matches[0].fix.state, old.matches[0].fix.channel)
    assert [] == pairs(new)


def test_an_unimportant_flaw_keeps_the_distributions_word(tmp_path: Path):
    from mooring.model.severity import Severity, SeverityRating

    row = every("debian:12", "zlib", name_kind=SOURCE, severity=Severity.NEGLIGIBLE)
    rated = advisory("CVE-2024-6", row, ratings=(SeverityRating(source="nvd", severity=Severity.CRITICAL, score=9.8),))

    result = findings(inventory(zlib("1")), database_of(tmp_path, rated))

    assert (Severity.NEGLIGIBLE, "debian") == (result.matches[0].severity, result.matches[0].severity_source)


def test_what_is_still_investigated_does_not_count(tmp_path: Path):
    row = every("debian:12", "zlib", name_kind=SOURCE, is_under_investigation=True)

    result = findings(inventory(zlib("1")), database_of(tmp_path, advisory("CVE-2024-7", row)))

    assert () == result.matches


def test_rows_of_extended_support_may_name_its_parts(tmp_path: Path):
    row = below("ubuntu:20.04+esm", "zlib", "9", name_kind=SOURCE, repository="esm-infra")

    found = findings(inventory(zlib("1"), distro=FOCAL), database_of(tmp_path, OPEN, advisory("CVE-2024-8", row)))

    assert [("zlib1g", "CVE-2024-1"), ("zlib1g", "CVE-2024-8")] == pairs(found)


def test_what_extended_support_knows_not_to_be_affected_is_not_affected(tmp_path: Path):
    """Upstream drops the standard release with `ignored: end of standard support` and goes on to look at the code."""
    cleared = advisory("CVE-2024-1", every("ubuntu:20.04+esm", "zlib", name_kind=SOURCE, is_negative=True), feed="esm")

    assert [] == pairs(findings(inventory(zlib("1"), distro=FOCAL), database_of(tmp_path, OPEN, cleared)))


@pytest.mark.parametrize(("source", "name"), [("linux-signed-amd64", "linux"), ("linux-signed-aws", "linux-aws")])
def test_a_signed_kernel_is_matched_by_what_was_signed(tmp_path: Path, source: str, name: str):
    row = advisory("CVE-2024-1", below("debian:12", name, "6.1.37-1", name_kind=SOURCE))
    image = package("deb", "linux-image-6.1.0-9-amd64", "6.1.27-1", source_name=source, source_version="6.1.27+1")

    assert 1 == len(pairs(findings(inventory(image), database_of(tmp_path, row))))
