"""Plugins of WordPress are named by their folders."""

from mooring.packages.web.wordpress_plugin import READER
from packages.lock_files import read

CONTENT = (
    b"<?php\n/*\nPlugin Name: Brush: Paint Better\nVersion: 1.0\nLicense: GPLv2\nRequires Plugins: paint, glue\n*/\n"
)


def test_a_plugin_has_title_licence_and_edges():
    (fact,) = read(READER, "var/www/html/wp-content/plugins/brush/main.php", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.home) == ("wordpress-plugin", "brush", "1.0", "var/www/html")
    assert (fact.licenses, fact.depends) == (("GPLv2",), ("paint", "glue"))
    assert fact.properties == {"title": "Brush: Paint Better"}


def test_a_plugin_of_one_file_is_named_by_it():
    (fact,) = read(READER, "wp-content/plugins/hello.php", CONTENT)

    assert fact.name == "hello"


def test_other_files_of_a_plugin_give_nothing():
    assert read(READER, "wp-content/plugins/brush/other.php", b"<?php\necho 'Plugin Name';\n") == []
    assert not READER.wants("wp-content/plugins/brush/lib/deep.php")
