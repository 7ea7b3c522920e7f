"""The engine: one sign for each item, and an error that says why."""

import pytest

from mooring.policy.expressions.program import Engine, ExpressionError, load_engine, outcomes


def engine() -> Engine:
    loaded = load_engine()
    assert loaded is not None
    return loaded


def test_each_item_gets_a_sign_across_chunks():
    items = [{"n": number} for number in range(250)]

    assert ("".join("01"[n % 2] for n in range(250)), "") == outcomes(engine(), "item.n % 2 == 1 // odd", {}, items)


def test_one_item_that_fails_does_not_hide_the_others():
    items: list[object] = [{"n": 1}, {}, {"n": "x"}, {"n": 2}]

    signs, error = outcomes(engine(), "item.n > 1", {}, items)

    assert "0ee1" == signs
    assert "there is no field 'n'" == error


@pytest.mark.parametrize("text", ["1", "'true'", "null", "[true]"])
def test_what_is_neither_true_nor_false_fails(text):
    for items in (None, [{}]):
        signs, error = outcomes(engine(), text, {}, items)
        assert "e" == signs
        assert "expected true or false" in error


@pytest.mark.parametrize("text", ["1 +", "(", "true), 1) + items.map(item, (true", "package == 1", "a b"])
def test_what_is_no_expression_is_said_and_cannot_break_out_of_the_loop(text):
    with pytest.raises(ExpressionError, match=r"at 1:|Syntax"):
        outcomes(engine(), text, {}, [{}])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / 0 == 1", "division by zero"),
        ("9223372036854775807 + 1 > 0", "overflow"),
        ("nothing", "Undefined"),
        ("timestamp('x') > timestamp('y')", "timestamp"),
        ("1 < 'a'", "overload"),
        ("'\udc80' == 'a'", ""),
    ],
)
def test_an_error_is_a_sign_and_a_sentence(text, reason):
    try:
        signs, error = outcomes(engine(), text, {}, None)
    except ExpressionError as failed:
        signs, error = "e", str(failed)

    assert "e" == signs
    assert reason.lower() in error.lower()
    assert "\n" not in error


def test_matches_is_re2_and_finds_anywhere():
    items = [{"t": "xaay"}, {"t": "b"}, {"t": "٣"}]

    assert "100" == outcomes(engine(), "item.t.mooring_matches('a+|^[0-9]$')", {}, items)[0]
    assert "e" == outcomes(engine(), "mooring_matches(1, 'a')", {}, None)[0]


def test_loading_leaves_the_package_itself_as_it_is():
    load_engine()

    import cel

    assert 2 == cel.evaluate("1 + 1")
