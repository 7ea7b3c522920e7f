"""Dependency specifiers are taken apart as pip would, and more leniently."""

import pytest

from mooring.packages.python.standards.requirement import (
    Bound,
    Requirement,
    bound,
    needed_name,
    parse_requirement,
    python_of,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Requirement(name="a")),
        (" A.b_c[x, y] >= 1, < 2 ; m", Requirement(name="A.b_c", extras=("x", "y"), constraint=">=1,<2", marker="m")),
        ("a (>=3.6)", Requirement(name="a", constraint=">=3.6")),
        (
            "a[x] @ https://f.example/a.zip ; m",
            Requirement(name="a", extras=("x",), url="https://f.example/a.zip", marker="m"),
        ),
        ("a[x", None),
        ("a ==1 and more", None),
        ("Status :: 4", None),
        (">=3.6", None),
        ("", None),
    ],
)
def test_a_specifier_has_parts_or_is_none(text, expected):
    assert parse_requirement(text) == expected


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("==1.0", Bound(version="1.0", kind="exact")),
        (">=0.9,==1.0", Bound(version="1.0", kind="exact")),
        ("~=1.4", Bound(version="1.4", kind="lower-bound")),
        ("==1.*", Bound(version="1.0", kind="lower-bound")),
        ("!=1.*", Bound()),
        ("<=2", Bound(version="2", kind="upper-bound")),
        ("<2", Bound()),
        ("", Bound()),
    ],
)
def test_a_constraint_tells_a_version_and_how_sure_it_is(constraint, expected):
    assert bound(constraint) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foo_Bar>=1", "foo-bar"),
        ("a; extra == 'x'", ""),
        ("a; os_name == 'nt'", ""),
        ("a; os_name == 'nt' or python_version < '3'", "a"),
        ("a; python_version >= '3.8'", "a"),
        ("extra-thing; python_version >= '3.8'", "extra-thing"),
        ("!", ""),
    ],
)
def test_what_an_extra_or_another_system_needs_is_not_needed(text, expected):
    assert needed_name(text) == expected


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("python_version < '3.9'", ""),
        ('python_version>="3.11"', "a"),
        ("python_version < '3.12' and python_version >= '3.10'", "a"),
        ("python_version < '3.9' or os_name == 'posix'", "a"),
        ("python_full_version < '3.11.3'", "a"),
    ],
)
def test_what_another_python_needs_is_not_needed(marker, expected):
    assert needed_name(f"a; {marker}", (3, 11)) == expected
    assert needed_name(f"a; {marker}") == "a"


def test_the_path_of_a_site_folder_tells_its_python():
    assert python_of("usr/lib/python3.11/site-packages") == (3, 11)
    assert python_of("usr/lib/python3/dist-packages") is None
