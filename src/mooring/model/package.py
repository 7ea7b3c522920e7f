"""Packages, as the inventory holds them."""

import msgspec

OS_TYPES = frozenset({"deb", "rpm", "apk", "alpm", "ebuild", "opkg", "nix", "bitnami"})
"""Purl types of packages that a distribution's package manager installed and a distribution's feed speaks for."""


class Location(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True, gc=False):
    """Where a package was seen."""

    path: str
    """From the root, with leading slash. An archive's inner path follows after `!`: `/app.war!WEB-INF/lib/a.jar`."""
    layer: str = ""
    """DiffID of the layer that brought it there; empty outside images."""
    line: int = 0
    """Line in a lock file, from 1; 0 where it has no meaning."""


class License(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True, gc=False):
    """A licence as declared, and what it means."""

    declared: str
    expression: str = ""
    """The SPDX licence expression that it is, or an unambiguous old name of; empty where it is neither."""


class Package(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One installed or named thing."""

    id: str
    """Stable for the same package at the same place: 16 hex digits from type, name, version, architecture and first location."""
    type: str
    """The purl type."""
    name: str
    """As people write it: `@babel/core`, `org.apache.commons:commons-lang3` for Maven, the module path for Go."""
    version: str
    purl: str
    cpes: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    locations: tuple[Location, ...] = ()
    """The first is the file that names the package, in the layer that introduced this version; others support it."""
    layer_index: int = -1
    """Index of the layer that introduced this version; -1 outside images."""
    source_name: str = ""
    source_version: str = ""
    architecture: str = ""
    language: str = ""
    scope: str = "runtime"
    is_installed: bool = True
    is_guess: bool = False
    is_root: bool = False
    found_by: str = ""
    """Name of the reader."""
    properties: dict[str, str] = {}

    @property
    def is_os_package(self) -> bool:
        """Whether a distribution's feed speaks for it."""
        return self.type in OS_TYPES


class Relation(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """A directed link between two packages, by their ids."""

    kind: str
    """`depends-on`: source needs target. `contains`: target lies inside source's archive. `owns`: source (an OS package) owns the files
    that target was found by."""
    source: str
    target: str
