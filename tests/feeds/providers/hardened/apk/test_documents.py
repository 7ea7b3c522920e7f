"""Which file of a workspace is what."""

from feeds.providers.distributions.rpm_workspace import raw
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.hardened.apk.documents import read_documents


def test_files_that_are_no_database_are_skipped():
    log = FeedLog()
    files = [raw("README", "x"), raw("latest.json", "x"), raw("openvex/all.json", "x")]

    found = list(read_documents(files, log, SecDb("x", page=""), "x", ("wolfi",)))

    assert ([], 0, 3) == (found, log.records, sum(log.skipped.values()))


def test_lines_of_osv_may_have_gaps():
    log = FeedLog()

    list(read_documents([raw("a.jsonl", "\n{\n\n")], log, SecDb("x", page=""), "x", ("wolfi",)))

    assert (1, 1) == (log.records, log.rejects)
