"""Versions of packages compared in the order of their own ecosystem."""

from mooring.model.advisory import VersionRange
from mooring.model.package import Package
from mooring.policy.comparing import COMPARISONS
from mooring.policy.gate import RuleError
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, scheme_for


def compares(package: Package, comparison: str, version: str) -> bool | None:
    """Whether the package's version compares so with another; None where one of them has no place in the order."""
    scheme = scheme_for(package.type)
    try:
        left, right = scheme.key(package.version), scheme.key(version)
    except InvalidVersion:
        return None
    return COMPARISONS[comparison]((left > right) - (left < right), 0)


def is_within(package: Package, constraint: str) -> bool | None:
    """Whether the package's version satisfies a constraint; None where it has no place in the order. Raises RuleError where the
    constraint cannot be read for this kind of package."""
    scheme = scheme_for(package.type)
    try:
        ranges: tuple[VersionRange, ...] = parse_constraint(constraint, scheme)
    except ConstraintError as error:
        raise RuleError(f"{error.message} (in the order of {package.type} versions)") from None
    try:
        return contains(ranges, scheme.for_matching(package.version), scheme)
    except InvalidVersion:
        return None
