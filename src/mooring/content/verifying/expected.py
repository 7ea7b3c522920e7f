"""What the package databases of an image say of its files.

Only packages of the distribution's package manager count. Of a `.list` of dpkg the paths alone are known, not even whether they are files:
it serves to leave out what a later package took over (the digests still name it).
"""

from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from mooring.content.verifying.dpkg_rules import DpkgRules
from mooring.model.contents import ImageContents
from mooring.model.facts import OwnedFilesFact
from mooring.model.inventory import Inventory, OwnedFiles
from mooring.model.package import OS_TYPES, Package

DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32}
_UNDECODABLE = "\ufffd"


class Expected(msgspec.Struct, gc=False):
    """One file of one package."""

    package: Package
    path: str
    """With leading slash, as the record writes it."""
    place: bytes
    """Where it should lie: no leading slash; diverted files where they were diverted to."""
    algorithm: str = ""
    digest: bytes = b""
    """Empty where none is known."""
    mode: int = 0
    """As `OwnedFilesFact.modes`: 0 where none is known."""


class Expectations(msgspec.Struct):
    """All files that can be compared, and what cannot."""

    files: list[Expected] = []
    without_records: int = 0
    """Packages whose files have neither digests nor modes in the database."""
    odd: int = 0
    """Digests that are none: of another length, or no hexadecimal numbers."""
    not_computed: int = 0
    """Files whose digest is of an algorithm that is not computed."""
    is_any_list: bool = False
    """Whether the database of any package lists files."""


def expectations(inventory: Inventory, contents: ImageContents, rules: DpkgRules) -> Expectations:
    """What the visible package databases say. Configuration files, which administrators change, are left out."""
    packages = {package.id: package for package in inventory.packages if package.type in OS_TYPES}
    modes = _modes(contents)
    config, listed = _config_and_listed(inventory, packages)
    found = Expectations()
    compared: set[str] = set()
    for owned in inventory.owned_files:
        package = packages.get(owned.package)
        if package is None:
            continue
        found.is_any_list = True
        if owned.are_config or not (owned.digests or modes):
            continue
        own = listed.get(owned.package)
        for expected in _rows(owned, package, modes, found):
            compared.add(owned.package)
            if expected.path not in config and (own is None or expected.path in own):
                expected.place = (
                    rules.place_of(expected.place, package.name) if package.type == "deb" else expected.place
                )
                found.files.append(expected)
    with_files = {owned.package for owned in inventory.owned_files if owned.package in packages and owned.paths}
    found.without_records = len(with_files - compared)
    return found


def _config_and_listed(inventory: Inventory, packages: dict[str, Package]) -> tuple[set[str], dict[str, set[str]]]:
    """Paths of configuration files, and those that each package of dpkg still has."""
    config: set[str] = set()
    listed: dict[str, set[str]] = {}
    with_digests = {owned.package for owned in inventory.owned_files if owned.digests and not owned.are_config}
    for owned in inventory.owned_files:
        package = packages.get(owned.package)
        if package is None:
            continue
        if owned.are_config:
            config.update(owned.paths)
        elif not owned.digests and package.type == "deb" and owned.package in with_digests:
            listed.setdefault(owned.package, set()).update(owned.paths)
    return config, listed


def _modes(contents: ImageContents) -> dict[str, int]:
    """Path, as the inventory writes it, to the mode; 0 where two records differ (packages may share a folder)."""
    links = [(f"\n{link}/", f"\n{target}/") for link, target in contents.folder_links if link.count("/") < 2]
    modes: dict[str, int] = {}
    for visible in contents.facts:
        for group in visible.groups:
            for fact in group.facts:
                if type(fact) is OwnedFilesFact and fact.modes:
                    paths = "\n" + fact.paths.decode("utf-8", "replace")
                    for link, target in links:
                        paths = paths.replace(link, target)
                    words = [int.from_bytes(fact.modes[at : at + 2], "big") for at in range(0, len(fact.modes), 2)]
                    for path, mode in zip(paths[1:].split("\n"), words, strict=False):
                        modes["/" + path] = mode if modes.get("/" + path, mode) == mode else 0
    return modes


def _rows(owned: OwnedFiles, package: Package, modes: dict[str, int], found: Expectations) -> Iterator[Expected]:
    size = DIGEST_BYTES.get(owned.algorithm, 0)
    rows = zip_longest(owned.paths, owned.digests[: len(owned.paths)], fillvalue="")
    if owned.digests and len(owned.digests) != len(owned.paths):
        found.odd += 1
    for path, text in rows:
        mode = modes.get(path, 0)
        digest = b""
        if text and not size:
            found.not_computed += 1
        elif text:
            digest = _digest(text, size)
            found.odd += not digest
        if (digest or mode) and _UNDECODABLE not in path:
            place = _clean(path)
            if place:
                yield Expected(package, path, place, owned.algorithm if digest else "", digest, mode)


def _digest(text: str, size: int) -> bytes:
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        return b""
    return digest if len(digest) == size else b""


def _clean(path: str) -> bytes:
    """No leading slash, dots resolved; a path that leaves the root stays at it, as in a file system."""
    raw = path.encode("utf-8", "surrogateescape").lstrip(b"/")
    if b"//" not in raw and b"/." not in raw and raw[:1] != b".":
        return raw
    parts: list[bytes] = []
    for part in raw.split(b"/"):
        if part == b"..":
            del parts[-1:]
        elif part not in (b"", b"."):
            parts.append(part)
    return b"/".join(parts)
