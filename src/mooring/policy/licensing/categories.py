"""Categories of licences, by SPDX identifier: what they ask of those who pass the software on."""

from collections.abc import Mapping
from functools import lru_cache

CATEGORIES = ("forbidden", "restricted", "reciprocal", "notice", "permissive", "unencumbered", "unknown")
"""From the strictest to the freest; unknown is what no table names."""

_TABLE: Mapping[str, str] = {
    "forbidden": "AGPL-* CC-BY-NC* Commons-Clause Facebook-* WTFPL SSPL-1.0 BUSL-1.1 Elastic-2.0 PolyForm-* JSON Parity-* RPL-*",
    "restricted": "BCL CC-BY-ND* CC-BY-SA* GPL-* LGPL-* LGPLLR NPL-* OSL-* QPL-* Sleepycat GFDL-* EUPL-* CECILL-1.* CECILL-2.* "
    "GFDL* copyleft-next-* SISSL* RPSL-1.0 MS-RL CPAL-1.0 Watcom-1.0",
    "reciprocal": "APSL-* CDDL-* CPL-* EPL-* FreeImage IPL-* MPL-* Ruby ErlPL-1.1 SPL-1.0 LPL-* Nokia NOSL YPL-* ZPL-1.1 CECILL-C MS-PL "
    "Artistic-1.0-cl8 ODbL-1.0 OFL-* Interbase-1.0",
    "notice": "AFL-* Apache-* Artistic-* Bitstream-Vera BSD-* BSL-1.0 bzip2-* CC-BY-1.0 CC-BY-2.* CC-BY-3.0* CC-BY-4.0 "
    "CDLA-Permissive-* CECILL-B curl ECL-* FSFAP FSFUL* FTL HPND* ICU IJG ImageMagick Info-ZIP Intel ISC JasPer-2.0 libpng* Libpng "
    "libtiff Linux-OpenIB LPPL-* MIT MIT-advertising MIT-CMU MIT-enna MIT-feh MIT-Modern-Variant MIT-open-group "
    "MITNFA MulanPSL-* NAIST-2003 NCSA Net-SNMP "
    "NTP* ODC-By-1.0 OLDAP-* OpenSSL* PHP-* PIL PostgreSQL PSF-2.0 Python-2.0* Qhull RSA-MD SGI-B-2.0 SMLNJ SSH-OpenSSH SSH-short "
    "TCL TCP-wrappers Unicode-* UPL-1.0 Vim W3C* X11* Xerox Xnet XFree86-* xpp zlib-acknowledgement Zlib ZPL-2.*",
    "permissive": "Beerware BSD-1-Clause BSD-Source-Code Fair FSFULLR MIT-0 BlueOak-1.0.0 NLPL Spencer-* Unlicense-* HPND-sell-variant",
    "unencumbered": "0BSD CC0-1.0 CC-PDDC PDDL-1.0 Unlicense SAX-PD blessing libselinux-1.0 NIST-PD* LicenseRef-public-domain",
}
"""Identifiers by category, with `*` for any ending. The longest that fits decides."""


def category_of(license_id: str, own: Mapping[str, str]) -> str:
    """The category of one licence; `own` maps patterns of the policy to categories and goes first.

    A licence with an exception is of the category of the licence.
    """
    lowered = license_id.lower()
    return _longest(lowered, own) or _shipped(lowered) or "unknown"


def patterns_of(category: str, names: tuple[str, ...]) -> dict[str, str]:
    """Names of a policy's parameter as patterns to their category."""
    return {name.lower(): category for name in names}


@lru_cache(maxsize=4_096)
def _shipped(lowered: str) -> str:
    return _longest(lowered, _all())


@lru_cache(maxsize=1)
def _all() -> dict[str, str]:
    return {name.lower(): category for category, names in _TABLE.items() for name in names.split()}


def _longest(lowered: str, patterns: Mapping[str, str]) -> str:
    """The category of the longest pattern that fits; an identifier as it stands is longer than any pattern."""
    if lowered in patterns:
        return patterns[lowered]
    best, found = -1, ""
    for pattern, category in patterns.items():
        stem = pattern[:-1]
        if pattern.endswith("*") and len(stem) > best and lowered.startswith(stem):
            best, found = len(stem), category
    return found
