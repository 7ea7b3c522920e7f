"""The report as a page."""

import re
from html.parser import HTMLParser

import pytest

from mooring.reports.compliance.html import FORMAT
from mooring.reports.format import DEFAULT_OPTIONS
from reports.compliance.worlds import ALL, FAILED, REPORT, SU, changed


def page(report) -> str:
    return b"".join(FORMAT.render(report, DEFAULT_OPTIONS)).decode()


class Read(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words += data


def test_the_score_stands_first_and_says_how_it_is_made():
    text = Read(page(REPORT)).words

    assert text.index("House rules") < text.index("FAIL") < text.index("2 of 4 controls that a program can check pass")
    assert "1 pass in part" in text
    assert "1 not gathered" in text


def test_every_control_has_a_row_that_leads_to_its_details():
    tags = Read(page(REPORT)).tags
    anchors = [given["id"] for name, given in tags if name == "section"]
    links = [given["href"] for name, given in tags if name == "a"]

    assert len(anchors) == len(set(anchors)) == len(REPORT.controls)
    assert [f"#{anchor}" for anchor in anchors] == links


def test_details_tell_evidence_waivers_and_what_people_must_bring():
    text = Read(page(REPORT)).words

    for words in (
        "list of files: 120 entries",
        "accepted by 'i' of 'Ours' until 2027-01-01: needed to ping",
        "Which repositories were used.",
        "Configuration of TLS.",
        "the image is in OCI form",
        "Take the bits away.",
        "expired on 2026-01-01",
        "This is no certification.",
    ):
        assert words in text


@pytest.mark.parametrize("world", sorted(ALL))
def test_the_page_runs_no_script_and_asks_nobody(world):
    found = page(ALL[world])
    tags = Read(found).tags

    assert "script" not in {name for name, _ in tags}
    assert not re.search(r"https?://|url\(|@import", found)
    assert not {"src", "onclick", "onload"} & {key for _, given in tags for key in given}
    assert "default-src 'none'" in found


def test_what_could_not_be_read_is_a_loud_banner():
    assert '<div class="banner loud"><b>Incomplete: 1 problem' in page(ALL["incomplete"])


def test_many_findings_are_folded():
    control = changed(FAILED, findings=(SU,) * 50, finding_count=70)

    found = page(changed(REPORT, controls=(control,)))

    assert "<details><summary>30 more</summary>" in found
    assert "<li>and 20 more: the format json counts them" in found
