import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.providers.distributions.amazon import EXTRA_MIRRORS, EXTRAS, FEED, MIRRORS
from mooring.model.advisory import VersionRange
from mooring.model.severity import Severity

UPDATE = """<update type="security" status="final"><id>{id}</id><title>{id}: {severity} priority package update for bind</title>
<issued date="2023-08-04 20:34:00"/><updated date="2023-09-25 22:13"/><severity>{severity}</severity><description>text</description>
<references><reference href="http://example.org/CVE-2023-1000" id="CVE-2023-1000" type="cve"/></references>
<pkglist><collection short="{collection}"><name>x</name>
<package arch="x86_64" epoch="32" name="bind" release="1.amzn2" version="9.11"/>
<package arch="aarch64" epoch="32" name="bind" release="1.amzn2" version="9.11"/>
<package arch="x86_64" epoch="32" name="bind-debuginfo" release="1.amzn2" version="9.11"/></collection></pkglist></update>"""


def update(identifier: str, collection: str, severity: str = "important") -> str:
    return UPDATE.format(id=identifier, collection=collection, severity=severity)


@pytest.mark.parametrize(
    ("identifier", "collection", "path", "namespace"),
    [
        ("ALAS-2011-1", "amazon-linux-ami", "x/updateinfo.xml", "amazon:1"),
        ("ALAS-2011-1", "amazon-linux", "1-updates/updateinfo.xml", "amazon:1"),
        ("ALAS2-2018-939", "amazon-linux-2", "x/updateinfo.xml", "amazon:2"),
        ("ALAS2DOCKER-2023-001", "amazon-linux-2---docker", "x/updateinfo.xml", "amazon:2+docker"),
        ("ALAS2KERNEL-5.10-2023-001", "other", "x/updateinfo.xml", "amazon:2+kernel-5.10"),
        ("ALAS2023-2023-001", "amazon-linux-2023", "x/updateinfo.xml", "amazon:2023"),
        (
            "ALAS2023LIVEPATCH-2023-001",
            "amazon-linux-2023---kernel-livepatch",
            "x/updateinfo.xml",
            "amazon:2023+kernel-livepatch",
        ),
    ],
)
def test_extras_are_channels(identifier: str, collection: str, path: str, namespace: str):
    (row,) = rows(parsed(FEED, {path: f"<updates>{update(identifier, collection)}</updates>"})[0])

    assert (namespace, "bind", (VersionRange(high="32:9.11-1.amzn2"),)) == (row.namespace, row.name, row.ranges)


@pytest.mark.parametrize("word", ["important", "Important", "IMPORTANT"])
def test_severities_are_of_mixed_case(word: str):
    (advisory,), _ = parsed(
        FEED, {"updateinfo.xml": f"<updates>{update('ALAS2-2018-939', 'amazon-linux-2', word)}</updates>"}
    )

    assert Severity.HIGH is advisory.ratings[0].severity
    assert ("2023-09-25T22:13", "https://alas.aws.amazon.com/AL2/ALAS-2018-939.html") == (
        advisory.modified,
        advisory.url,
    )


def test_an_update_without_an_id_is_rejected_and_hides_no_other():
    advisories, log = parsed(
        FEED, {"updateinfo.xml": f"<updates><update/>{update('ALAS2-2018-939', 'amazon-linux-2')}</updates>"}
    )

    assert (1, 2, 1) == (len(advisories), log.records, log.rejects)


def test_a_truncated_file_is_refused():
    with pytest.raises(FeedMalformed):
        parsed(FEED, {"updateinfo.xml": "<updates><update><id>ALAS-1"})


def test_entities_are_refused():
    bomb = '<!DOCTYPE u [<!ENTITY a "aaaa">]><updates><update><id>&a;</id></update></updates>'

    with pytest.raises(HostileInput):
        parsed(FEED, {"updateinfo.xml": bomb})


def test_deep_nesting_is_refused():
    with pytest.raises(HostileInput):
        parsed(FEED, {"updateinfo.xml": "<updates>" + "<update>" * 1000})


REPOMD = b'<repomd><data type="updateinfo"><location href="repodata/abc-updateinfo.xml.gz"/></data></repomd>'


def test_fetching_follows_mirrors_and_repomd():
    pages = {EXTRAS: b'{"topics": [{"n": "docker"}, {"n": "../x"}]}'}
    for name, url in {**MIRRORS, "extra": EXTRA_MIRRORS.format(name="docker")}.items():
        pages[url] = f"https://mirror.example/{name}/\n".encode()
        pages[f"https://mirror.example/{name}/repodata/repomd.xml"] = REPOMD if name != "extra" else b"<repomd/>"
        pages[f"https://mirror.example/{name}/repodata/abc-updateinfo.xml.gz"] = b"updates"
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert sorted(f"{name}/updateinfo.xml.gz" for name in MIRRORS) == fetcher.kept


def test_a_repomd_that_points_elsewhere_is_refused():
    pages = {EXTRAS: b"{}"}
    for url in MIRRORS.values():
        pages[url] = b"https://mirror.example/"
    pages["https://mirror.example/repodata/repomd.xml"] = REPOMD.replace(b"repodata/abc", b"../../../etc")

    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher(pages))
