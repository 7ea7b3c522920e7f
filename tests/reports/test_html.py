"""A page that shows what images say, and never runs it."""

from html.parser import HTMLParser

import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.html import FORMAT
from reports.samples import REPORT, REPORTS


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


class Tags(HTMLParser):
    """Gathers the elements of a page."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)


def test_the_packages_are_on_the_page():
    assert "libssl3" in rendered(REPORT)


@pytest.mark.parametrize("name", REPORTS)
def test_there_is_no_element_but_our_own(name):
    tags = Tags()
    tags.feed(rendered(REPORTS[name]))

    assert tags.names <= {
        *("html", "meta", "title", "style", "h1", "h2", "table", "tr", "th", "td", "code"),
        *("details", "summary", "div", "ul", "li"),
    }
