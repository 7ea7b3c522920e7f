"""A page that shows what images say, and never runs it."""

import base64
import hashlib
from html.parser import HTMLParser

import msgspec
import pytest

from mooring.model.match import SuppressedBy, Suppression
from mooring.reports.format import RenderOptions
from mooring.reports.html import FORMAT
from reports.samples import REPORT, REPORTS
from reports.worlds import BLIND, CLEAN, FINDINGS, MATCHED, MATCHES, OPENSSL_MATCHES, WILD, WORLDS

INVENTORY_TAGS = {
    *("html", "meta", "title", "style", "h1", "h2", "table", "tr", "th", "td", "code"),
    *("details", "summary", "div", "ul", "li"),
}
FINDING_TAGS = INVENTORY_TAGS | {
    *("a", "b", "br", "form", "input", "label", "option", "output", "p", "script", "select", "small", "span"),
}


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


class Tags(HTMLParser):
    """Gathers the elements of a page."""

    def __init__(self):
        super().__init__()
        self.names = set()
        self.attributes = set()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]


def test_the_packages_are_on_the_page():
    assert "libssl3" in rendered(REPORT)


def tags_of(report):
    tags = Tags()
    tags.feed(rendered(report))
    return tags


@pytest.mark.parametrize("name", REPORTS)
def test_there_is_no_element_but_our_own(name):
    assert tags_of(REPORTS[name]).names <= INVENTORY_TAGS


@pytest.mark.parametrize("name", WORLDS)
def test_findings_bring_no_element_but_our_own_either(name):
    tags = tags_of(WORLDS[name])

    assert tags.names <= FINDING_TAGS
    assert not {one for one in tags.attributes if one.startswith("on") or one == "src"}


def test_links_lead_to_the_web_alone():
    assert all(address.startswith("https://") for report in WORLDS.values() for address in tags_of(report).addresses)
    assert "https://security-tracker.debian.org/tracker/CVE-2024-5535" in tags_of(MATCHED).addresses


def test_only_our_own_script_may_run():
    page = rendered(MATCHED)
    script = page.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert page.count("<script") == 1
    assert f"script-src 'sha256-{digest}'" in page
    assert "<script" not in rendered(REPORT)


def test_an_update_is_one_group_with_its_evidence():
    page = rendered(MATCHED)

    assert page.count('<details class="group"') == 5
    assert 'openssl</b> 3.0.11-1~deb12u2 → <span class="fix">3.0.15-1~deb12u1</span>' in page
    assert "3.0.11-1~deb12u2 is lower in dpkg order" in page
    assert "EXPLOITED, ransomware" in page
    assert "Not counted, by the exception EX-7 of ada@example.com" in page


def test_what_is_not_known_stands_before_the_findings():
    page = rendered(MATCHED)

    assert 0 < page.index("Not assessed: finding nothing") < page.index("Incomplete: 1 problem") < page.index("<h2>")


def test_only_a_wholly_judged_report_is_green():
    assert '<p class="lead good"><b>No known vulnerability</b>' in rendered(CLEAN)
    assert '<p class="lead medium"><b>No known vulnerability in what could be assessed</b>' in rendered(BLIND)
    assert rendered(BLIND).index("Not assessed") < rendered(BLIND).index("No known vulnerability")


def test_the_inventory_is_at_hand_below_the_findings():
    assert rendered(MATCHED).index("layers and packages") < rendered(MATCHED).index("<h2>deb</h2>")


def test_what_a_rule_leaves_out_is_one_row_for_each_package():
    rule = Suppression(by=SuppressedBy.HARMLESS, statement="kernel headers", reason="headers run no kernel")
    matches = tuple(msgspec.structs.replace(one, suppressions=(rule,)) for one in (*OPENSSL_MATCHES[:1], MATCHES[7]))
    page = rendered(msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, matches=matches)))

    row = 'libssl3 3.0.11-1~deb12u2<td>headers run no kernel<td class="p">CVE-2024-5535, CVE-2023-5678'
    assert row in page


def test_nothing_of_a_feed_is_markup():
    page = rendered(WILD)

    assert page.count("</script>") == 1
    assert "javascript:" not in page
