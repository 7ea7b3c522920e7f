"""Templates give tokens of the shape that they say."""

import re
import zlib

from content.secrets.rules.templates import expand, place_and_text


def test_equal_templates_give_equal_tokens():
    assert expand("x {alnum:20}") == expand("x {alnum:20}")


def test_holes_of_one_template_differ():
    first, second = expand("{hex:32} {hex:32}").split()

    assert first != second


def test_an_alphabet_and_a_count_are_kept_to():
    assert re.fullmatch(r"tok_[0-9a-f]{40}=", expand("tok_{hex:40}="))


def test_a_placeholder_repeats_one_character():
    assert "ghp_xxxx" == expand("ghp_{same:x:4}")


def test_a_uuid_has_its_version():
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", expand("{uuid}"))


def test_a_github_token_ends_in_its_checksum():
    token = expand("{github:36}")

    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    value = 0
    for letter in token[-6:]:
        value = value * 62 + alphabet.index(letter)
    assert zlib.crc32(token[:-6].encode()) == value


def test_base64_holds_holes_of_its_own():
    assert re.fullmatch(r'"[A-Za-z0-9+/]{32}"', expand('"{b64|user:<alnum:19>}"'))


def test_other_braces_stand_for_themselves():
    assert '{"auth": {}, ${HOME}}' == expand('{"auth": {}, ${HOME}}')


def test_an_unknown_alphabet_stands_for_itself():
    assert "{colour:3}" == expand("{colour:3}")


def test_the_first_line_may_be_the_place():
    assert ("root/.npmrc", "a=b") == place_and_text("@root/.npmrc\na=b")
