"""A comment on a pull request: what is wrong, what to update, what is not known."""

import re

import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.markdown import FORMAT
from reports.worlds import BLIND, CLEAN, FINDINGS, MATCHED, WILD, WORLDS

START = """\
# Vulnerabilities of registry.example/team/app:1.4 (Debian GNU/Linux 12 (bookworm))

**6 vulnerabilities** in 8 packages: 2 critical, 2 high, 1 low, 1 negligible
<br>6 new · 3 fixable · 1 exploited · 1 malware · 1 suppressed
<br><sub>database of 2026-11-20, 3 days old, compared with last-week.json</sub>

> [!CAUTION]
> **Not assessed: finding nothing in these means nothing**
>
> - conda (1 package): no feed of the database speaks for conda packages
"""
ROW = (
    "| 41.5 | high | openssl (3 packages) | 3.0.11-1\\~deb12u2 | **3.0.15-1\\~deb12u1** "
    "| [CVE-2024-5535](<https://security-tracker.debian.org/tracker/CVE-2024-5535>) and 1 more | new |"
)


def rendered(report, **options):
    return b"".join(FORMAT.render(report, RenderOptions(**options))).decode()


def test_counts_and_what_is_not_known_come_first():
    assert rendered(MATCHED).startswith(START)


def test_an_update_is_one_row():
    assert ROW in rendered(MATCHED).splitlines()


def test_what_is_suppressed_is_folded_with_who_says_so():
    assert (
        "- CVE-2021-44906 in minimist 1.2.0 (critical). Not counted, by the exception EX-7 of ada\\@example.com"
        in rendered(MATCHED)
    )


def test_many_updates_are_folded():
    many = tuple(
        msgspec.structs.replace(
            FINDINGS.matches[3], fix=msgspec.structs.replace(FINDINGS.matches[1].fix, versions=(str(number),))
        )
        for number in range(40)
    )
    report = msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, matches=many))

    assert "<details><summary>10 more</summary>" in rendered(report)


def test_nothing_found_promises_no_more_than_is_known():
    assert "**No known vulnerability**" in rendered(CLEAN)
    assert rendered(BLIND).splitlines()[-2] == "**No known vulnerability in what could be assessed**"


@pytest.mark.parametrize("name", WORLDS)
def test_every_element_of_html_is_our_own(name):
    found = set(re.findall(r"(?<!\\)<([^>]*)>", rendered(WORLDS[name], with_packages=True)))

    own = {"br", "sub", "/sub", "details", "/details", "summary", "/summary"}
    assert [text for text in found if text not in own and not text.startswith("https://")] == []


def test_packages_are_listed_only_where_asked_for():
    assert "## deb: 5 packages" not in rendered(MATCHED)
    assert "## deb: 5 packages" in rendered(MATCHED, with_packages=True)


def test_no_feed_makes_a_link_of_its_own():
    assert "javascript:" not in rendered(WILD)
