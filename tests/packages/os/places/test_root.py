"""Databases below a folder."""

import pytest

from mooring.packages.os.places.root import below, key_of, root_of


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("usr/lib/x/db", ""),
        ("lib/x/db", ""),
        ("opt/a/usr/lib/x/db", "opt/a"),
        ("opt/a/lib/x/db", "opt/a"),
        ("elsewhere", ""),
    ],
)
def test_the_root_is_what_stands_before_the_longest_known_place(path, root):
    assert root_of(path, "usr/lib/x/db", "lib/x/db") == root


def test_keys_and_paths_carry_the_root():
    assert (key_of("apk", "", "a"), key_of("apk", "opt/x", "a")) == ("apk:a", "apk:/opt/x:a")
    assert (below("", b"a\nb"), below("opt", b"a\nb"), below("opt", b"")) == (b"a\nb", b"opt/a\nopt/b", b"")
