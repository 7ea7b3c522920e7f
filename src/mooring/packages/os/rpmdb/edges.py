"""Which package needs which: Requires against Provides and files, in the few names that the resolver has to look up.

A package requires a library by every symbol version it uses, and all of them lead to the same package. So the names a
requirement may be met by are replaced by one name for each set of packages that meet it: the package's own name where
nothing else answers to it.
"""

from collections.abc import Iterable, Sequence

import msgspec

_MERGED = tuple(f"{folder}/".encode() for folder in ("bin", "sbin", "lib", "lib64"))
"""Folders that distributions have moved below usr: packages may name a file by either path."""


class Wishes(msgspec.Struct, frozen=True, gc=False):
    """What one package requires and offers."""

    name: bytes
    requires: Sequence[bytes]
    provides: Sequence[bytes]
    paths: Sequence[bytes]
    """Of its files, from the image's root: some columns, each joined by newlines."""


class Edges(msgspec.Struct, frozen=True, gc=False):
    """`PackageFact.depends` and `provides` of one package."""

    depends: tuple[str, ...]
    provides: tuple[str, ...]


def edges(packages: Sequence[Wishes], root: str = "") -> list[Edges]:
    """The edges of each package, in the order given; `root` is the folder they are installed in.

    What no package meets is left out (`rpmlib(...)`, conditions).
    """
    givers = _givers(packages, _aliases(packages, root))
    groups: dict[tuple[int, ...], int] = {}
    """Sets of packages that meet a requirement, numbered: the sets are too long to be compared again and again."""
    group_of = {name: groups.setdefault(among, len(groups)) for name, among in sorted(givers.items())}
    labels: dict[int, bytes] = {}
    for name in sorted({name for package in packages for name in package.requires if name in givers}):
        among = givers[name]
        own = packages[among[0]].name
        labels.setdefault(group_of[name], own if len(among) == 1 and givers[own] == among else name)
    offered: list[set[int]] = [set() for _ in packages]
    for among, group in groups.items():
        if group in labels:
            for number in among:
                offered[number].add(group)
    found = []
    for package, own_groups in zip(packages, offered, strict=True):
        wanted = {group_of[name] for name in package.requires if name in group_of} - own_groups
        provides = {labels[group] for group in own_groups} - {package.name}
        found.append(Edges(_texts(labels[group] for group in wanted), _texts(provides)))
    return found


def _givers(packages: Sequence[Wishes], aliases: dict[bytes, list[bytes]]) -> dict[bytes, tuple[int, ...]]:
    """Which packages meet a name, by number: for all that is required, and for the packages' own names."""
    known = {name for package in packages for name in package.requires} | {package.name for package in packages}
    givers: dict[bytes, list[int]] = {}
    for number, package in enumerate(packages):
        names = known.intersection(package.provides)
        names.add(package.name)
        for column in package.paths if aliases else ():
            for path in aliases.keys() & column.split(b"\n"):
                names.update(aliases[path])
        for name in names:
            givers.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in givers.items()}


def _aliases(packages: Sequence[Wishes], root: str) -> dict[bytes, list[bytes]]:
    """Path from the image's root, by either of its spellings, to the requirements that it meets."""
    folder = f"{root}/".encode("utf-8", "surrogateescape") if root else b""
    aliases: dict[bytes, list[bytes]] = {}
    for name in {name for package in packages for name in package.requires if name.startswith(b"/")}:
        path = name[1:]
        inner = path.removeprefix(b"usr/")
        spellings = {path, b"usr/" + inner, inner} if inner.startswith(_MERGED) else {path}
        for spelling in spellings:
            aliases.setdefault(folder + spelling, []).append(name)
    return aliases


def _texts(names: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(sorted(name.decode("utf-8", "replace") for name in names))
