from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed
from mooring.feeds.providers.distributions.bottlerocket import FEED, UPDATES

UPDATE = """<updates><update type="security"><id>BRSA-1bwujdrkn6nc</id><title>kernel CVE-2024-43840</title><severity>medium</severity>
<issued date="2025-06-11T19:52:52Z"/><references><reference href="https://example.org/c" id="CVE-2024-43840" type="cve"/>
<reference href="https://example.org/b.toml" id="BRSA-1bwujdrkn6nc" type="brsa"/></references><pkglist><collection short="bottlerocket">
<package arch="x86_64" name="kernel-6.1" version="6.1.140" release="1.br1" epoch="0"/>
<package arch="aarch64" name="kernel-6.1" version="6.1.140" release="1.br1" epoch="0"/></collection></pkglist></update></updates>"""


def test_an_update_is_an_advisory_of_one_namespace():
    (advisory,), _ = parsed(FEED, {"updateinfo.xml": UPDATE})

    assert (("CVE-2024-43840",), "https://example.org/b.toml") == (advisory.fixes, advisory.url)
    assert [("bottlerocket", "kernel-6.1", ("0:6.1.140-1.br1",))] == [
        (row.namespace, row.name, row.fix.versions) for row in advisory.affected
    ]


def test_fetching_takes_one_file():
    fetcher = FakeFetcher({UPDATES: b"gz"})

    FEED.fetch(fetcher)

    assert ["updateinfo.xml.gz"] == fetcher.kept
