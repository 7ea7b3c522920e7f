import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.rpm.suse_products import namespace_of
from mooring.feeds.providers.distributions.suse import FEED, OVAL
from mooring.model.advisory import FixState
from mooring.model.severity import Severity


@pytest.mark.parametrize(
    ("product", "namespace"),
    [
        ("SUSE Linux Enterprise Server 15 SP5", "sles:15.5"),
        ("SUSE Linux Enterprise Server 12", "sles:12"),
        ("SUSE Linux Enterprise Module for Basesystem 15 SP5", "sles:15.5"),
        ("SUSE Linux Enterprise Desktop 15 SP5", "sles:15.5"),
        ("SUSE Linux Enterprise Server 15 SP2-LTSS", "sles:15.2+ltss"),
        ("SUSE Linux Enterprise Server LTSS Extended Security 12 SP5", "sles:12.5+ltss-es"),
        ("SUSE Linux Enterprise Server for SAP Applications 15 SP3", "sles:15.3+sap"),
        ("SUSE Linux Enterprise Micro 5.3", "sle-micro:5.3"),
        ("SUSE Package Hub for SUSE Linux Enterprise 12 SP3", "sles:12.3+packagehub"),
        ("openSUSE Leap 15.5", "opensuse-leap:15.5"),
        ("openSUSE Leap 15.0 NonFree", "opensuse-leap:15.0"),
        ("openSUSE Tumbleweed", "opensuse-tumbleweed"),
        ("openSUSE 13.1", "opensuse:13.1"),
        ("SUSE Manager Server 4.1", ""),
    ],
)
def test_products_are_namespaces(product: str, namespace: str):
    assert namespace == namespace_of(product)


def oval(states: str, platforms: tuple[str, ...] = ("SUSE Linux Enterprise Server 15 SP5",)) -> str:
    installed = "".join(
        f'<criterion test_ref="t:{100 + at}" comment="{name} is installed"/>' for at, name in enumerate(platforms)
    )
    return f"""<oval_definitions><definitions><definition id="d:1" class="vulnerability"><metadata><title>CVE-2023-1000</title>
<affected family="unix"><platform>{platforms[0]}</platform></affected><description>text</description>
<reference ref_id="Mitre CVE-2023-1000" ref_url="https://example.org/c" source="CVE"/>
<advisory><issued date="2023-01-02"/><severity>Important</severity><cve>CVE-2023-1000</cve></advisory></metadata>
<criteria operator="OR"><criteria operator="AND"><criteria operator="OR">{installed}</criteria>
<criteria operator="OR"><criterion test_ref="t:1" comment="bind-1 is installed"/></criteria></criteria></criteria>
</definition></definitions>
<tests><rpminfo_test id="t:1"><object object_ref="o:1"/><state state_ref="s:1"/></rpminfo_test>
<rpminfo_test id="t:100"><object object_ref="o:2"/><state state_ref="s:2"/></rpminfo_test></tests>
<objects><rpminfo_object id="o:1"><name>bind</name></rpminfo_object>
<rpminfo_object id="o:2"><name>sles-release</name></rpminfo_object></objects>
<states><rpminfo_state id="s:1">{states}</rpminfo_state>
<rpminfo_state id="s:2"><version operation="equals">15.5</version></rpminfo_state></states></oval_definitions>"""


@pytest.mark.parametrize("operation", ["less than", "6"])
def test_oval_says_below_which_version(operation: str):
    state = (
        f'<arch operation="pattern match">(aarch64|x86_64)</arch><evr operation="{operation}">0:9.16-150500.8.1</evr>'
    )

    (advisory,), _ = parsed(FEED, {"suse.linux.enterprise.server.15.xml": oval(state)})

    assert ("CVE-2023-1000", Severity.HIGH) == (advisory.id, advisory.ratings[0].severity)
    assert [("sles:15.5", "bind", ("0:9.16-150500.8.1",))] == [
        (row.namespace, row.name, row.fix.versions) for row in advisory.affected
    ]


def test_version_0_is_not_affected():
    (row,) = rows(parsed(FEED, {"a.xml": oval('<version operation="equals">0</version>')})[0])

    assert row.is_negative


def test_any_version_is_affected_and_not_fixed():
    (row,) = rows(parsed(FEED, {"a.xml": oval('<evr operation="greater than">0:0-0</evr>')})[0])

    assert (FixState.NOT_FIXED, (), False) == (row.fix.state, row.ranges, row.is_negative)


def test_what_only_longer_support_fixes_stays_open_in_the_plain_release():
    state = '<evr operation="less than">0:9.16-1</evr>'

    found = rows(parsed(FEED, {"a.xml": oval(state, ("SUSE Linux Enterprise Server 15 SP2-LTSS",))})[0])

    assert [("sles:15.2+ltss", FixState.FIXED), ("sles:15.2", FixState.WONT_FIX)] == [
        (row.namespace, row.fix.state) for row in found
    ]


