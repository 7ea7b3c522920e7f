"""Gemfile.lock, gems.locked: what Bundler resolved for a Ruby project.

Format: `Bundler::LockfileParser`: sections in capitals (GEM, GIT, PATH, PLUGIN SOURCE for sources; PLATFORMS,
DEPENDENCIES, CHECKSUMS). Under `specs:` a gem is indented by four, `name (version)` or `name (version-platform)`, and
what it needs by six.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_SOURCES = ("GEM", "GIT", "PATH", "PLUGIN SOURCE")
_GEM = re.compile(r"^ {4}(\S+) \(([^()\s]+)\)$")
_NEED = re.compile(r"^ {6}([^\s!]+)")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class Gem(msgspec.Struct, kw_only=True):
    """One gem under `specs:`, with the source of its section."""

    name: str
    version: str
    line: int
    kind: str
    source: dict[str, str]
    needs: list[str]


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per gem and platform, in the order of the file; raises ReadError where there is no section of
    Bundler's.
    """
    lines = file.text().splitlines()
    if not any(line.strip() in (*_SOURCES, "PLATFORMS", "DEPENDENCIES", "BUNDLED WITH") for line in lines):
        raise ReadError("is not a lock file of Bundler: it has none of its sections")
    for gem in _gems(lines):
        yield _package(file.path, gem)
    if any(line.startswith(_CONFLICT) for line in lines):
        raise ReadError("has conflict marks of git in it; Bundler would refuse it")


def _gems(lines: list[str]) -> Iterator[Gem]:
    kind = ""
    source: dict[str, str] = {}
    gem: Gem | None = None
    for number, line in enumerate(lines, start=1):
        if line[:1].strip():
            kind, source = line.strip(), {}
        elif kind not in _SOURCES:
            continue
        elif found := _GEM.match(line):
            if gem is not None:
                yield gem
            gem = Gem(name=found[1], version=found[2], line=number, kind=kind, source=source, needs=[])
        elif gem is not None and (need := _NEED.match(line)):
            gem.needs.append(need[1])
        elif line.startswith("  ") and ": " in line:
            key, _, value = line.strip().partition(": ")
            source[key] = value
    if gem is not None:
        yield gem


def _package(path: str, gem: Gem) -> PackageFact:
    # A version has no hyphen (Gem::Version::VERSION_PATTERN turns one into `.pre.`), so what follows the first is the
    # platform.
    version, _, platform = gem.version.partition("-")
    remote, revision = gem.source.get("remote", ""), gem.source.get("revision", "")
    qualifiers = {"platform": platform} if platform else {}
    if gem.kind == "GIT":
        qualifiers["vcs_url"] = f"git+{remote}@{revision}" if "://" in remote and revision else remote
    return PackageFact(
        type="gem",
        name=gem.name,
        version=version,
        home=path,
        depends=tuple(dict.fromkeys(gem.needs)),
        qualifiers={key: value for key, value in qualifiers.items() if value},
        properties={"path": remote} if gem.kind == "PATH" and remote else {},
        line=gem.line,
        language="ruby",
        is_installed=False,
        is_root=gem.kind == "PATH" and remote == ".",
    )


READER = Reader(
    name="gemfile-lock",
    version=1,
    claim=Claim(
        names=("Gemfile.lock", "gems.locked", "Gemfile.next.lock"),
        # Gems carry the lock files of their own development.
        pattern=r"^(?!(?s:.*)(?:\bgems/[^/]+-\d[^/]*|\bbundler/gems)/)",
        in_images=False,
    ),
    read=read,
    summary="Gemfile.lock and gems.locked of Bundler",
)
