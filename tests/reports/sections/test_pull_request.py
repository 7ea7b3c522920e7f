"""Sections in a comment."""

import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.markdown import FORMAT
from reports.contents import CONTENT, CONTENTS, FULL
from reports.verdicts.worlds import STOP


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


def test_a_section_is_a_heading_with_its_counts_and_a_table():
    assert "## Secrets: 3 found (1 critical, 2 high) · 1 accepted\n" in rendered(FULL)
    assert "| critical | npm access token | /root/.npmrc:1 | in layer 0, deleted by layer 1 |" in rendered(FULL)


def test_what_is_not_known_stands_in_a_red_box():
    assert "## Malware: NOT KNOWN\n\n> [!CAUTION]\n> **Not known**\n" in rendered(CONTENTS["unknown"])


def test_what_was_searched_in_vain_is_an_item():
    assert "## Also looked at\n\n- Secrets: none found\n" in rendered(CONTENTS["spotless"])


def test_many_rows_are_folded_and_then_counted():
    content = msgspec.structs.replace(CONTENT, secrets=CONTENT.secrets[:1] * 3000)
    report = msgspec.structs.replace(FULL, inventory=msgspec.structs.replace(FULL.inventory, content=content))

    text = rendered(report)

    assert "<details><summary>2,990 more</summary>" in text and "and 2,890 more" in text


def test_the_verdict_is_the_first_thing_of_a_judged_report():
    text = rendered(msgspec.structs.replace(FULL, verdict=STOP))

    assert text.startswith("> [!CAUTION]\n> **STOP**: 4 findings of 6 rules stop it\n")
    assert "| stop | vulnerabilities.package | 2 | CVE-2023-45853+zlib1g |" in text


@pytest.mark.parametrize("name", CONTENTS)
def test_rows_stay_on_their_lines(name):
    lines = [line for line in rendered(CONTENTS[name]).splitlines() if line.startswith("| ")]

    assert all(line.endswith("|") for line in lines)
