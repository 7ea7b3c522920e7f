"""The header of a plugin or theme is found as WordPress finds it."""

from mooring.packages.web.wordpress.header import header_of


def test_marks_of_comments_are_no_part_of_a_field():
    content = b"<?php /* Plugin Name: Brush */\r\n * Version:1.0 \n# License: MIT\n// Author: A\n * Version: 2.0\n"

    fields = header_of(content)

    assert fields == {"version": "1.0", "license": "MIT", "author": "A", "plugin name": "Brush"}


def test_what_lies_beyond_eight_kibibytes_is_code():
    assert header_of(b" " * 9000 + b"\nPlugin Name: Brush\n") == {}
