"""Words, flags and pairs are told apart."""

import pytest

from mooring.content.dockerfile.words import exec_form, flags_of, go_list, pairs_of, split, unquoted


def test_flags_stand_before_the_arguments():
    assert flags_of("--from=build --link a --b", "\\") == (("--from=build", "--link"), "a --b")


def test_two_dashes_alone_are_no_flag():
    assert flags_of("-- a", "\\") == ((), "-- a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["a", "b c"]', ("a", "b c")),
        ("[]", ()),
        ("['a']", None),
        ('["a", 1]', None),
        ("a b", None),
        ("[" * 100_000, None),
    ],
)
def test_the_exec_form_is_a_json_list_of_texts(text, words):
    assert exec_form(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["nginx" "-g" "daemon off;"]', ("nginx", "-g", "daemon off;")),
        ('["say \\"hi\\""]', ('say "hi"',)),
        ("[/bin/bash -o pipefail -c]", ("/bin/bash", "-o", "pipefail", "-c")),
        ("map[443/tcp:{} 80/tcp:{}]", ("443/tcp", "80/tcp")),
        ("80/tcp", None),
    ],
)
def test_lists_of_histories_are_read(text, words):
    assert go_list(text) == words


def test_quotes_hold_words_together_and_are_taken_away():
    assert [unquoted(word, "\\") for word in split('a\\ b \'c d\' "e \\" f" g', "\\")] == ["a b", "c d", 'e " f', "g"]


def test_pairs_are_read_in_both_forms():
    new = pairs_of('A=1 B="x y" C=', "\\")
    old = pairs_of("HOME /opt/my app", "\\")

    assert [(pair.name, pair.value) for pair in new] == [("A", "1"), ("B", '"x y"'), ("C", "")]
    assert [(pair.name, pair.value, pair.is_old_form) for pair in old] == [("HOME", "/opt/my app", True)]
