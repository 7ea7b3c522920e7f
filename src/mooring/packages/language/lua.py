"""Lua rocks: the rockspec that LuaRocks keeps of what it installs, and the one in a source tree.

Format: LuaRocks documentation, "Rockspec format" 1.0 to 3.1. An installed rock has its rockspec at
`rocks-5.1/<name>/<version>/` of the tree, next to other versions. A rockspec is a Lua script; it is read as far as it
is plain values, and its file name says the rest.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.lua_values import LuaValue, assigned_values, field_of, strings_of
from mooring.packages.python.standards.names import without_credentials

_INSTALLED = re.compile(r"(?:^|/)rocks(?:-[0-9.]+)?/([^/]+)/([^/]+)$")
_FILE_NAME = re.compile(r"(.+?)-([^-]+-[0-9]+)\.rockspec$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the rock."""
    values = assigned_values(file.text())
    by_name = _FILE_NAME.match(file.name)
    name = _string(values.get("package")) or (by_name[1] if by_name else "")
    version = _string(values.get("version")) or (by_name[2] if by_name else "")
    if not name or not version:
        raise ReadError("has no package and version, nor does its file name tell them")
    installed = _INSTALLED.search(file.folder)
    declared = field_of(values.get("description"), "license")
    yield PackageFact(
        type="luarocks",
        name=name,
        version=version,
        key=f"lua:{file.folder}",
        licenses=(declared,) if declared else (),
        home=file.folder[: installed.start(1)].rstrip("/") if installed else file.path,
        depends=tuple(_needed(values.get("dependencies"))),
        properties=_properties(values),
        language="lua",
        is_installed=installed is not None,
        is_root=installed is None,
    )


def _string(value: LuaValue) -> str:
    return value.strip() if isinstance(value, str) else ""


def _needed(value: LuaValue) -> Iterator[str]:
    """Names of the dependencies; `lua` is the interpreter."""
    for text in dict.fromkeys(strings_of(value)):
        found = _NAME.match(text)
        if found and found[0] != "lua":
            yield found[0].rpartition("/")[2]


def _properties(values: dict[str, LuaValue]) -> dict[str, str]:
    source = values.get("source")
    found = {
        "homepage": field_of(values.get("description"), "homepage"),
        "source_url": without_credentials(field_of(source, "url")),
        "vcs_revision": field_of(source, "tag") or field_of(source, "branch"),
    }
    return {name: value for name, value in found.items() if value}


READER = Reader(
    name="lua-rockspec",
    version=1,
    claim=Claim(suffixes=(".rockspec",), max_bytes=1024 * 1024),
    read=read,
    summary="Lua rocks (*.rockspec)",
)
