"""Sizes in bundles."""

import pytest

from mooring.policy.image.sizes import bytes_of
from mooring.policy.parameter import BadParameter


@pytest.mark.parametrize(
    ("text", "expected"), [("0", 0), ("12", 12), ("1kb", 1024), (" 3MB ", 3 << 20), ("2gb", 2 << 30), ("1tb", 1 << 40)]
)
def test_units_are_powers_of_1024(text, expected):
    assert expected == bytes_of(text)


@pytest.mark.parametrize("text", ["", "1.5gb", "-1", "1 kb", "1pb", "kb", "9" * 100])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(BadParameter, match="expected a size"):
        bytes_of(text)
