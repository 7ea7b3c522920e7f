"""What a declared licence means, compared with an independent implementation of SPDX expressions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing

from mooring.packages.license_names import NAMES, URLS
from mooring.packages.licenses import expression_of, known_ids, simplified

ORACLE = get_spdx_licensing()
# Listed after the oracle's own copy of the SPDX list was made.
SPDX_IDS = [name for name in known_ids()[0].values() if name in ORACLE.known_symbols]

MEANINGS = """
MIT => MIT
mit => MIT
The MIT License => MIT
Apache 2.0 => Apache-2.0
Apache License, Version 2.0 => Apache-2.0
Apache-2.0+ => Apache-2.0+
ASL 2.0 => Apache-2.0
BSD => LicenseRef-BSD
BSD 3-Clause License => BSD-3-Clause
Public Domain => LicenseRef-public-domain
GPL-2+ => GPL-2.0-or-later
GPL-2.0 => GPL-2.0-only
GPL-2.0+ => GPL-2.0-or-later
GPLv2+ and LGPLv2 => GPL-2.0-or-later AND LGPL-2.0-only
GPL+ or Artistic => GPL-1.0-or-later OR Artistic-1.0-Perl
GNU General Public License, version 2 => GPL-2.0-only
License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+) => GPL-3.0-or-later
License :: OSI Approved :: Apache Software License => Apache-2.0
LGPL-2.1+, and MIT => LGPL-2.1-or-later AND MIT
GPLv2+, LGPLv2+, MIT => GPL-2.0-or-later AND LGPL-2.0-or-later AND MIT
MIT/Apache-2.0 => MIT OR Apache-2.0
(MIT OR Apache-2.0) => MIT OR Apache-2.0
((MIT)) => MIT
MIT or (GPL-2.0-only and ISC) => MIT OR GPL-2.0-only AND ISC
(MIT OR ISC) AND Zlib => (MIT OR ISC) AND Zlib
MIT AND perl => MIT AND (Artistic-1.0-Perl OR GPL-1.0-or-later)
ISC AND MIT AND ISC => ISC AND MIT
GPL-2.0-only with classpath-exception-2.0 => GPL-2.0-only WITH Classpath-exception-2.0
GPL-2.0-with-classpath-exception => GPL-2.0-only WITH Classpath-exception-2.0
GPLv2+ with exceptions and MIT => LicenseRef-GPL-2.0-or-later-with-exceptions AND MIT
LicenseRef-scancode-x OR MIT => LicenseRef-scancode-x OR MIT
https://opensource.org/licenses/MIT => MIT
http://www.apache.org/licenses/LICENSE-2.0.txt => Apache-2.0
SEE LICENSE IN LICENSE.md =>
MIT and =>
( =>
MIT OR Nobody-Knows-This =>
MIT WITH Nobody-Knows-This =>
"""


@pytest.mark.parametrize("row", MEANINGS.strip().splitlines())
def test_a_declared_licence_means_its_expression(row):
    declared, _, expression = row.partition("=>")

    assert expression_of(declared) == expression.strip()


@pytest.mark.parametrize("expression", sorted({*NAMES.values(), *URLS.values()}))
def test_every_name_of_the_table_means_a_valid_expression_that_is_its_own_meaning(expression):
    assert expression_of(expression) == expression


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_of_the_table_is_in_the_form_that_is_looked_up(name):
    assert simplified(name) == name or expression_of(name) == NAMES[name]


def test_the_same_choice_twice_is_that_choice():
    assert expression_of("((MIT OR ISC) AND (MIT OR ISC))") == "MIT OR ISC"


@given(
    st.recursive(
        st.sampled_from(SPDX_IDS),
        lambda inner: st.builds(
            lambda parts, word: "(" + f" {word} ".join(parts) + ")",
            st.lists(inner, min_size=1, max_size=3),
            st.sampled_from(["AND", "OR", "and"]),
        ),
        max_leaves=8,
    )
)
def test_an_expression_of_known_identifiers_keeps_its_meaning(declared):
    expression = expression_of(declared)

    assert expression
    assert expression_of(expression) == expression
    if not any(
        old in declared for old in ("GPL", "GFDL", "BSD-2-Clause-", "eCos", "Nunit", "wxW", "StandardML", "bzip2")
    ):
        assert ORACLE.parse(expression).simplify() == ORACLE.parse(declared).simplify()


@given(st.text(max_size=300))
def test_any_text_gives_an_expression_or_nothing(declared):
    expression = expression_of(declared)

    assert expression_of(expression) == expression


def test_deep_nesting_and_long_chains_are_no_expression():
    assert expression_of("(" * 900 + "MIT" + ")" * 900) == ""
    assert expression_of(" AND ".join(["MIT"] * 200)) == ""
    assert expression_of("MIT " * 100_000) == ""
