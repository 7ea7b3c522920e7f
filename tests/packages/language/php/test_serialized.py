"""PHP's serialised values."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.language.php.serialized import MAX_DEPTH, parse_serialized


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b's:3:"a"b";', 'a"b'),
        ('s:3:"\u20ac";'.encode(), "\u20ac"),
        (b"i:-5;", "-5"),
        (b"d:0.5;", "0.5"),
        (b"b:1;", "1"),
        (b"N;", None),
        (b"a:0:{}", {}),
        (b'a:2:{i:0;s:1:"x";s:1:"k";a:1:{i:0;N;}}', {"0": "x", "k": {"0": None}}),
    ],
)
def test_values_are_read(content, value):
    assert parse_serialized(content) == value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b's:5:"abc";',
        b's:99999999999:"a";',
        b"a:1000000000:{",
        b"a:1:{i:0;N;",
        b"a:-1:{}",
        b"i:5",
        b'O:3:"Foo":0:{}',
        b"a:1:{i:0;" * (MAX_DEPTH + 1),
    ],
)
def test_damage_raises_read_error(content):
    with pytest.raises(ReadError):
        parse_serialized(content)
