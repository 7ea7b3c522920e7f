"""Registry of PEAR."""

import pytest
from hypothesis import given, settings

from mooring.base.errors import ReadError
from mooring.packages.language.pear import READER
from packages.javascript.reading import check_hostile, damaged, read

PATH = "usr/share/php/.registry/mail.reg"


def serialized(value):
    """A value as PHP's serialize() writes it."""
    if isinstance(value, dict):
        inner = b"".join(serialized(key) + serialized(item) for key, item in value.items())
        return b"a:%d:{%s}" % (len(value), inner)
    if isinstance(value, int):
        return b"i:%d;" % value
    raw = value.encode()
    return b's:%d:"%s";' % (len(raw), raw)


SECOND = {
    "name": "Mail",
    "channel": "pear.php.net",
    "version": {"release": "1.4.1", "api": "1.3.0"},
    "license": {"attribs": {"uri": "https://example.com"}, "_content": "New BSD License"},
    "dependencies": {
        "required": {
            "php": {"min": "5.2.1"},
            "package": {
                0: {"name": "Net_SMTP", "channel": "pear.php.net"},
                1: {"name": "x", "channel": "pecl.php.net"},
            },
        },
        "optional": {"package": {"name": "Auth", "channel": "pear.php.net"}},
    },
    "filelist": {
        "Mail.php": {"role": "php", "installed_as": "/usr/share/php/Mail.php"},
        "notes.txt": {"role": "doc"},
    },
}
FIRST = {
    "package": "Log",
    "version": "1.9.0",
    "release_license": "PHP",
    "release_deps": {
        0: {"type": "php", "rel": "ge"},
        1: {"type": "pkg", "name": "DB"},
        2: {"type": "pkg", "optional": "yes"},
    },
}


def test_a_package_of_the_second_format_is_read_with_needs_and_files():
    package, files = read(READER, PATH, serialized(SECOND))

    assert (package.type, package.namespace, package.name, package.version) == ("pear", "pear.php.net", "Mail", "1.4.1")
    assert package.licenses == ("New BSD License",)
    assert package.depends == ("pear.php.net/Net_SMTP", "pecl.php.net/x")
    assert package.home == "usr/share/php"
    assert (files.owner, files.paths) == (package.key, b"usr/share/php/Mail.php")


def test_a_package_of_the_first_format_is_read():
    (package,) = read(READER, PATH, serialized(FIRST))

    assert (package.name, package.version, package.licenses) == ("Log", "1.9.0", ("PHP",))
    assert package.depends == ("pear.php.net/DB",)


@pytest.mark.parametrize(
    ("path", "channel"),
    [(PATH, "pear.php.net"), ("usr/share/php/.registry/.channel.pecl.php.net/redis.reg", "pecl.php.net")],
)
def test_a_record_without_channel_has_that_of_its_folder(path, channel):
    (package,) = read(READER, path, serialized({"name": "redis", "version": {"release": "6.0.0"}}))

    assert package.namespace == channel


def test_a_record_without_version_is_an_error():
    with pytest.raises(ReadError, match="no name or version"):
        read(READER, PATH, serialized({"name": "redis"}))


def test_channels_are_no_packages():
    assert not READER.wants("usr/share/php/.channels/pecl.php.net.reg")


@settings(max_examples=100)
@given(damaged(serialized(SECOND)))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, PATH, content)
