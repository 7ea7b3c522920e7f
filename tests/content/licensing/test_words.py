"""The words that count, and their hashes."""

import pytest

from mooring.content.licensing.words import SHINGLE, shingles_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Quick-Brown fox's 1. (a) 2024", ["quick", "brown", "fox", "2024"]),
        ("Copyright (c) 2021 Somebody\nkept", ["kept"]),
        ("  © 2021 Somebody. All rights reserved.\nkept", ["kept"]),
        ("COPYRIGHT HOLDERS AND CONTRIBUTORS be liable", ["be", "liable"]),
        ("<p class='x'>licence</p>&quot;text&#39;", ["license", "text"]),
        ("neither the name of Foo Bar Inc. nor", ["neither", "name", "of", "foo", "bar", "inc", "nor"]),
        ("neither the name of Foo Bar nor its", ["neither", "name", "nor", "its"]),
        ("the names of its makers may not be used", ["neither", "name", "nor", "names", "of", "its", "may", "be", "used"]),
    ],
)  # fmt: skip
def test_what_differs_from_copy_to_copy_is_left_out(text, words):
    assert words_of(text) == words


def test_a_shingle_stands_for_five_words_in_their_order():
    words = ["one", "two", "three", "four", "five", "six"]

    shingles = shingles_of(words)

    assert len(shingles) == len(words) - SHINGLE + 1
    assert list(shingles) == [shingles_of(words[:5])[0], shingles_of(words[1:])[0]]
    assert shingles_of(words[::-1])[0] != shingles[1]


@pytest.mark.parametrize("count", range(5))
def test_fewer_words_have_none(count):
    assert list(shingles_of(["word"] * count)) == []
