import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.openeuler import BASE, FEED
from mooring.model.advisory import NameKind
from mooring.model.severity import Severity

CVRF = """<cvrfdoc xmlns="http://www.icasi.org/CVRF/schema/cvrf/1.1"><DocumentTitle>An update for bind</DocumentTitle>
<DocumentTracking><Identification><ID>openEuler-SA-2022-1693</ID></Identification><InitialReleaseDate>2022-06-02</InitialReleaseDate>
</DocumentTracking><DocumentNotes><Note Title="Severity" Type="General">Medium</Note></DocumentNotes><DocumentReferences>
<Reference Type="Self"><URL>https://www.openeuler.org/sa</URL></Reference></DocumentReferences><ProductTree>
<Branch Type="Product Name" Name="openEuler">
<FullProductName ProductID="openEuler-20.03-LTS-SP3" CPE="cpe:3">openEuler-20.03-LTS-SP3</FullProductName>
<FullProductName ProductID="openEuler-22.03-LTS" CPE="cpe:0">openEuler-22.03-LTS</FullProductName></Branch>
<Branch Type="Package Arch" Name="noarch">
<FullProductName ProductID="b" CPE="cpe:3">bind-utils-9.11-2.oe1.noarch.rpm</FullProductName></Branch>
<Branch Type="Package Arch" Name="src"><FullProductName ProductID="b" CPE="cpe:3">bind-9.11-2.oe1.src.rpm</FullProductName>
<FullProductName ProductID="c" CPE="cpe:0">bind-9.16-3.oe2203.src.rpm</FullProductName></Branch></ProductTree>
<Vulnerability><CVE>CVE-2021-1000</CVE><ProductStatuses><Status Type="Fixed"><ProductID>openEuler-20.03-LTS-SP3</ProductID>
<ProductID>openEuler-22.03-LTS</ProductID></Status></ProductStatuses>
<CVSSScoreSets><ScoreSet><BaseScore>6.1</BaseScore><Vector>AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N</Vector></ScoreSet></CVSSScoreSets>
</Vulnerability></cvrfdoc>"""


def test_each_platform_gets_the_packages_that_are_listed_for_it():
    (advisory,), _ = parsed(FEED, {"cvrf-openEuler-SA-2022-1693.xml": CVRF})

    assert [("openeuler:20.03+sp3", "bind", ("9.11-2.oe1",)), ("openeuler:22.03", "bind", ("9.16-3.oe2203",))] == [
        (row.namespace, row.name, row.fix.versions) for row in advisory.affected
    ]
    assert NameKind.SOURCE is advisory.affected[0].name_kind
    assert (("CVE-2021-1000",), Severity.MEDIUM, "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N") == (
        advisory.fixes,
        advisory.ratings[0].severity,
        advisory.ratings[0].vector,
    )


def test_a_damaged_document_hides_no_others():
    advisories, log = parsed(FEED, {"a.xml": "<cvrfdoc>", "b.xml": CVRF, "c.json": "[", "d.xml": "<other/>"})

    assert (1, 4, 3) == (len(advisories), log.records, log.rejects)


CSAF = {
    "document": {
        "category": "csaf_security_advisory",
        "tracking": {"id": "openEuler-SA-2024-1", "initial_release_date": "2024-01-02T00:00:00Z"},
    },
    "product_tree": {
        "branches": [
            {"product": {"product_id": "openEuler-22.03-LTS-SP1", "name": "openEuler-22.03-LTS-SP1"}},
            {"product": {"product_id": "bind-9.16-3.oe2203sp1.src", "name": "bind-9.16-3.oe2203sp1.src.rpm"}},
        ],
        "relationships": [
            {
                "product_reference": "bind-9.16-3.oe2203sp1.src",
                "relates_to_product_reference": "openEuler-22.03-LTS-SP1",
                "full_product_name": {"product_id": "both"},
            }
        ],
    },
    "vulnerabilities": [{"cve": "CVE-2021-1000", "product_status": {"fixed": ["both"]}}],
}


def test_csaf_is_read():
    (row,) = rows(parsed(FEED, {"a.json": CSAF})[0])

    assert ("openeuler:22.03+sp1", "bind", ("9.16-3.oe2203sp1",), "2024-01-02") == (
        row.namespace,
        row.name,
        row.fix.versions,
        row.fix.date,
    )


def test_fetching_follows_the_index():
    name = "2022/cvrf-openEuler-SA-2022-1693.xml"
    fetcher = FakeFetcher({f"{BASE}/index.txt": f"{name}\n../../etc/passwd\n".encode(), f"{BASE}/{name}": b"xml"})

    FEED.fetch(fetcher)

    assert [name] == fetcher.kept


def test_an_index_without_documents_is_refused():
    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher({f"{BASE}/index.txt": b"<html>"}))
