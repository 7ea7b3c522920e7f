"""The report for people."""

import pytest

from mooring.reports.compliance.table import FORMAT
from mooring.reports.format import RenderOptions
from mooring.reports.text.style import columns_of
from reports.compliance.worlds import ALL, FAILED, MANY, REPORT, SU, changed

TEXT = """\
FAIL House rules
2 of 4 controls that a program can check pass, 1 of them in part · 1 fails · 1 was not gathered · 1 needs evidence by hand · \
1 does not apply
  image      registry.example/team/app:1.4
  digest     sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
  judged as  registry.example/team/app:1.4
  system     Debian GNU/Linux 12 · linux/amd64
  built      2026-11-13 12:00
  standard   House rules of 2026 (pack house, version 3)
  database   vulnerability database of 2026-11-22
  evaluated  2026-11-23 12:00:00
  setting    base-images = registry.example/base/*

  control  state         severity  title
  4.2      pass          critical  Trusted base
  4.6      n/a           medium    Health check
  4.8      fail          high      No setuid programs
  4.9      not gathered  low       COPY and not ADD
  4.11     pass (part)   medium    Verified packages
  5.1      by hand       medium    TLS only

Fails 4.8 No setuid programs (high)
  files.suid_or_guid_set: SUID or SGID found set on file /bin/su. Mode: 0o4755
  evidence: list of files: 120 entries
  to do: Take the bits away.

Not gathered: nothing is known of these, which is no pass
  4.9 COPY and not ADD (low)
    The Dockerfile copies: not known, since there is none
    to do: Give the Dockerfile.

Passed in part: not looked at
  4.11: FROM is pinned: not known, since there is no Dockerfile

By hand: evidence needed
  5.1 TLS only: Configuration of TLS.

Waived: 1 finding
  4.8 files.suid_or_guid_set: SUID or SGID found set on file /bin/ping. Mode: 0o4755, accepted by 'i' of 'Ours' \
until 2027-01-01: needed to ping

Waivers that have expired
  whitelists[0].items[1] expired on 2026-01-01

An image shows what was built.
This is no certification.
"""


def rendered(report, **options) -> str:
    return b"".join(FORMAT.render(report, RenderOptions(**options))).decode()


def test_the_score_comes_first_then_every_control_then_what_fails():
    assert TEXT == rendered(REPORT)


@pytest.mark.parametrize(
    ("world", "word"),
    [("all", "FAIL"), ("good", "PASS"), ("incomplete", "INCOMPLETE"), ("nothing", "NOTHING CHECKED")],
)
def test_the_first_word_says_how_it_went(world, word):
    assert rendered(ALL[world]).startswith(f"{word} House rules\n")


def test_what_was_not_read_stands_above_the_controls():
    text = rendered(ALL["incomplete"])

    assert text.index("INCOMPLETE: 1 problem in reading the image; no pass speaks for these") < text.index("  control")


def test_a_report_that_was_not_matched_says_so():
    assert "database   none: the image was not matched" in rendered(ALL["good"])


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("world", sorted(ALL))
def test_lines_fit_the_terminal(width, world):
    lines = rendered(ALL[world], width=width).splitlines()

    assert all(columns_of(line) <= width for line in lines), max(lines, key=columns_of)


def test_on_a_terminal_each_line_says_why():
    assert "1 finding, 1 waived" in rendered(REPORT, width=120)


def test_colours_only_where_they_are_wanted():
    assert "\x1b[1;7;31m FAIL \x1b[0m" in rendered(REPORT, use_color=True, width=100)
    assert "\x1b" not in rendered(REPORT, width=100)


def test_many_findings_are_counted_unless_all_are_asked_for():
    control = changed(FAILED, findings=(SU,) * 20, finding_count=30)
    report = changed(REPORT, controls=(control,))

    assert "  and 22 more\n" in rendered(report)
    assert "  and 10 more\n" in rendered(report, with_suppressed=True)
    assert len(rendered(MANY)) < 500_000
