"""Labelled pairs of packages and flaws: which match is true, which is not, and why.

`python tests/quality/match/labelled.py` builds a database from the advisories of ../shared/vulndata that the labels name, matches every
labelled package, and prints precision and recall for each kind of packages; it exits with 1 where they are below `recorded.toml`.

A file `labels/*.toml` has groups, each with `type`, perhaps `distro` (`id:version+channel`), `parent` (of a derivative) and `owner` (the OS
package that owns the files). A label is the flaw, the package, its version, whether it has the flaw, and the reason; then what else is
known of the package: `source`, `module`, `arch`.
"""

import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import msgspec

from mooring.base.families import collect
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import RawFile, raw_files
from mooring.model.distro import Distro
from mooring.model.inventory import Inventory
from mooring.model.match import FeedState
from mooring.model.package import Location, Package, Relation
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.database import open_database
from mooring.vulns.match import Matcher, MatchOptions

ROOT = Path(os.environ.get("MOORING_SHARED_VULNDATA") or Path(__file__).resolve().parents[4] / "shared" / "vulndata")
HERE = Path(__file__).parent
NOW = datetime(2025, 2, 20, tzinfo=UTC)
SOURCES = {
    "alma": ["distro/alma-osv.jsonl.xz"],
    "alpine": ["distro/alpine-secdb.tar.xz"],
    "amazon": ["distro/amazon-updateinfo.derived.tar.xz"],
    "arch": ["distro/arch-avg.jsonl.xz"],
    "debian": ["distro/debian-tracker.derived.json.xz"],
    "gentoo": ["distro/gentoo-glsa.jsonl.xz"],
    "oracle": ["distro/oracle-elsa.derived-osv.jsonl.xz"],
    "redhat": ["distro/redhat-cve-api.jsonl.xz", "distro/redhat-osv.jsonl.xz"],
    "rocky": ["distro/rocky-osv.jsonl.xz"],
    "suse": ["distro/suse-osv.jsonl.xz"],
    "ubuntu": ["distro/ubuntu-cve-tracker.jsonl.xz"],
    "github": [
        f"ghsa/ghsa-{name}.jsonl.xz"
        for name in ["cargo", "composer", "golang", "maven", "npm", "nuget", "pip", "rubygems", "withdrawn"]
    ],
    "malicious": ["osv-lang/npm-malicious-osv.jsonl.xz"],
    "golang": ["osv-lang/go-osv.jsonl.xz"],
    "pypa": ["native-lang/pypa-advisory-database.tar.xz"],
    "rubysec": ["native-lang/ruby-advisory-db.tar.xz"],
    "rustsec": ["osv-lang/rustsec-osv.jsonl.xz"],
    "friendsofphp": ["native-lang/friendsofphp-security-advisories.tar.xz"],
}
"""The files that each feed reads; all about the same time, so that feeds agree with one another."""
FAMILIES = ("distributions", "languages")
_NAMED = re.compile(rb"(?:CVE|GHSA|GLSA|MAL|RUSTSEC)-[0-9A-Za-z-]+")
_WHOLE = ("alpine-secdb", "updateinfo", "debian-tracker")
"""Files that hold everything in one document."""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One pair."""

    kind: str
    """The file of the label."""
    vulnerability: str
    expected: bool
    reason: str
    distro: Distro | None
    package: Package
    owner: Package | None


class Score(msgspec.Struct):
    """How well one kind of packages is matched."""

    right: int = 0
    missed: int = 0
    false: int = 0
    quiet: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labels() -> list[Label]:
    """All labels, in order of file."""
    return [
        label_of(path.stem, group, row)
        for path in sorted((HERE / "labels").glob("*.toml"))
        for group in tomllib.loads(path.read_text())["group"]
        for row in group["labels"]
    ]


def label_of(kind: str, group: dict, row: list) -> Label:
    vulnerability, name, version, expected, reason = row[:5]
    told = row[5] if len(row) > 5 else {}
    owner = group.get("owner")
    return Label(
        kind=kind,
        vulnerability=vulnerability,
        expected=expected,
        reason=reason,
        distro=distro_of(group["distro"], group.get("parent", "")) if "distro" in group else None,
        package=package_of(group["type"], name, version, told),
        owner=package_of(owner["type"], owner["name"], owner["version"], owner) if owner else None,
    )


def distro_of(text: str, parent: str) -> Distro:
    name, _, channel = text.partition("+")
    found, _, version = name.partition(":")
    parent_id, _, parent_version = parent.partition(":")
    channels = (channel,) if channel else ()
    return Distro(id=found, version_id=version, channels=channels, parent_id=parent_id, parent_version=parent_version)


def package_of(kind: str, name: str, version: str, told: dict) -> Package:
    return Package(
        id=f"{kind} {name} {version}",
        type=kind,
        name=name,
        version=version,
        purl="",
        locations=(Location(path="/x"),),
        source_name=told.get("source", ""),
        architecture=told.get("arch", ""),
        properties={"modularity": told["module"]} if "module" in told else {},
    )


def build(target: Path, wanted: Iterable[str]) -> None:
    """A database of the advisories that name one of the flaws."""
    names = frozenset(name.encode() for name in wanted)
    feeds = {feed.name: feed for family in FAMILIES for feed in collect(f"mooring.feeds.providers.{family}", Feed)}
    with DatabaseBuilder(target, built=NOW) as builder:
        for name, paths in SOURCES.items():
            state = FeedState(name=name)
            builder.begin_feed(state)
            files = (file for path in paths for raw in raw_files(ROOT / path) for file in narrowed(raw, names))
            for item in feeds[name].parse(files, FeedLog()):
                builder.add(item)
            builder.end_feed(state)
        builder.finish()


def narrowed(raw: RawFile, names: frozenset[bytes]) -> Iterator[RawFile]:
    """A file with only the lines that name one of the flaws; a whole document as it is, or not at all."""
    if any(word in raw.name for word in _WHOLE):
        yield raw
    elif raw.name.endswith(".jsonl"):
        content = b"".join(line + b"\n" for line in raw.lines() if not names.isdisjoint(_NAMED.findall(line)))
        yield RawFile(name=raw.name, open=lambda: BytesIO(content))
    else:
        content = raw.read()
        if not names.isdisjoint(_NAMED.findall(content)) or not names.isdisjoint(_of_path(raw.name)):
            yield RawFile(name=raw.name, open=lambda: BytesIO(content))


def _of_path(name: str) -> list[bytes]:
    return _NAMED.findall(name.removesuffix(".yml").removesuffix(".yaml").encode())


def judged(found: list[Label], database: Path) -> Iterator[tuple[Label, bool]]:
    """Each label, and whether the package is said to have the flaw."""
    with open_database(database) as advisories:
        matcher = Matcher(advisories, MatchOptions(), now=NOW)
        for label in found:
            owner = (label.owner,) if label.owner else ()
            links = tuple(Relation(kind="owns", source=each.id, target=label.package.id) for each in owner)
            image = Inventory(distro=label.distro, packages=(label.package, *owner), relations=links)
            flaws = {
                name
                for match in matcher.findings(image).matches
                if match.package == label.package.id and not match.is_suppressed
                for name in (
                    match.vulnerability.id,
                    *match.vulnerability.aliases,
                    *(r.source.id for r in match.reasons),
                    *match.fix.advisories,
                )
            }
            yield label, label.vulnerability in flaws


def scores(results: Iterable[tuple[Label, bool]]) -> dict[str, Score]:
    """By kind."""
    found: dict[str, Score] = {}
    for label, is_said in results:
        score = found.setdefault(label.kind, Score())
        if label.expected:
            score.right += is_said
            score.missed += not is_said
        else:
            score.false += is_said
            score.quiet += not is_said
    return found


def evaluate() -> tuple[list[tuple[Label, bool]], dict[str, Score]]:
    """Every label with its result, and the scores."""
    found = labels()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "labelled.db"
        build(target, {label.vulnerability for label in found})
        results = list(judged(found, target))
    return results, scores(results)


def shortfalls(found: dict[str, Score]) -> list[str]:
    """Kinds that are below what was recorded."""
    recorded = tomllib.loads((HERE / "recorded.toml").read_text())
    return [
        f"{kind}: {name} is {getattr(found[kind], name):.3f}, was {recorded[kind][name]:.3f}"
        for kind in recorded
        for name in ("precision", "recall")
        if kind not in found or getattr(found[kind], name) < recorded[kind][name] - 1e-9
    ]


def main() -> int:
    """Print and compare."""
    results, found = evaluate()
    for label, is_said in results:
        if is_said != label.expected:
            word = "false" if is_said else "missed"
            sys.stdout.write(f"{word}: {label.kind}: {label.vulnerability} in {label.package.id}: {label.reason}\n")
    for kind, score in sorted(found.items()):
        count = score.right + score.missed + score.false + score.quiet
        sys.stdout.write(f"{kind:22} {count:4} labels  precision {score.precision:.3f}  recall {score.recall:.3f}\n")
    below = shortfalls(found) if (HERE / "recorded.toml").exists() else []
    sys.stdout.writelines(f"{line}\n" for line in below)
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
