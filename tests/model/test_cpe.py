"""CPE names are parsed, bound and compared as NISTIR 7695 and 7696 say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.cpe import Cpe, CpeRelation, attribute_relation, matches, parse_cpe, quoted, relation, unquoted

# Examples of NISTIR 7695, 6.1.3 and 6.2.3.
PAIRS = {
    r"cpe:/a:microsoft:internet_explorer:8.0.6001:beta": (
        r"cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*"
    ),
    r"cpe:/a:microsoft:internet_explorer:8.%02:sp%01": r"cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
    r"cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~": (
        r"cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*"
    ),
    r"cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~": (
        r"cpe:2.3:a:foo\\bar:big\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*"
    ),
    r"cpe:/o:canonical:ubuntu_linux:22.04": r"cpe:2.3:o:canonical:ubuntu_linux:22.04:*:*:*:*:*:*:*",
    r"cpe:2.3:a:gnu:libstdc\+\+:12": r"cpe:2.3:a:gnu:libstdc\+\+:12:*:*:*:*:*:*:*",
}

# Source, target, relation: NISTIR 7696, tables 6-2 and 6-3.
RELATIONS = [
    ("*", "*", CpeRelation.EQUAL),
    ("*", "-", CpeRelation.SUPERSET),
    ("*", "1", CpeRelation.SUPERSET),
    ("*", "1.*", CpeRelation.UNDEFINED),
    ("-", "*", CpeRelation.SUBSET),
    ("-", "-", CpeRelation.EQUAL),
    ("-", "1", CpeRelation.DISJOINT),
    ("1", "1", CpeRelation.EQUAL),
    ("1", "2", CpeRelation.DISJOINT),
    ("1", "*", CpeRelation.SUBSET),
    ("1", "-", CpeRelation.DISJOINT),
    ("A", "a", CpeRelation.EQUAL),
    ("8.*", "8.0.1", CpeRelation.SUPERSET),
    ("8.*", "9.0.1", CpeRelation.DISJOINT),
    ("8.?", "8.1", CpeRelation.SUPERSET),
    ("8.?", "8.10", CpeRelation.DISJOINT),
    ("*sp", "xsp", CpeRelation.SUPERSET),
    ("*\\+", "c\\+", CpeRelation.SUPERSET),
    ("8\\*", "8.1", CpeRelation.DISJOINT),
]


@pytest.mark.parametrize("given_form", PAIRS)
def test_a_name_is_bound_as_a_formatted_string(given_form):
    formatted = PAIRS[given_form]

    assert str(parse_cpe(given_form)) == formatted
    assert str(parse_cpe(formatted)) == formatted


@pytest.mark.parametrize(("source", "target", "expected"), RELATIONS)
def test_attributes_compare_as_sets(source, target, expected):
    assert attribute_relation(source, target) is expected


def test_a_name_without_version_matches_every_version_of_the_product():
    product = parse_cpe("cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*")
    version = parse_cpe("cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*")

    assert matches(product, version)
    assert not matches(version, product)


def test_names_that_are_wider_in_different_attributes_have_no_relation():
    left = Cpe(part="a", vendor="gnu", version="1")
    right = Cpe(part="a", product="bash", version="1")

    assert relation(left, right) is CpeRelation.UNDEFINED


def test_the_plain_version_has_no_quoting():
    assert parse_cpe("cpe:2.3:a:openssl:openssl:1.0.2\\+x:beta1:*:*:*:*:*:*").plain_version == "1.0.2+x beta1"


@pytest.mark.parametrize("text", ["", "openssl", "cpe:2.3:x:a:b", "cpe:2.3:" + ":" * 20, "cpe:/a:b:c:d:e:f:g:h"])
def test_what_is_no_name_is_refused(text):
    with pytest.raises(ReadError, match="is not a CPE name"):
        parse_cpe(text)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_quoting_keeps_the_text(text):
    name = Cpe(part="a", product=quoted(text))

    assert unquoted(parse_cpe(str(name)).product) == text.lower()


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_refused(text):
    for prefix in ("cpe:2.3:", "cpe:/", "cpe:2.3:a:"):
        try:
            name = parse_cpe(prefix + text)
        except ReadError:
            continue
        relation(name, name)
