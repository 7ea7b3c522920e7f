"""Evaluates an expression for one item after the other. Used in this process and in the one that `worker.py` is: it imports little."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

CHUNK = 100
"""Items evaluated in one call. The engine copies the list of results for each element of it, so large ones cost more."""
TRUE, FALSE, FAILED = "1", "0", "e"
_ITEMS = "mooring_items"
_MESSAGE_CHARS = 300
_FAULTS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class ExpressionError(ValueError):
    """An expression cannot be evaluated; says why."""


class Engine:
    """The engine, without the command line that its package imports along with it (which takes ten times as long)."""

    def __init__(self, native: Any, matches: Callable[[object, object], object]) -> None:
        self._native = native
        self._functions = {"mooring_matches": matches}

    def compile(self, text: str) -> Any:
        """The program. Raises ExpressionError."""
        return _guarded(lambda: self._native.compile(text))

    def execute(self, program: Any, variables: Mapping[str, object]) -> Any:
        """What the program gives. Raises ExpressionError."""
        return _guarded(lambda: program.execute(self._native.Context(dict(variables), self._functions)))


def load_engine() -> Engine | None:
    """The engine; None where its package is not installed."""
    if "cel.cel" not in sys.modules:
        package = find_spec("cel")
        folders = list(package.submodule_search_locations or ()) if package is not None else []
        place = next((found for folder in folders for found in sorted(Path(folder).glob("cel.*.so"))), None)
        place = place or next((found for folder in folders for found in sorted(Path(folder).glob("cel.*.pyd"))), None)
        spec = spec_from_file_location("cel.cel", place) if place is not None else None
        if spec is None or spec.loader is None:
            return None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules["cel.cel"] = module
    return Engine(sys.modules["cel.cel"], _matches)


def outcomes(
    engine: Engine, expression: str, variables: Mapping[str, object], items: Sequence[object] | None
) -> tuple[str, str]:
    """One sign for each item (or one, where there are none to go through), and the first error. Raises ExpressionError where the
    expression does not even compile."""
    single = engine.compile(expression)
    if items is None:
        return _one(engine, single, variables)
    # A comment at the end of the expression must not hide the bracket.
    whole = engine.compile(f"{_ITEMS}.map(item, ({expression}\n))")
    signs, first = [], ""
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        found, error = _many(engine, whole, single, variables, chunk)
        signs.append(found)
        first = first or error
    return "".join(signs), first


def _many(
    engine: Engine, whole: Any, single: Any, variables: Mapping[str, object], chunk: Sequence[object]
) -> tuple[str, str]:
    try:
        results = engine.execute(whole, {**variables, _ITEMS: chunk})
    except ExpressionError:
        results = None
    if isinstance(results, list) and len(results) == len(chunk) and all(type(one) is bool for one in results):
        return "".join(TRUE if one else FALSE for one in results), ""
    signs, first = [], ""
    for item in chunk:
        sign, error = _one(engine, single, {**variables, "item": item})
        signs.append(sign)
        first = first or error
    return "".join(signs), first


def _one(engine: Engine, program: Any, variables: Mapping[str, object]) -> tuple[str, str]:
    try:
        result = engine.execute(program, variables)
    except ExpressionError as error:
        return FAILED, str(error)
    if type(result) is not bool:
        return FAILED, f"it gives a value of type {type(result).__name__}; expected true or false"
    return (TRUE if result else FALSE), ""


def _guarded(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except KeyError as error:
        raise ExpressionError(f"there is no field {str(error)[:_MESSAGE_CHARS]}") from None
    except _FAULTS as error:
        raise ExpressionError(_brief(str(error))) from None
    except BaseException as error:
        # A panic of the engine is no Exception, so that nobody catches it by chance.
        if type(error).__name__ == "PanicException":
            raise ExpressionError("the engine cannot evaluate it") from None
        raise


def _brief(text: str) -> str:
    """The first sentence of what the engine says, without the expression, which the reader has."""
    _, mark, rest = text.partition("ERROR: <input>:")
    line = (f"at {rest}" if mark else text).partition("\n")[0].partition(". Check ")[0]
    return line[:_MESSAGE_CHARS]


def _matches(text: object, pattern: object) -> object:
    """Whether an expression is found in a text. What are no texts give null, which is neither true nor false."""
    from mooring.policy.regex import compile_regex

    if not isinstance(text, str) or not isinstance(pattern, str):
        return None
    return compile_regex(pattern).is_found_in(text)
