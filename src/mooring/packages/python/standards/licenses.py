"""Licences that core metadata declares: `License-Expression` (PEP 639), `License`, and the `License ::` classifiers.

Only classifiers that mean one licence become its SPDX name; `BSD License` or `Apache Software License` name a family
and are given as written, and only where nothing else is.
"""

_PREFIX = "License :: "
_OPERATORS = (" OR ", " AND ", " WITH ")
_MAX_NAME = 200
"""Longer values of `License` are the text of a licence, not its name."""

SPDX_OF_CLASSIFIER = {
    "Academic Free License (AFL)": "",
    "Artistic License": "",
    "Apache Software License": "",
    "Blue Oak Model License (BlueOak-1.0.0)": "BlueOak-1.0.0",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "BSD License": "",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)": "CECILL-2.1",
    "CeCILL-B Free Software License Agreement (CECILL-B)": "CECILL-B",
    "CeCILL-C Free Software License Agreement (CECILL-C)": "CECILL-C",
    "CMU License (MIT-CMU)": "MIT-CMU",
    "Common Development and Distribution License 1.0 (CDDL-1.0)": "CDDL-1.0",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "Educational Community License, Version 2.0 (ECL-2.0)": "ECL-2.0",
    "European Union Public Licence 1.0 (EUPL 1.0)": "EUPL-1.0",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "Mozilla Public License 1.0 (MPL)": "MPL-1.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mulan Permissive Software License v2 (MulanPSL-2.0)": "MulanPSL-2.0",
    "Open Software License 3.0 (OSL-3.0)": "OSL-3.0",
    "PostgreSQL License": "PostgreSQL",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "The Unlicense (Unlicense)": "Unlicense",
    "Universal Permissive License (UPL)": "UPL-1.0",
    "University of Illinois/NCSA Open Source License": "NCSA",
    "W3C License": "W3C",
    "Zero-Clause BSD (0BSD)": "0BSD",
    "zlib/libpng License": "Zlib",
    "Zope Public License": "",
}
"""Last part of a classifier to SPDX name; empty for the families."""


def licenses_of(fields: dict[str, list[str]]) -> tuple[str, ...]:
    """The declared licences: the expression alone where there is one; else the name under `License` and what exact
    classifiers mean; else the names of the other classifiers; else the first line of a licence text.
    """
    expression = _line(fields, "license-expression")
    if expression:
        return (expression,)
    declared = _line(fields, "license")
    names = [text.rpartition(" :: ")[2] for text in fields.get("classifier", ()) if text.startswith(_PREFIX)]
    exact = [SPDX_OF_CLASSIFIER[name] for name in names if SPDX_OF_CLASSIFIER.get(name)]
    if declared and (any(word in declared for word in _OPERATORS) or not exact):
        return (declared,)
    if declared and not any(_is_wording_of(declared, name) for name in exact):
        exact.insert(0, declared)
    if exact:
        return tuple(dict.fromkeys(exact))
    return tuple(dict.fromkeys(name for name in names if name != "OSI Approved")) or _first_line(fields)


def _is_wording_of(declared: str, name: str) -> bool:
    """Whether `MIT license` and `MIT` are the same words."""
    return declared.lower().removeprefix("the ").removesuffix(" license") == name.lower()


def _line(fields: dict[str, list[str]], name: str) -> str:
    value = fields[name][0] if fields.get(name) else ""
    if not value or value.upper() == "UNKNOWN" or len(value) > _MAX_NAME or "\n" in value:
        return ""
    return value


def _first_line(fields: dict[str, list[str]]) -> tuple[str, ...]:
    text = fields["license"][0] if fields.get("license") else ""
    line = next((line.strip(" |") for line in text.split("\n") if line.strip(" |")), "")
    return (line,) if 0 < len(line) <= _MAX_NAME and line.upper() != "UNKNOWN" else ()
