"""Categories of licences."""

import pytest

from mooring.policy.licensing.categories import CATEGORIES, category_of, patterns_of

TABLE = """
AGPL-3.0-only forbidden          CC-BY-NC-4.0 forbidden      Commons-Clause forbidden    WTFPL forbidden
Facebook-2-Clause forbidden      GPL-2.0-only restricted     GPL-3.0-or-later restricted LGPL-2.1-or-later restricted
BCL restricted                   CC-BY-SA-4.0 restricted     CC-BY-ND-4.0 restricted     NPL-1.1 restricted
OSL-3.0 restricted               QPL-1.0 restricted          Sleepycat restricted        APSL-2.0 reciprocal
CDDL-1.0 reciprocal              CPL-1.0 reciprocal          EPL-2.0 reciprocal          FreeImage reciprocal
IPL-1.0 reciprocal               MPL-2.0 reciprocal          Ruby reciprocal             Apache-2.0 notice
MIT notice                       BSD-3-Clause notice         ISC notice                  Artistic-2.0 notice
PHP-3.01 notice                  Python-2.0 notice           OpenSSL notice              Zlib notice
MIT-0 permissive                 CC0-1.0 unencumbered        Unlicense unencumbered      0BSD unencumbered
CC-BY-4.0 notice                 GFDL-1.3-only restricted    LicenseRef-x unknown        gpl-2.0-only restricted
"""


WORDS = TABLE.split()


@pytest.mark.parametrize(("license_id", "category"), tuple(zip(WORDS[::2], WORDS[1::2], strict=True)))
def test_each_licence_has_its_category(license_id, category):
    assert category == category_of(license_id, {})


def test_the_policys_own_table_goes_first_and_the_longest_pattern_decides():
    own = patterns_of("permissive", ("GPL-*", "LicenseRef-Mine")) | patterns_of("notice", ("GPL-2.0*",))

    assert ["permissive", "notice", "permissive", "notice"] == [
        category_of(one, own) for one in ("GPL-3.0-only", "GPL-2.0-only", "licenseref-mine", "MIT")
    ]


def test_categories_are_ordered_from_the_strictest():
    assert ("forbidden", "unknown") == (CATEGORIES[0], CATEGORIES[-1])
