"""Texts are told apart from their nearest relatives, however they are written, and nothing else is taken for one."""

from time import process_time

import pytest

from content.licensing.texts import BSD_END, BSD_NAMES, GRANT, MIT, MIT_0, TEXTS, ZLIB
from mooring.content.licensing.fingerprints import fingerprints, licenses_in

LONG = (
    "Apache-2.0",
    "GPL-2.0",
    "GPL-3.0",
    "LGPL-2.1",
    "LGPL-3.0",
    "AGPL-3.0",
    "MPL-2.0",
    "EPL-2.0",
    "CC-BY-4.0",
    "SSPL-1.0",
    "BUSL-1.1",
)


def names(text: str) -> list[str]:
    return [found.license for found in licenses_in(text)]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_its_licence_and_no_other(name):
    assert names(TEXTS[name]) == [name]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(f" * {line}\n" for line in text.splitlines()),
        lambda text: "<html><body><p>" + text.replace("\n\n", "</p>\n<p>").replace('"', "&quot;") + "</p></body></html>",
        lambda text: " ".join(text.split()),
        lambda text: "This project is great.\n" * 50 + text + "More about the project follows.\n" * 50,
        lambda text: text.replace("license", "licence"),
    ],
)  # fmt: skip
def test_case_lines_marks_and_surroundings_do_not_matter(name, written):
    assert names(written(TEXTS[name])) == [name]


def test_a_text_with_a_changed_sentence_is_there_with_less_confidence():
    (whole,) = licenses_in(ZLIB)
    (changed,) = licenses_in(ZLIB.replace("and to alter it and redistribute it freely", "without any limits whatever"))

    assert whole.confidence > 0.95 > changed.confidence > 0.8


def test_half_of_a_text_is_none():
    assert names(GRANT) == []
    assert names(ZLIB[: len(ZLIB) // 2]) == []


def test_a_file_that_only_names_a_licence_holds_none():
    assert (
        names(
            "Licensed under the Apache License, Version 2.0; see https://www.apache.org/licenses/LICENSE-2.0\nMIT\nGPL"
        )
        == []
    )


def test_a_bsd_text_with_names_in_other_words_has_three_clauses():
    """The sentence about names is what tells three clauses from two."""
    other = (
        "* The names of the contributors may not be used to endorse or promote products derived from this software without specific "
        "prior written permission.\n"
    )
    text = TEXTS["BSD-3-Clause"].replace(BSD_NAMES.format("Somebody Inc."), other)

    assert other in text
    assert names(text) == ["BSD-3-Clause"]


def test_several_texts_in_one_file_are_several_licences_in_their_order():
    order = ["Zlib", "BSD-3-Clause", "MIT", "ISC"]

    assert names("\n----\n".join(TEXTS[name] for name in order)) == order


def test_a_text_that_stands_twice_is_told_once_and_makes_no_relative_of_it():
    assert names(MIT * 30) == ["MIT"]
    assert names(MIT.removesuffix("IN THE SOFTWARE.\n") * 5) == ["MIT"]


def test_two_relatives_in_one_file_are_both_told():
    assert names(MIT + MIT_0) == ["MIT", "MIT-0"]


def test_sentences_scattered_over_a_long_file_are_no_text():
    sentences = MIT.replace("\n", " ").split(", ")

    assert names(("filler words that say nothing at all " * 20).join(sentences)) == []


def test_the_most_used_licences_are_known():
    known = {one.license for one in fingerprints()}

    assert known >= {*TEXTS, *LONG}
    assert len(known) == 239


def test_every_fingerprint_has_enough_to_be_told_by():
    """The shortest text has two sentences; of the longest one run of words in sixteen is kept."""
    few = {one.license: len(one.hashes) for one in fingerprints() if len(one.hashes) < 20}

    assert few == {}
    assert all(value % one.step == 0 and value < 1 << 24 for one in fingerprints() for value in one.hashes)


def test_no_text_is_so_much_like_another_that_it_explains_it_better():
    """A text's own fingerprint alone has all of its runs: every other misses some, and what is missing counts double."""
    known = {one.license: one for one in fingerprints() if one.step == 1}
    same = [
        (one, other) for one in known for other in known if one < other and known[one].hashes == known[other].hashes
    ]

    assert same == []


@pytest.mark.parametrize(
    "text",
    ["neither the name " * 16_000, "name of " * 32_000, "(c" * 128_000, "\n" * 262_144, "<a" * 128_000, "a" * 262_144, BSD_END * 200,
     MIT * 250, "permission is hereby granted free of charge to any person " * 4_500],
    ids=["neither", "name", "c", "lines", "markup", "word", "bsd", "mit", "grant"],
)  # fmt: skip
def test_a_file_made_to_be_slow_is_not(text):
    begin = process_time()

    licenses_in(text[: 256 << 10])

    assert process_time() - begin < 5


@pytest.mark.parametrize("text", ["", "a", "\0", "\ufffd" * 100, "one two three four"])
def test_short_and_odd_texts_hold_nothing(text):
    assert names(text) == []
