"""Text of feeds and images, made harmless for the markup that it stands in."""

import re
from html import escape

from mooring.reports.text.style import clean

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&@!$]|:(?=//)|(?<=www)\.)")
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_PATTERN = re.compile(r"\{(?=\d)")
MAX_URL_CHARACTERS = 2000


def in_markdown(text: str) -> str:
    """The text with every mark of GitHub's Markdown escaped."""
    return _MARKUP.sub(r"\\\1", clean(text))


def in_xml(value: object) -> str:
    """The text of an element."""
    return escape(_NOT_XML.sub("\ufffd", str(value)), quote=False)


def in_xml_attribute(value: object) -> str:
    """The value of an attribute, with its quotes."""
    return '"' + escape(_NOT_XML.sub("\ufffd", str(value))) + '"'


def in_sarif(text: str) -> str:
    """The text of a SARIF message, in which `{0}` and `[…](…)` would mean something (2.1.0, 3.11.5 and 3.11.6)."""
    return _PATTERN.sub("{ ", clean(text)).replace("](", "] (")


def web_address(url: str) -> str:
    """The address, if it is a plain one of the web; else nothing."""
    is_address = url.startswith(("https://", "http://")) and url.isascii() and url.isprintable()
    has_host = len(url.partition("://")[2].partition("/")[0]) > 0
    is_plain = has_host and not set(url) & set(' <>"{}|\\^`') and len(url) <= MAX_URL_CHARACTERS
    return url if is_address and is_plain else ""
