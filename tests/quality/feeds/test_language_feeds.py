"""Feeds of languages over real data: every record that the bundle counts is read, and what is said of it is right."""

import importlib
from functools import cache

import pytest

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.osv import read_osv_files
from mooring.feeds.raw import raw_files
from mooring.model.advisory import AdvisoryKind, FixState
from quality.vulndata import IS_THERE, ROOT, manifest

pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared vulnerability data are not beside the project")
MANIFEST = manifest()

FEEDS = [
    ("golang", "osv-lang/go-osv.jsonl.xz", 0),
    ("bitnami", "osv-lang/bitnami-osv.jsonl.xz", 0),
    ("drupal", "osv-lang/drupal-osv.jsonl.xz", 0),
    ("haskell", "osv-lang/haskell-osv.jsonl.xz", 0),
    ("malicious", "osv-lang/npm-malicious-osv.jsonl.xz", 0),
    ("osv", "osv-lang/erlang-osv.jsonl.xz", 0),
    ("psf", "osv-lang/psf-osv.jsonl.xz", 0),
    ("rustsec", "osv-lang/rustsec-osv.jsonl.xz", 0),
    ("rustsec", "native-lang/rustsec-advisory-db-toml.tar.xz", 0),
    ("pypa", "native-lang/pypa-advisory-database.tar.xz", 0),
    ("r", "native-lang/r-advisory-database.tar.xz", 0),
    ("retirejs", "native-lang/retirejs-repository.tar.xz", 0),
    ("rubysec", "native-lang/ruby-advisory-db.tar.xz", 2),
    ("friendsofphp", "native-lang/friendsofphp-security-advisories.tar.xz", 0),
    ("nodejs", "native-lang/nodejs-security-wg.tar.xz", 0),
    ("elixir", "native-lang/elixir-security-advisories.tar.xz", 0),
    ("rustsec", "history/rustsec-osv-2026-04-14.jsonl.xz", 0),
    ("github", "history/ghsa-pip-2024-10-12-changed.jsonl.xz", 0),
    *(("github", path, 0) for path in sorted(MANIFEST) if path.startswith("ghsa/")),
]
"""Feed, file, records that are damaged: two of rubysec's say that every version is patched or unaffected."""
OSV = {"distro/alma-osv.jsonl.xz": 0, "distro/rocky-osv.jsonl.xz": 0, "distro/suse-osv.jsonl.xz": 1}
"""One of SUSE's has an error page for an identifier."""


@cache
def read(name, path):
    """The items and the log of one file."""
    log = FeedLog()
    feed = importlib.import_module(f"mooring.feeds.providers.languages.{name}").FEED
    return list(feed.parse(raw_files(ROOT / path), log)), log


def counted(path):
    """What the bundle says is in a file."""
    return MANIFEST[path].get("records") or MANIFEST[path].get("files")


@pytest.mark.parametrize(("name", "path", "rejects"), FEEDS, ids=[f"{name} {path}" for name, path, _ in FEEDS])
def test_every_record_of_the_bundle_is_read(name, path, rejects):
    items, log = read(name, path)

    assert (log.records, log.rejects, log.reasons) == (counted(path), rejects, log.reasons[:rejects])
    if name != "retirejs":
        assert len(items) == log.records - log.rejects - sum(
            count for reason, count in log.skipped.items() if not reason.endswith("(a part of a record)")
        )


@pytest.mark.parametrize("path", OSV)
def test_distributions_in_osv_form_are_read(path):
    log = FeedLog()
    items = list(read_osv_files(raw_files(ROOT / path), "x", log))

    assert (log.records, log.rejects) == (counted(path), OSV[path])
    assert all(
        item.fixes and not any(alias.startswith("CVE-") for alias in item.aliases) for item in items[:500] if item.fixes
    )


def test_withdrawn_records_are_kept_and_marked():
    withdrawn = {name: sum(bool(item.withdrawn) for item in read(name, path)[0]) for name, path in (
        ("golang", "osv-lang/go-osv.jsonl.xz"), ("rustsec", "osv-lang/rustsec-osv.jsonl.xz"),
        ("pypa", "native-lang/pypa-advisory-database.tar.xz"))}  # fmt: skip

    assert withdrawn == {"golang": 17, "rustsec": 13, "pypa": 269}


def test_notices_are_told_from_vulnerabilities():
    items, _ = read("rustsec", "osv-lang/rustsec-osv.jsonl.xz")

    assert sum(item.kind is AdvisoryKind.NOTICE for item in items) == 476


def test_both_forms_of_rustsec_mean_the_same_versions():
    """The OSV form writes the beginning as 0.0.0-0 and splits at pre-releases; fixes must be the same."""
    osv = {item.id: item for item in read("rustsec", "osv-lang/rustsec-osv.jsonl.xz")[0]}
    native = {item.id: item for item in read("rustsec", "native-lang/rustsec-advisory-db-toml.tar.xz")[0]}
    both = sorted(osv.keys() & native.keys())
    differing = [
        name
        for name in both
        if {one.name for one in osv[name].affected} != {one.name for one in native[name].affected}
        or (osv[name].kind, osv[name].aliases) != (native[name].kind, native[name].aliases)
    ]

    assert len(both) == 1205
    assert differing == []


def test_the_upper_bound_of_github_outside_of_its_range_is_taken():
    items, _ = read("github", "ghsa/ghsa-maven.jsonl.xz")
    unfixed = [one for item in items for one in item.affected if one.fix.state is not FixState.FIXED]
    bounded = [one for one in unfixed if all(part.high for part in one.ranges) and one.ranges]

    assert (len(unfixed), len(bounded)) == (1090, 1048)


def test_listed_versions_are_nearly_all_inside_the_ranges_beside_them():
    """A property of the order of versions as much as of the reader."""
    items, _ = read("pypa", "native-lang/pypa-advisory-database.tar.xz")

    outside = [one.versions for item in items for one in item.affected if one.ranges and one.versions]

    assert len(outside) <= 50
