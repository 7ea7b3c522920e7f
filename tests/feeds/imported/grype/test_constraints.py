"""Range expressions of Grype's records."""

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.imported.grype.constraints import Constraint, read_constraint, scheme_of_type
from mooring.model.advisory import VersionRange


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Constraint()),
        ("  ", Constraint()),
        ("< 1.2~rc1-3", Constraint((VersionRange(high="1.2~rc1-3"),))),
        ("<=1:2.0^git", Constraint((VersionRange(high="1:2.0^git", is_high_included=True),))),
        (">= 1, < 2", Constraint((VersionRange(low="1", high="2"),))),
        ("> 1", Constraint((VersionRange(low="1", is_low_included=False),))),
        ("< 1 || >= 2, < 3 || = 4", Constraint((VersionRange(high="1"), VersionRange(low="2", high="3")), ("4",))),
        ("=1.0+build", Constraint((), ("1.0+build",))),
        ("< 0", Constraint(is_never=True)),
        ("<0-r0", Constraint(is_never=True)),
        ("< 0 || < 2", Constraint((VersionRange(high="2"),))),
    ],
)
def test_comparisons_mean_ranges(text: str, expected: Constraint):
    assert expected == read_constraint(text, "deb")


@pytest.mark.parametrize(
    "text", [">= 4.0 < 4.3.12", '>= "4.0", < "4.3.12"', ">= 1.0, >= 4.0, < 4.3.12", "~> 4.0, < 4.3.12"]
)
def test_other_forms_are_read_by_comparing_versions(text: str):
    assert (VersionRange(low="4.0", high="4.3.12"),) == read_constraint(text, "semver").ranges


@pytest.mark.parametrize("text", ["nonsense !! ( 7", "< ", "||", ", ,"])
def test_what_is_no_expression_is_an_error(text: str):
    with pytest.raises(ReadError):
        read_constraint(text, "semver")


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [
        ("dpkg", "deb"),
        ("semantic", "semver"),
        ("Python", "pep440"),
        ("go", "golang"),
        ("jvm", "loose"),
        ("", "loose"),
        ("new", "loose"),
    ],
)
def test_types_of_versions_have_schemes(kind: str, scheme: str):
    assert scheme == scheme_of_type(kind)
