"""Licences as policies name them."""

import pytest

from mooring.model.package import License
from mooring.policy.gate import RuleError
from mooring.policy.licensing.expression import AllOf, Leaf, OneOf
from mooring.policy.licensing.patterns import LicensePatterns, expression_of
from policy.matched import package

CLASSPATH = "GPL-2.0-only WITH Classpath-exception-2.0"


@pytest.mark.parametrize(
    ("pattern", "license_id", "fits"),
    [
        ("MIT", "MIT", True),
        ("mit", "MIT", True),
        ("MIT", "MIT-0", False),
        ("GPL-*", "GPL-2.0-only", True),
        ("GPL-*", "LGPL-2.1-only", False),
        ("GPL-2.0-only", CLASSPATH, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", CLASSPATH, True),
        ("* WITH Classpath-exception-2.0", CLASSPATH, True),
        ("* WITH Classpath-exception-2.0", "GPL-2.0-only", False),
        ("GPL-2.0", "GPL-2.0-only", True),
        ("GPL-2.0", "GPL-2.0-or-later", True),
        ("GPL-2.0+", "GPL-2.0-or-later", True),
        ("GPL-2.0+", "GPL-2.0-only", False),
        ("regexp:^L?GPL", "LGPL-2.1-only", True),
        ("Example  licence", "Example licence", True),
    ],
)
def test_a_pattern_means_what_it_says(pattern, license_id, fits):
    assert fits is LicensePatterns([pattern]).fit(Leaf(license_id))


def test_a_pattern_that_is_no_expression_is_said():
    with pytest.raises(RuleError, match="not a regular expression"):
        LicensePatterns(["regexp:("]).fit(Leaf("MIT"))


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ((), None),
        ((License(declared=" "),), None),
        ((License(declared="MIT", expression="MIT"),), Leaf("MIT")),
        ((License(declared="see  LICENSE or MIT"),), Leaf("see LICENSE or MIT")),
        (
            (License(declared="a", expression="A OR B"), License(declared="b", expression="C")),
            AllOf((OneOf((Leaf("A"), Leaf("B"))), Leaf("C"))),
        ),
    ],
)
def test_every_declaration_of_a_package_holds(licenses, expected):
    assert expected == expression_of(package("npm", "a", licenses=licenses))
