"""Comparisons of numbers, as parameters of triggers name them."""

import operator
from collections.abc import Callable, Mapping

from mooring.policy.parameter import ParameterKind, one_of

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
"""In the order of Anchore's documentation."""

COMPARISON: ParameterKind = one_of(*COMPARISONS)


def holds(left: float, comparison: str, right: float) -> bool:
    """Whether `left comparison right` is true; `comparison` is one of COMPARISONS."""
    return COMPARISONS[comparison](left, right)
