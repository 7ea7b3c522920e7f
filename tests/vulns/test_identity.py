"""Which vulnerability an advisory is about."""

import pytest

from mooring.model.advisory import Advisory
from mooring.vulns.identity import Aliases, aliases_of, direct_subjects, folded, preferred


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("cve-2021-44228", "CVE-2021-44228"),
        (" CVE-2021-44228 ", "CVE-2021-44228"),
        ("DEBIAN-CVE-2021-44228", "CVE-2021-44228"),
        ("ALPINE-CVE-2021-44228", "CVE-2021-44228"),
        ("UBUNTU-CVE-2021-44228", "CVE-2021-44228"),
        ("GHSA-jfh8-c2jp-5v3q", "GHSA-JFH8-C2JP-5V3Q"),
        ("CVE-2021-44228-extra", "CVE-2021-44228-EXTRA"),
        ("RHSA-2021:1", "RHSA-2021:1"),
    ],
)
def test_identifiers_are_compared_in_upper_case_and_without_a_distributions_prefix(written, expected):
    assert expected == folded(written)


@pytest.mark.parametrize(
    ("advisory", "expected"),
    [
        (Advisory(id="CVE-2020-1000", feed="f", aliases=("GHSA-a", "CVE-2020-1001")), ("CVE-2020-1000",)),
        (Advisory(id="DEBIAN-CVE-2020-1000", feed="f"), ("CVE-2020-1000",)),
        (Advisory(id="GHSA-a", feed="f", aliases=("CVE-2020-1000", "PYSEC-1")), ("CVE-2020-1000",)),
        (Advisory(id="GHSA-a", feed="f", aliases=("CVE-2020-1001", "CVE-2020-1000")), ("CVE-2020-1000", "CVE-2020-1001")),
        (Advisory(id="DSA-1", feed="f", fixes=("CVE-2020-1000", "CVE-2020-1001")), ("CVE-2020-1000", "CVE-2020-1001")),
        (Advisory(id="DSA-1", feed="f", fixes=("GHSA-b",)), ("GHSA-B",)),
        (Advisory(id="MAL-2024-1", feed="f"), ("MAL-2024-1",)),
    ],
)  # fmt: skip
def test_an_advisory_is_about_what_it_names(advisory, expected):
    assert expected == direct_subjects(advisory)


def test_the_distributions_spelling_of_a_cve_is_an_alias_of_it():
    assert ("DEBIAN-CVE-2020-1000",) == aliases_of(Advisory(id="DEBIAN-CVE-2020-1000", feed="f"))


def test_a_chain_of_aliases_leads_to_its_only_cve_from_every_end():
    aliases = Aliases([*_both("RUSTSEC-1", "GHSA-A"), ("GHSA-A", "CVE-2020-1000"), ("GO-1", "CVE-2020-1000")])

    assert [("CVE-2020-1000",)] * 3 == [aliases.subjects(each) for each in ("RUSTSEC-1", "GHSA-A", "GO-1")]


def test_nothing_is_joined_through_a_cve():
    """GHSA-A is about two CVEs; that makes PYSEC-1, which is about one of them, no alias of the other."""
    aliases = Aliases([("GHSA-A", "CVE-2020-1000"), ("GHSA-A", "CVE-2020-1001"), ("PYSEC-1", "CVE-2020-1000")])

    assert ("CVE-2020-1000",) == aliases.subjects("PYSEC-1")


def test_without_a_cve_all_that_is_joined_has_the_preferred_identifier():
    aliases = Aliases(_both("PYSEC-1", "GHSA-A") + _both("PYSEC-1", "OSV-1"))

    assert [("GHSA-A",)] * 3 == [aliases.subjects(each) for each in ("OSV-1", "PYSEC-1", "GHSA-A")]


def test_where_a_chain_leads_to_several_cves_the_nearest_count():
    links = [("GHSA-A", "CVE-2020-1000"), ("GHSA-B", "CVE-2020-1001")]
    aliases = Aliases(links + _both("PYSEC-1", "GHSA-A") + _both("GHSA-B", "PYSEC-2") + _both("PYSEC-1", "PYSEC-2"))

    assert ("CVE-2020-1000",) == aliases.subjects("GHSA-A")
    assert ("CVE-2020-1000",) == aliases.subjects("PYSEC-1")
    assert ("CVE-2020-1001",) == aliases.subjects("PYSEC-2")


def test_a_chain_of_a_hundred_thousand_is_followed():
    links = [pair for number in range(100_000) for pair in _both(f"X-{number}", f"X-{number + 1}")]
    aliases = Aliases([*links, ("X-100000", "CVE-2020-1000")])

    assert ("CVE-2020-1000",) == aliases.subjects("X-0")


def test_github_comes_before_ecosystems_and_they_before_the_rest():
    assert "GHSA-Z" == preferred({"PYSEC-1", "GHSA-Z", "AAA-1"})
    assert "PYSEC-1" == preferred({"PYSEC-1", "GO-1", "AAA-1"})
    assert "AAA-1" == preferred({"BBB-1", "AAA-1"})


def _both(one, other):
    return [(one, other), (other, one)]
