"""Every file of the bundle of real data is read by a test of some feed, or it is said why not."""

import fnmatch
import tarfile
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from mooring.feeds.feed import FeedLog
from mooring.feeds.raw import raw_files
from quality.vulndata import IS_THERE, ROOT, manifest

pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared vulnerability data are not beside the project")
QUALITY = Path(__file__).resolve().parents[1]
NOT_FOR_FEEDS = {
    "enrichment/kev/known_exploited_vulnerabilities_schema.json": "a JSON schema, which says nothing of vulnerabilities",
    "history/alma-osv-2026-05-01-to-2026-08-21.json": "ids that differ between two snapshots, for those who update by difference",
    "history/ghsa-pip-2024-10-12-to-2025-02-10.json": "ids that differ between two snapshots, for those who update by difference",
}
LANGUAGES = (
    ("vunnel-provider-inputs", "bitnami/test-fixtures/vulndb/data/*", "bitnami", 2),
    ("vunnel-provider-inputs", "govulndb/test-fixtures/vulndb/ID/*", "golang", 2),
    ("vuln-list-update-upstream-inputs", "osvdev/testdata/*/all.zip", "osv", 10),
)
"""Archive, members, the feed of `languages` that reads them, and the advisories that they hold."""
ARGUED = (
    ("vuln-list-update-upstream-inputs", "glad/*", "GitLab's advisory database, whose terms are unclear: no feed"),
    ("vuln-list-update-upstream-inputs", "seal/*", "a vendor's rebuilds, which no matching rule knows: no feed"),
    ("vuln-list-update-upstream-inputs", "utils/*", "samples of compression, without advisories"),
    (
        "claircore-updater-samples",
        "toolkit/types/cvss/*",
        "vectors and scores: tests/quality/test_cvss_cases.py reads them",
    ),
    ("claircore-updater-samples", "updater/osv/*", "notes about a test, without advisories"),
)
ARCHIVES = sorted(path for path in manifest() if path.startswith("fixtures/")) if IS_THERE else []


def test_no_file_of_the_bundle_is_passed_over():
    """The tests name the files that they read; those of GitHub's advisories and the fixtures they take by their folder."""
    tests = [path for path in QUALITY.rglob("*") if path.suffix in (".py", ".toml") and path != Path(__file__)]
    texts = "".join(path.read_text() for path in tests)

    read = {path for path in manifest() if path in texts or path.startswith(("ghsa/", "fixtures/"))}
    assert set(manifest()) - read == set(NOT_FOR_FEEDS)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_no_member_of_a_fixture_archive_is_passed_over(archive):
    """Each is read by the tests of one feed, or argued in a table."""
    tables = [tomllib.loads(path.read_text()) for path in Path(__file__).parent.glob("*.toml")]
    name = Path(archive).name.partition(".")[0]
    patterns = [row["pattern"] for table in tables for row in table.get("members", ()) if row["archive"] == name]
    patterns += [row[1] for row in (*LANGUAGES, *ARGUED) if row[0] == name]

    with tarfile.open(ROOT / archive) as opened:
        members = [member.name for member in opened if member.isfile()]

    assert [one for one in members if not any(fnmatch.fnmatch(one, pattern) for pattern in patterns)] == []


@pytest.mark.parametrize(("archive", "pattern", "name", "count"), LANGUAGES)
def test_samples_of_language_feeds_are_read(archive, pattern, name, count, tmp_path):
    with tarfile.open(ROOT / "fixtures" / f"{archive}.tar.xz") as opened:
        for number, member in enumerate(opened.getmembers()):
            if member.isfile() and fnmatch.fnmatch(member.name, pattern):
                place = tmp_path / str(number) / Path(member.name).name
                place.parent.mkdir()
                place.write_bytes(opened.extractfile(member).read())
    log = FeedLog()

    feed = import_module(f"mooring.feeds.providers.languages.{name}").FEED
    items = list(feed.parse(raw_files(tmp_path), log))

    assert (len(items), log.rejects) == (count, 0)
