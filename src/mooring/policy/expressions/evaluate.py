"""Evaluates an expression over the evidence: in this process where it cannot take long, else in one that is killed when it does."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache

import msgspec

from mooring.policy.evidence import Evidence
from mooring.policy.expressions import worker
from mooring.policy.expressions.context import COLLECTIONS, FIELDS, SINGLES, Fields, Value, items_of, single_of
from mooring.policy.expressions.cost import is_linear
from mooring.policy.expressions.program import Engine, ExpressionError, load_engine, outcomes
from mooring.policy.expressions.tokens import Expression
from mooring.policy.gate import RuleError

CPU_SECONDS = 3
WALL_SECONDS = 20
"""On a machine that has much else to do."""
MEMORY_BYTES = 2 << 30
_MAX_VALUES_HERE = 2_000
"""Values in variables, which are copied for each item; with more, the expression is evaluated elsewhere."""
_MAX_WORK_HERE = 2_000_000
"""Words of the expression times items: a second or two."""
INSTALL = "install mooring[policy], which brings the engine for CEL"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression says of each item."""

    signs: str
    """One sign for each, as `program.py` names them."""
    error: str = ""
    """The first one."""


@cache
def engine() -> Engine | None:
    """The engine, loaded once; None where it is not installed."""
    return load_engine()


def evaluate(expression: Expression, evidence: Evidence, collection: str) -> Outcome:
    """The outcome for each item of the collection, or, where that is empty, for the image.

    Raises RuleError where the expression is none, the engine is not installed, or a bound is passed.
    """
    if engine() is None:
        raise RuleError(f"the expression cannot be evaluated: {INSTALL}")
    variables = _variables(expression, evidence)
    items = items_of(evidence, collection, _fields(expression, "item", collection)) if collection else None
    if collection and not items:
        return Outcome(signs="")
    text = expression.with_own_matches()
    if _is_quick(expression, variables, items):
        return _here(text, variables, items)
    return _elsewhere(text, variables, items)


def _is_quick(expression: Expression, variables: Mapping[str, Value], items: list[dict[str, Value]] | None) -> bool:
    if not is_linear(expression, has_items=items is not None):
        return False
    rounds = max(len(one) for one in (items or (), *variables.values(), (None,)) if isinstance(one, list | tuple))
    is_small = items is None or _count(variables) <= _MAX_VALUES_HERE
    return is_small and rounds * len(expression.tokens) <= _MAX_WORK_HERE


def _variables(expression: Expression, evidence: Evidence) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name in SINGLES:
        if expression.uses_of(name):
            found[name] = single_of(evidence, name, _fields(expression, name, name))
    for name in COLLECTIONS:
        if expression.uses_of(name):
            found[name] = [*items_of(evidence, name, _element_fields(expression, name))]
    return found


def _fields(expression: Expression, variable: str, kind: str) -> Fields:
    """The fields to make; all where the expression uses the whole, or a field that there is not (so that it fails)."""
    return expression.fields_of(variable) if kind in FIELDS else None


def _element_fields(expression: Expression, collection: str) -> Fields:
    """The fields of elements that are looked at, where the collection is used in macros and for its size alone."""
    in_macros = {macro.place - 2: macro.variable for macro in expression.macros if macro.receiver == collection}
    wanted: set[str] = set()
    for place in expression.uses_of(collection):
        variable = in_macros.get(place)
        if variable is None:
            if not _is_size(expression, place):
                return None
            continue
        fields = expression.fields_of(variable) if variable else None
        if fields is None:
            return None
        wanted |= fields
    return frozenset(wanted)


def _is_size(expression: Expression, place: int) -> bool:
    """`size(packages)` or `packages.size()`."""
    is_before = (
        expression.kind_at(place - 2) == "name"
        and expression.tokens[place - 2].text == "size"
        and expression.is_at(place - 1, "(")
        and expression.is_at(place + 1, ")")
    )
    is_after = (
        expression.is_at(place + 1, ".")
        and expression.is_call(place + 2)
        and expression.tokens[place + 2].text == "size"
    )
    return is_before or is_after


def _here(text: str, variables: Mapping[str, Value], items: list[dict[str, Value]] | None) -> Outcome:
    loaded = engine()
    assert loaded is not None
    try:
        signs, error = outcomes(loaded, text, variables, items)
    except ExpressionError as failed:
        raise RuleError(f"the expression cannot be evaluated: {failed}") from None
    return Outcome(signs=signs, error=error)


def _elsewhere(text: str, variables: Mapping[str, Value], items: list[dict[str, Value]] | None) -> Outcome:
    request = {
        "path": sys.path, "seconds": CPU_SECONDS, "bytes": MEMORY_BYTES, "expression": text, "variables": variables, "items": items,
    }  # fmt: skip
    command = [sys.executable, "-I", "-S", "-B", str(worker.__file__)]
    try:
        # S603: the program is this Python, the argument a file of ours.
        done = subprocess.run(  # noqa: S603
            command, input=json.dumps(request).encode(), capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise RuleError(f"the expression did not end within {WALL_SECONDS} seconds") from None
    except OSError as error:
        raise RuleError(
            f"the expression cannot be evaluated: {sys.executable!r} did not start ({error.strerror})"
        ) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise RuleError(
            f"the expression did not end within {CPU_SECONDS} seconds of CPU and {MEMORY_BYTES >> 30} GiB of memory; "
            "use for_each in place of nested macros"
        )
    if done.returncode:
        raise RuleError("the expression cannot be evaluated: the process that evaluates it broke off")
    answer = msgspec.json.decode(done.stdout, type=Outcome)
    if not answer.signs:
        raise RuleError(f"the expression cannot be evaluated: {answer.error}")
    return answer


def _count(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(_count(one) for one in value.values()) + 1
    return sum(_count(one) for one in value) + 1 if isinstance(value, list) else 1
