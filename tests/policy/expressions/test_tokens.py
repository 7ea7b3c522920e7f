"""An expression as words: bounds, variables, fields, macros."""

import pytest

from mooring.policy.expressions.tokens import Expression
from mooring.policy.parameter import BadParameter


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("1" + "+1" * 2_000, "4001 characters"),
        ("1" + "+1" * 1_000, "2001 words"),
        ("(" * 40 + "1" + ")" * 40, "32 brackets"),
        ("a.all(b, b.all(c, c.all(d, d.all(e, e))))", "3 macros"),
    ],
)
def test_what_passes_a_bound_is_refused(text, reason):
    with pytest.raises(BadParameter, match=reason):
        Expression(text)


def test_macros_beside_one_another_are_not_in_one_another():
    assert 5 == len(Expression(" && ".join(["p.all(a, a)"] * 5)).macros)


def test_a_variable_is_told_from_a_field_and_from_words_in_texts_and_comments():
    expression = Expression("item.item == 'item' && x.item // item\n || item.a")

    assert 2 == len(expression.uses_of("item"))
    assert frozenset({"item", "a"}) == expression.fields_of("item")


@pytest.mark.parametrize(
    "text", ["item == 1", "item['a']", "size(item)", "item.size() > 1", "f(item.a, item)", "item . b.c + item"]
)
def test_a_variable_that_is_used_whole_has_no_list_of_fields(text):
    assert Expression(text).fields_of("item") is None


def test_the_element_of_a_macro_is_not_used_where_it_is_named():
    expression = Expression("packages.exists(p, p.name == 'a') && image.labels.all(p, p != '')")

    assert ["packages", ""] == [macro.receiver for macro in expression.macros]
    assert ["p", "p"] == [macro.variable for macro in expression.macros]
    assert expression.fields_of("p") is None
    assert frozenset({"name"}) == Expression("packages.exists(p, p.name == 'a')").fields_of("p")


@pytest.mark.parametrize("text", ["r'\\'", "'''a'''", '"""a"""', "b'a'", "a.`b`", "'open", "a ; b", "a @ b"])
def test_what_is_not_taken_apart_is_said(text):
    assert not Expression(text).is_plain


def test_matches_becomes_ours_wherever_it_is_called():
    text = "a.matches('matches(') && matches(a, 'b') && a.matches == 'x' // matches("

    assert (
        "a.mooring_matches('matches(') && mooring_matches(a, 'b') && a.matches == 'x' // matches("
        == Expression(text).with_own_matches()
    )
