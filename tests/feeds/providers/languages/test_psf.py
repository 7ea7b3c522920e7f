"""Advisories of the Python Software Foundation, which name no packages."""

import json

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.psf import FEED


def record(repository, **more):
    ranges = [{"type": "GIT", "repo": repository, "events": [{"introduced": "0"}, {"fixed": "4df1"}]}]
    return json.dumps({"id": "PSF-2024-1", "aliases": ["CVE-2024-1111"], "affected": [{"ranges": ranges, **more}]})


def test_tags_are_versions_of_python(tmp_path):
    (name,) = downloads(FEED)
    text = record("https://github.com/python/cpython", versions=["v3.11.0", "v3.12.0"])

    (item,), log = parsed(FEED, tmp_path, {name: tar_gz({"advisories/python/PSF-2024-1.json": text})})

    assert [("generic", "python", ("3.11.0", "3.12.0"))] == [
        (one.namespace, one.name, one.versions) for one in item.affected
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_pip_is_a_python_package(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"a.jsonl": record("https://github.com/pypa/pip", versions=["23.3"])})

    assert [("pypi", "pip", ("23.3",))] == [(one.namespace, one.name, one.versions) for one in item.affected]


def test_commits_alone_are_kept_without_statements_and_damage_is_counted(tmp_path):
    (item,), log = parsed(FEED, tmp_path, {"a.jsonl": record("https://github.com/python/cpython") + "\n{\n[]\n"})

    assert ("PSF-2024-1", ("CVE-2024-1111",), ()) == (item.id, item.aliases, item.affected)
    assert (log.records, log.rejects, sum(log.skipped.values())) == (3, 2, 0)
