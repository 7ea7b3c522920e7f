"""Licences of packages in the terms of SPDX expressions: what is no expression becomes a LicenseRef with its text."""

import hashlib
import re
from collections.abc import Iterable

from mooring.model.codec import printable
from mooring.model.package import License, Package

NO_ASSERTION = "NOASSERTION"
_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_UNFIT = re.compile(r"[^A-Za-z0-9.]+")


def expression(package: Package) -> str:
    """All licences of the package as one expression; NOASSERTION where it has none.

    A package manager that lists several licences says that all of them hold for some part, so they are joined by AND.
    """
    parts = list(dict.fromkeys(part_of(item) for item in package.licenses))
    if not parts:
        return NO_ASSERTION
    if len(parts) == 1:
        return parts[0]
    return " AND ".join(f"({part})" if " OR " in part else part for part in parts)


def part_of(item: License) -> str:
    """The expression of one licence, a LicenseRef where it is none."""
    return item.expression or reference(item.declared)


def reference(declared: str) -> str:
    """A LicenseRef for a declared licence: readable, and unique by a digest of the text."""
    digest = hashlib.sha256(printable(declared).encode()).hexdigest()[:8]
    stem = _UNFIT.sub("-", declared)[:40].strip("-.")
    return f"LicenseRef-{stem}-{digest}" if stem else f"LicenseRef-{digest}"


def references(packages: Iterable[Package]) -> dict[str, str]:
    """Every LicenseRef that the packages' expressions use, sorted, with the text that it stands for."""
    found: dict[str, str] = {}
    for item in {item for package in packages for item in package.licenses}:
        if not item.expression:
            found[reference(item.declared)] = item.declared
            continue
        if "LicenseRef-" in item.expression:
            for name in _REFERENCE.findall(item.expression):
                found.setdefault(name, name.removeprefix("LicenseRef-").replace("-", " "))
    return dict(sorted(found.items()))
