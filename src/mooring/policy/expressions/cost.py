"""Whether an expression can be evaluated in this process: only where its time is bounded by its length times the number of items."""

from mooring.policy.expressions.context import COLLECTIONS, SINGLES
from mooring.policy.expressions.tokens import MACROS, Expression

_SAFE_CALLS = frozenset(
    {
        "size", "contains", "startsWith", "endsWith", "matches", "has", "int", "uint", "double", "string", "timestamp", "duration",
        "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds",
    }
)  # fmt: skip
"""Functions whose time is linear in their arguments."""
_LINEAR_MACROS = frozenset({"all", "exists", "exists_one"})
"""`map` and `filter` copy their result for each element: their time grows with its square."""
_MAX_COLLECTIONS = 2


def is_linear(expression: Expression, *, has_items: bool) -> bool:
    """Whether it is plain to see that the expression cannot take long.

    With items, the expression is evaluated once for each: it may then name no collection, which would be copied each time.
    """
    if not expression.is_plain or not _calls_are_safe(expression):
        return False
    collections = sum(len(expression.uses_of(name)) for name in COLLECTIONS)
    if expression.macros:
        return not has_items and collections == 1 and _is_one_loop(expression)
    return collections == 0 if has_items else collections <= _MAX_COLLECTIONS


def _is_one_loop(expression: Expression) -> bool:
    """One loop over one collection, with nothing in it but its element."""
    macro = expression.macros[0]
    return (
        len(expression.macros) == 1
        and macro.name in _LINEAR_MACROS
        and macro.receiver in COLLECTIONS
        and macro.variable not in ("", *COLLECTIONS, *SINGLES)
        and not any(expression.uses_of(name) for name in SINGLES if name != "now")
    )


def _calls_are_safe(expression: Expression) -> bool:
    for place, token in enumerate(expression.tokens):
        if not expression.is_call(place):
            continue
        if token.text not in _SAFE_CALLS and token.text not in MACROS:
            return False
        # An expression that is made while evaluating may be none; that is for the other process.
        if token.text == "matches" and not (
            expression.is_at(place - 1, ".")
            and expression.kind_at(place + 2) == "string"
            and expression.is_at(place + 3, ")")
        ):
            return False
    return True
