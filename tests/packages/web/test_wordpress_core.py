"""wp-includes/version.php gives WordPress."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.web.wordpress_core import READER
from packages.lock_files import read

CONTENT = "<?php\n/**\n * $wp_version = '1';\n$wp_version = '2';\n */\n// $wp_version = '3';\n$wp_version = '6.4.1';\n"


def test_the_assignment_outside_of_comments_holds():
    (fact,) = read(READER, "var/www/html/wp-includes/version.php", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.home) == ("generic", "wordpress", "6.4.1", "var/www/html")


def test_another_file_is_refused():
    with pytest.raises(ReadError, match="assigns no"):
        read(READER, "wp-includes/version.php", "<?php\n")
