"""A verdict as a page."""

import re

import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.html import FORMAT as SCAN
from mooring.reports.verdicts.html import FORMAT
from reports.contents import FULL
from reports.verdicts.worlds import JUDGED, STOP, finding, judged


def rendered(report, form=FORMAT):
    return b"".join(form.render(report, RenderOptions())).decode()


def test_the_verdict_comes_first_in_its_colour():
    page = rendered(JUDGED["stop"])

    assert '<div class="verdict stop"><span class="word">STOP</span>\n<b>4 findings of 6 rules stop it</b>' in page
    assert "<title>STOP: registry.example/team/app:1.4</title>" in page


@pytest.mark.parametrize(
    ("name", "tone"), [("pass", "go"), ("warn", "warn"), ("allowed", "warn"), ("unmapped", "warn"), ("denied", "stop")]
)
def test_green_means_that_rules_were_applied_and_nothing_fired(name, tone):
    assert f'<div class="verdict {tone}">' in rendered(JUDGED[name])


def test_a_finding_says_where_what_to_do_and_who_accepts_it():
    page = rendered(JUDGED["stop"])

    assert '<b>lodash 4.17.15</b><span class="said">/app/node_modules/lodash/package.json</span>' in page
    assert '<span class="said do">→ update lodash</span>' in page
    assert "accepted by item &#x27;shell&#x27; of &#x27;Base image&#x27;" in page


def test_what_was_not_read_or_gathered_is_told():
    page = rendered(JUDGED["stop"])

    assert "Incomplete: 1 problem" in page and "Not assessed" in page and "Not gathered" in page
    assert "Not read or searched wholly: 1 problem" in rendered(JUDGED["unmatched"])


@pytest.mark.parametrize("name", JUDGED)
def test_nothing_of_bundle_and_image_becomes_markup(name):
    page = rendered(JUDGED[name])

    known = "html|meta|title|style|h1|h2|div|span|b|p|dl|dt|dd|ul|li|details|summary|small|table|tr|th|td|code|br"
    assert set(re.findall(r"<[/!]?([a-zA-Z0-9]+)", page)) <= {*known.split("|"), "doctype"}
    assert "script" not in re.findall(r"<([a-z]+)", page)


def test_many_findings_come_in_pieces():
    findings = tuple(finding("a.b", f"message {number}") for number in range(3000))

    pieces = list(FORMAT.render(judged(msgspec.structs.replace(STOP, findings=findings)), RenderOptions()))

    assert max(map(len, pieces)) < 100_000


@pytest.mark.parametrize("report", [FULL, msgspec.structs.replace(FULL, findings=None)])
def test_the_page_of_a_scan_shows_the_verdict_first_and_its_findings_later(report):
    page = rendered(msgspec.structs.replace(report, verdict=STOP), SCAN)

    assert page.index('class="verdict stop"') < page.index("<h2>Secrets") < page.index("<h2>Policy")