OSV = {
    "id": "SUSE-SU-2023:1-1",
    "related": ["CVE-2023-1000"],
    "published": "2023-01-02T00:00:00Z",
    "modified": "2023-01-02T00:00:00Z",
    "summary": "Security update for bind",
    "affected": [
        {
            "package": {"ecosystem": f"SUSE:Linux Enterprise {product} 15 SP5", "name": "bind"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.16-150500.8.1"}]}],
        }
        for product in ("Server", "Module for Basesystem", "Desktop")
    ],
}


def test_products_of_one_release_are_one_row():
    (advisory,), _ = parsed(FEED, {"a.json": OSV})

    assert (("CVE-2023-1000",), 1) == (advisory.fixes, len(advisory.affected))


CVRF = """<cvrfdoc xmlns="http://www.icasi.org/CVRF/schema/cvrf/1.1"><DocumentTitle>Security update for bind</DocumentTitle>
<DocumentTracking><Identification><ID>SUSE-SU-2023:1-1</ID></Identification><InitialReleaseDate>2023-01-02T03:04:05Z</InitialReleaseDate>
</DocumentTracking><DocumentNotes><Note Title="Details" Type="General">caf\xe9 \x0c</Note></DocumentNotes>
<ProductTree xmlns="http://www.icasi.org/CVRF/schema/prod/1.1"><Branch Type="Vendor" Name="SUSE">
<Branch Type="Product Name" Name="P"><FullProductName ProductID="P">SUSE Linux Enterprise Server 15 SP5</FullProductName></Branch>
<Branch Type="Product Version" Name="B"><FullProductName ProductID="B">bind-9.16-150500.8.1</FullProductName></Branch></Branch>
<Relationship ProductReference="B" RelationType="Default Component Of" RelatesToProductReference="P">
<FullProductName ProductID="P:B">bind as component of SLES</FullProductName></Relationship></ProductTree>
<Vulnerability><CVE>CVE-2023-1000</CVE><ProductStatuses><Status Type="Fixed"><ProductID>P:B</ProductID></Status></ProductStatuses>
<Threats><Threat Type="Impact"><Description>moderate</Description></Threat></Threats>
<CVSSScoreSets><ScoreSetV3><BaseScoreV3>5.6</BaseScoreV3><VectorV3>CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:N</VectorV3></ScoreSetV3>
</CVSSScoreSets></Vulnerability></cvrfdoc>"""


def test_cvrf_is_read_whatever_bytes_its_texts_have():
    (advisory,), log = parsed(
        FEED, {"cvrf-suse-su-2023-1-1.xml": CVRF.encode("latin-1"), "cvrf-broken.xml": b"<cvrfdoc>"}
    )

    assert (2, 1) == (log.records, log.rejects)
    assert [("sles:15.5", "bind", ("9.16-150500.8.1",), ("SUSE-SU-2023:1-1",), "2023-01-02")] == [
        (row.namespace, row.name, row.fix.versions, row.fix.advisories, row.fix.date) for row in advisory.affected
    ]
    assert (5.6, Severity.MEDIUM) == (advisory.ratings[0].score, advisory.ratings[0].severity)


CSAF = {
    "document": {"category": "csaf_vex", "tracking": {"id": "CVE-2023-1000"}, "title": "SUSE CVE-2023-1000"},
    "product_tree": {
        "branches": [
            {"product": {"product_id": "P", "name": "SUSE Linux Enterprise Server 15 SP5"}},
            {"product": {"product_id": "bind-9.16-1.x86_64", "name": "bind-9.16-1.x86_64"}},
            {"product": {"product_id": "bind", "name": "bind"}},
        ],
        "relationships": [
            {
                "product_reference": name,
                "relates_to_product_reference": "P",
                "full_product_name": {"product_id": f"P:{name}"},
            }
            for name in ("bind-9.16-1.x86_64", "bind")
        ],
    },
    "vulnerabilities": [
        {
            "cve": "CVE-2023-1000",
            "product_status": {"recommended": ["P:bind-9.16-1.x86_64"], "known_not_affected": ["P:bind"]},
        }
    ],
}


def test_csaf_of_suse_says_packages_without_purls():
    (advisory,), _ = parsed(FEED, {"cve-2023-1000.json": CSAF})

    assert [("sles:15.5", "bind", ("9.16-1",), False)] == [
        (row.namespace, row.name, row.fix.versions, row.is_negative) for row in advisory.affected
    ]


def test_fetching_prefers_the_file_with_open_issues():
    listing = b"""<a href="suse.linux.enterprise.server.15.xml.bz2">a</a> <a href="suse.linux.enterprise.server.15-affected.xml.bz2">b</a>
<a href="opensuse.leap.15.5.xml.bz2">c</a> <a href="suse.linux.enterprise.server.15-patch.xml.bz2">d</a> <a href="/etc">e</a>"""
    names = ["opensuse.leap.15.5.xml.bz2", "suse.linux.enterprise.server.15-affected.xml.bz2"]
    fetcher = FakeFetcher({OVAL: listing, **{f"{OVAL}{name}": b"xml" for name in names}})

    FEED.fetch(fetcher)

    assert names == fetcher.kept


def test_an_empty_listing_is_refused():
    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher({OVAL: b"<html>"}))
