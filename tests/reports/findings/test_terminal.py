"""The findings of the table: what matters first, fitting the terminal, never clean where nothing is known."""

import re

import msgspec
import pytest

from mooring.reports.findings.terminal import wrapped
from mooring.reports.format import RenderOptions
from mooring.reports.table import FORMAT
from mooring.reports.text.style import columns_of
from reports.samples import REPORT
from reports.worlds import BLIND, CLEAN, FINDINGS, MATCHED, WILD, WORLDS

START = """\
registry.example/team/app:1.4 · Debian GNU/Linux 12 (bookworm) · 10 packages
6 vulnerabilities in 8 packages: 2 critical, 2 high, 1 low, 1 negligible
6 new · 3 fixable · 1 exploited · 1 malware · 1 suppressed
INCOMPLETE: 1 problem, listed below
database of 2026-11-20, 3 days old
compared with last-week.json

NOT ASSESSED: finding nothing in these means nothing
  conda (1 package): no feed of the database speaks for conda packages

Partly assessed
  npm (4 packages): one package has no version that can be read

What an update cures
  risk  severity  package  installed         fixed in          pkgs  vulns  worst           note
  93.2  high      lodash   4.17.15, 4.17.20  4.17.21              2      1  CVE-2021-23337  EXPLOITED, ransomware, new
  90.0  critical  lodahs   1.0.0             remove it            1      1  MAL-2024-1234   MALWARE, new
  41.5  high      openssl  3.0.11-1~deb12u2  3.0.15-1~deb12u1     3      2  CVE-2024-5535   new

Without a fix
"""


def rendered(report, **options):
    return b"".join(FORMAT.render(report, RenderOptions(**options))).decode()


def test_counts_and_gaps_come_before_the_updates_and_the_updates_before_the_rest():
    assert rendered(MATCHED).startswith(START)


def test_the_best_updates_say_what_they_remove():
    assert "  1  lodash 4.17.15, 4.17.20 → 4.17.21: cures 2 findings, 41% of the risk\n" in rendered(MATCHED)


def test_what_is_suppressed_is_counted_and_listed_only_where_asked_for():
    assert "Suppressed: 1 finding\n  1 by an exception of ada@example.com (exceptions.yaml)\n" in rendered(MATCHED)
    assert "CVE-2021-44906" not in rendered(MATCHED)
    assert "exception EX-7 ada@example.com  only used at build time" in rendered(MATCHED, with_suppressed=True)


def test_exceptions_to_look_at_are_told():
    assert "  EX-3 (exceptions.yaml): expired on 2026-10-01; it no longer suppresses\n" in rendered(MATCHED)


def test_each_finding_can_have_its_row():
    lines = rendered(MATCHED, by_vulnerability=True).splitlines()

    assert len([line for line in lines if "CVE-2024-5535" in line]) == 3
    assert any("/app/old/node_modules/lodash/package.json" in line for line in lines)


def test_packages_are_listed_beside_the_findings_only_where_asked_for():
    assert "Layers" not in rendered(MATCHED)
    assert "deb · 5 packages" in rendered(MATCHED, with_packages=True)


def test_nothing_found_is_said_only_after_what_is_not_known():
    assert rendered(CLEAN).splitlines()[-1] == "No known vulnerability"
    assert rendered(BLIND).splitlines()[-1] == "No known vulnerability in what could be assessed"
    assert "NOT ASSESSED" in rendered(BLIND)


def test_only_a_clean_verdict_is_green():
    assert "\x1b[32mNo known" in rendered(CLEAN, use_color=True)
    assert "\x1b[33mNo known" in rendered(BLIND, use_color=True)


def test_a_report_that_was_not_matched_says_nothing_of_findings():
    assert "vulnerab" not in rendered(REPORT)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("by_vulnerability", [False, True])
def test_every_line_fits_the_terminal(width, by_vulnerability):
    lines = rendered(MATCHED, width=width, by_vulnerability=by_vulnerability, with_suppressed=True).splitlines()

    assert max(map(columns_of, lines)) <= width


def test_severities_get_a_line_of_their_own_on_a_narrow_terminal():
    assert rendered(MATCHED, width=60).splitlines()[1:3] == [
        "6 vulnerabilities in 8 packages",
        "2 critical, 2 high, 1 low, 1 negligible",
    ]


def test_the_version_to_install_is_whole_on_a_terminal_of_80_columns():
    assert "3.0.15-1~deb12u1 " in rendered(MATCHED, width=80)


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("width", [1, 10, 30, 500])
def test_any_width_is_possible(name, width):
    assert rendered(WORLDS[name], width=width, by_vulnerability=True, with_packages=True, with_suppressed=True)


def test_colours_change_nothing_but_the_colour():
    plain = re.sub(r"\x1b\[[\d;]+m", "", rendered(MATCHED, width=80, use_color=True))

    assert [line.rstrip() for line in plain.splitlines()] == rendered(MATCHED, width=80).splitlines()


@pytest.mark.parametrize("options", [{}, {"by_vulnerability": True, "with_suppressed": True, "with_packages": True}])
def test_nothing_of_an_image_or_a_feed_controls_the_terminal(options):
    assert not set(rendered(WILD, width=80, **options)) & {"\x1b", "\r", "\x00", "\x85", "\u202e"}


def test_a_plan_that_removes_nothing_is_not_praised():
    step = msgspec.structs.replace(FINDINGS.upgrades[0], matches=())
    report = msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, upgrades=(step,)))

    assert "Best updates" not in rendered(report)


def test_long_sentences_are_broken_at_spaces():
    assert wrapped("one two three four five six", 20) == ["one two three four", "  five six"]
    assert wrapped("one two", 0) == ["one two"]
