"""Themes of WordPress are named by their folders."""

from mooring.packages.web.wordpress_theme import READER
from packages.lock_files import read


def test_a_child_theme_needs_its_parent():
    content = "/*\nTheme Name: Night\nTemplate: day\nVersion: 1.0\n*/\n"

    (fact,) = read(READER, "html/wp-content/themes/night/style.css", content)

    assert (fact.type, fact.name, fact.version, fact.depends) == ("wordpress-theme", "night", "1.0", ("day",))
    assert fact.properties == {"title": "Night", "parent_theme": "day"}


def test_a_style_sheet_without_header_gives_nothing():
    assert read(READER, "wp-content/themes/night/style.css", "a { color: red }") == []
