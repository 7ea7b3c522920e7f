"""Licences of Debian packages, from `usr/share/doc/<package>/copyright`.

Machine-readable files (the copyright format 1.0, DEP-5) name them in `License` fields. Others are prose (Debian Policy 12.5): they
point at `/usr/share/common-licenses/` for the long licences and quote the short ones, so both are looked for. Names are
Debian's short names (`GPL-2+`, `Expat`), as DEP-5 lists them.

The owner is `dpkg:<package>`, since a copyright file does not say the architecture: it also speaks for `dpkg:<package>:<architecture>`.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, LicenseFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import key_of

_FOLDER = re.compile(r"(?:^|/)usr/share/doc/([^/]+)/copyright$")
_MACHINE_READABLE = re.compile(r"^(?:Format|Format-Specification):", re.MULTILINE | re.IGNORECASE)
_LICENSE = re.compile(r"^License:[ \t]*([^\n]*)", re.MULTILINE | re.IGNORECASE)
_FIRST_WORDS = re.compile(r"^License:[ \t]*\n[ \t]+([A-Za-z][^\s]*)[ \t]*\n", re.MULTILINE | re.IGNORECASE)
_SHORT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_()/:-]*\Z")
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z][A-Za-z0-9.+-]*)")
_HEAD = 4096
_MAX_NAMES = 200
_MAX_PROSE = 512 * 1024
"""Prose beyond this is not looked at: the longest honest ones repeat themselves long before."""
_VERSIONED = ("GPL", "LGPL", "GFDL", "AGPL")
_PHRASES = (
    ("Expat", "permission is hereby granted, free of charge, to any person obtaining a copy"),
    ("ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"),
    ("ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"),
    ("Zlib", "this software is provided 'as-is', without any express or implied"),
    ("Apache-2.0", "licensed under the apache license, version 2.0"),
    ("MPL-2.0", "mozilla public license, v. 2.0"),
    ("MPL-1.1", "mozilla public license version 1.1"),
    ("BSL-1.0", "boost software license - version 1.0"),
    ("OFL-1.1", "sil open font license, version 1.1"),
    ("PSF-2", "python software foundation license version 2"),
    (
        "HPND-sell-variant",
        "permission to use, copy, modify, distribute, and sell this software and its documentation for any purpose",
    ),
    ("Info-ZIP", "of the info-zip copyright and license"),
    ("TCL", "hereby grant permission to use, copy, modify, distribute, and license this software"),
    ("OpenSSL", "this product includes software developed by the openssl project"),
    ("public-domain", "is in the public domain"),
    ("public-domain", "placed in the public domain"),
)
_BSD = "redistribution and use in source and binary forms"


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the licences that the file names or quotes, in its order; nothing where it names none that is known."""
    place = _FOLDER.search(file.path)
    if not place:
        return
    text = file.text()
    names = _declared(text) if _MACHINE_READABLE.search(text, 0, _HEAD) else ()
    names = names or _recognised(text[:_MAX_PROSE])
    if names:
        root = file.path[: place.start()].strip("/")
        yield LicenseFact(owner=key_of("dpkg", root, place[1]), licenses=names[:_MAX_NAMES])


def _declared(text: str) -> tuple[str, ...]:
    """The first lines of the License fields: a short name, or short names with `and`, `or`, `with`."""
    found: dict[str, None] = {}
    for name in (*_LICENSE.findall(text), *_FIRST_WORDS.findall(text)):
        name = " ".join(name.split()).rstrip(".,;")
        if name and _is_expression(name):
            found[name] = None
    return tuple(found)


def _is_expression(name: str) -> bool:
    """Whether it is short names and operators, not a sentence that someone put there."""
    words = [word.strip(",()") for word in name.split(" ")]
    return len(words) <= 24 and all(not word or _SHORT_NAME.match(word) for word in words)


def _recognised(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    prose = " ".join(text.split())
    lower = prose.lower()
    is_or_later = "any later version" in lower
    for name in _COMMON.findall(prose):
        found[_short_name(name.rstrip(".-"), is_or_later)] = None
    for name, phrase in _PHRASES:
        if phrase in lower:
            found[name] = None
    if _BSD in lower:
        found[_bsd(lower)] = None
    return tuple(name for name in found if name)


def _short_name(name: str, is_or_later: bool) -> str:
    """Debian's short name for a file of common-licenses; the GNU ones get their `+` from `any later version`."""
    if name == "BSD":
        return "BSD-3-clause"
    if name.startswith(_VERSIONED):
        return f"{name}+" if is_or_later and name[-1:].isdigit() else name
    return name


def _bsd(lower: str) -> str:
    if "all advertising materials mentioning features" in lower:
        return "BSD-4-clause"
    is_three = "neither the name" in lower or "not be used to endorse or promote" in lower
    return "BSD-3-clause" if is_three else "BSD-2-clause"


READER = Reader(
    name="dpkg-copyright",
    version=1,
    claim=Claim(names=("copyright",), pattern=r"(?:^|/)usr/share/doc/[^/]+/copyright$"),
    read=read,
    summary="licences of Debian packages from their copyright files",
)
