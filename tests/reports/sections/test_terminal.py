"""Sections on a terminal."""

import msgspec
import pytest

from mooring.model.evidence.content import Content
from mooring.reports.format import RenderOptions
from mooring.reports.table import FORMAT
from mooring.reports.text.style import columns_of
from reports.contents import CONTENT, CONTENTS, FULL

SECRETS = """
Secrets: 3 found (1 critical, 2 high) · 1 accepted · 300 rules
  severity  secret            place                  surface                         note            rule
  critical  npm access token  /root/.npmrc:1         in layer 0, deleted by layer 1  checksum holds  npm-token
  high      Example API key   /app/.env:3            present, layer 1                                example-key
  high      Example API key   environment API_TOKEN  image config                                    example-key

Malware: 1 finding in 1 file · clamav 1.0.3 looked at 12 files (main 62)
  not complete: yara: yara-x is not installed
"""
CLEAN_LINES = """
Secrets: none found
Malware: none found · clamav 1.0.3 looked at 12 files
Files that differ from their packages' records: none found
"""


def rendered(report, **options):
    return b"".join(FORMAT.render(report, RenderOptions(**options))).decode()


def test_a_section_says_how_many_how_bad_and_what_is_missing():
    assert SECRETS in rendered(FULL)


def test_sections_without_findings_are_a_line_each():
    assert CLEAN_LINES in rendered(CONTENTS["spotless"])


def test_what_is_not_known_is_said_loudly_with_the_reason():
    text = rendered(CONTENTS["unknown"], use_color=True)

    assert "\x1b[7;31mMalware: NOT KNOWN\x1b[0m\n" in text
    assert "no answer from /run/clamd.sock" in text


def test_accepted_rows_are_listed_where_asked_for():
    assert "fixtures.json" not in rendered(FULL)
    assert "accepted by the baseline secrets.json" in rendered(FULL, with_suppressed=True)


def test_many_rows_are_counted_and_not_shown():
    content = msgspec.structs.replace(CONTENT, secrets=CONTENT.secrets[:1] * 200)
    report = msgspec.structs.replace(FULL, inventory=msgspec.structs.replace(FULL.inventory, content=content))

    assert "  and 190 more: -o json has all\n" in rendered(report)


@pytest.mark.parametrize("name", ["full", "spotless", "unknown"])
def test_lines_fit_the_terminal(name):
    """A verdict's line on what was not read may be longer, as before."""
    lines = rendered(CONTENTS[name], width=80).splitlines()

    assert [line for line in lines if columns_of(line) > 80] == []


@pytest.mark.parametrize("name", CONTENTS)
def test_nothing_moves_the_cursor(name):
    assert all(line.isprintable() for line in rendered(CONTENTS[name], width=80, with_suppressed=True).splitlines())


def test_a_report_without_content_has_no_sections():
    report = msgspec.structs.replace(
        FULL,
        inventory=msgspec.structs.replace(FULL.inventory, content=Content()),
        dockerfile=None,
        supply=None,
        base=None,
    )

    assert not {"Secrets:", "Malware:", "Dockerfile:"} & set(rendered(report).split())
