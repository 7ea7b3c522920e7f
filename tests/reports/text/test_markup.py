"""What feeds say stays text in whatever it is written into."""

import pytest

from mooring.reports.text.markup import in_markdown, in_sarif, in_xml, in_xml_attribute, web_address


def test_no_mark_of_markdown_is_left():
    assert in_markdown("a|b <c> https://x @d") == r"a\|b \<c\> https\://x \@d"


def test_xml_has_no_characters_that_it_cannot_hold():
    assert in_xml("a\x00<b>\ud800") == "a\ufffd&lt;b&gt;\ufffd"
    assert in_xml_attribute('"') == '"&quot;"'


def test_a_message_of_sarif_has_no_placeholder_and_no_link():
    assert in_sarif("{0} [a](https://b)") == "{ 0} [a] (https://b)"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com/a?b#c", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://example.com/<a>", False),
        ("https://example.com/" + "a" * 3000, False),
        ("", False),
    ],
)
def test_only_plain_addresses_of_the_web_become_links(url, kept):
    assert web_address(url) == (url if kept else "")
