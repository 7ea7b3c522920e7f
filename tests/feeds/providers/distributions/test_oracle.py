from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.oracle import FEED, OVAL
from mooring.model.severity import Severity

HEAD = (
    '<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:red-def="x#linux"><definitions>'
)


def definition(criteria: str, name: str = "ELSA-2022-1000", platform: str = "Oracle Linux 8") -> str:
    return f"""<definition id="oval:com.oracle.elsa:def:20221000" class="patch"><metadata>
<title>\n{name}:  bind security update (MODERATE)\n</title><affected family="unix"><platform>{platform}</platform></affected>
<reference source="elsa" ref_id="{name}" ref_url="https://linux.oracle.com/errata/{name}.html"/>
<reference source="CVE" ref_id="CVE-2022-1000" ref_url="https://linux.oracle.com/cve/CVE-2022-1000.html"/>
<advisory><severity>MODERATE</severity><issued date="2022-05-31"/><cve>CVE-2022-1000</cve></advisory></metadata>
<criteria operator="AND"><criterion test_ref="o:tst:1" comment="{platform} is installed"/>{criteria}</criteria></definition>"""


def oval(criteria: str, packages: dict[str, tuple[str, str]]) -> str:
    tests = "".join(
        f'<red-def:rpminfo_test id="o:tst:{key}"><red-def:object object_ref="o:obj:{key}"/><red-def:state state_ref="o:ste:{key}"/>'
        "</red-def:rpminfo_test>"
        for key in packages
    )
    objects = "".join(
        f'<red-def:rpminfo_object id="o:obj:{key}"><red-def:name>{name}</red-def:name></red-def:rpminfo_object>'
        for key, (name, _) in packages.items()
    )
    states = "".join(
        f'<red-def:rpminfo_state id="o:ste:{key}"><red-def:evr datatype="evr_string" operation="less than">{version}</red-def:evr>'
        "</red-def:rpminfo_state>"
        for key, (_, version) in packages.items()
    )
    return (
        f"{HEAD}{definition(criteria)}</definitions><tests>{tests}</tests><objects>{objects}</objects>"
        f"<states>{states}</states></oval_definitions>"
    )


def test_an_erratum_says_cves_severity_and_date():
    document = oval(
        '<criteria operator="OR"><criterion test_ref="o:tst:2" comment="x"/></criteria>',
        {"2": ("bind", "32:9.11-1.el8")},
    )

    (advisory,), log = parsed(FEED, {"a.xml": document})

    assert ("ELSA-2022-1000", ("CVE-2022-1000",), "2022-05-31", 1) == (
        advisory.id,
        advisory.fixes,
        advisory.published,
        log.records,
    )
    assert Severity.MEDIUM is advisory.ratings[0].severity
    assert [("oracle:8", "bind", ("32:9.11-1.el8",), "")] == [
        (row.namespace, row.name, row.fix.versions, row.module) for row in advisory.affected
    ]


ARCHES = """<criteria operator="OR"><criteria operator="AND"><criterion test_ref="o:tst:9" comment="Oracle Linux arch is aarch64"/>
<criteria operator="OR"><criterion test_ref="o:tst:2" comment="a"/></criteria></criteria>
<criteria operator="AND"><criterion test_ref="o:tst:8" comment="Oracle Linux arch is x86_64"/>
<criteria operator="OR"><criterion test_ref="o:tst:3" comment="b"/></criteria></criteria></criteria>"""


def test_architectures_with_different_builds_are_different_rows():
    document = oval(ARCHES, {"2": ("bind", "32:9.11-1.0.4.el8"), "3": ("bind", "32:9.11-1.0.1.el8")})

    found = rows(parsed(FEED, {"a.xml": document})[0])

    assert {("aarch64",): "32:9.11-1.0.4.el8", ("x86_64",): "32:9.11-1.0.1.el8"} == {
        row.architectures: row.fix.versions[0] for row in found
    }


def test_architectures_with_the_same_build_are_one_row():
    document = oval(ARCHES, {"2": ("bind", "32:9.11-1.el8"), "3": ("bind", "32:9.11-1.el8")})

    (row,) = rows(parsed(FEED, {"a.xml": document})[0])

    assert () == row.architectures


def test_a_module_holds_for_all_of_its_packages():
    criteria = """<criterion test_ref="o:tst:7" comment="Module nodejs:16 is enabled"/><criteria operator="OR">
<criterion test_ref="o:tst:2" comment="a"/></criteria>"""

    (row,) = rows(parsed(FEED, {"a.xml": oval(criteria, {"2": ("npm", "1:8-1.module+el8.5.0+1+a")})})[0])

    assert "nodejs:16" == row.module


def test_ksplice_is_left_out_and_fips_is_a_channel():
    criteria = '<criteria operator="OR"><criterion test_ref="o:tst:2" comment="a"/><criterion test_ref="o:tst:3" comment="b"/></criteria>'
    document = oval(criteria, {"2": ("openssl", "2:1.1.1k-7.ksplice1.el8"), "3": ("openssl", "10:1.1.1k-7.el8_fips")})

    (row,) = rows(parsed(FEED, {"a.xml": document})[0])

    assert ("oracle:8+fips", ("10:1.1.1k-7.el8_fips",)) == (row.namespace, row.fix.versions)


def test_definitions_alone_are_read_from_their_words():
    words = '<criterion test_ref="o:tst:2" comment="bind is earlier than 32:9.11-1.el8"/>'

    (row,) = rows(parsed(FEED, {"a.xml": f"{HEAD}{definition(words)}</definitions></oval_definitions>"})[0])

    assert ("bind", ("32:9.11-1.el8",)) == (row.name, row.fix.versions)


def osv(*packages: tuple[str, str, str]) -> dict[str, object]:
    return {
        "id": "ELSA-2022-1000",
        "summary": "bind security update (MODERATE)",
        "related": ["CVE-2022-1000"],
        "published": "2022-05-31T00:00:00Z",
        "modified": "2022-05-31T00:00:00Z",
        "database_specific": {
            "severity": "MODERATE",
            "cvss": {"CVE-2022-1000": "CVSS:3.0/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N"},
        },
        "affected": [
            {
                "package": {"ecosystem": "Oracle Linux:8", "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
                "ecosystem_specific": {"arch": [arch]},
            }
            for name, fixed, arch in packages
        ],
    }


def test_osv_gives_the_same_rows():
    document = osv(
        ("bind", "32:9.11-1.el8", "x86_64"), ("bind", "32:9.11-1.el8", "aarch64"), ("x", "1-1.ksplice1.el8", "x86_64")
    )

    (advisory,), _ = parsed(FEED, {"a.json": document})

    assert [("oracle:8", "bind", ())] == [(row.namespace, row.name, row.architectures) for row in advisory.affected]
    assert "3.0" in [one.cvss_version for one in advisory.ratings]


def test_parallel_streams_of_one_erratum_stay_apart():
    document = osv(("istio", "0:1.9.8-3.el8", "x86_64"), ("istio", "0:1.10.4-3.el8", "x86_64"))

    (row,) = rows(parsed(FEED, {"a.json": document})[0])

    assert [("", "0:1.9.8-3.el8"), ("0:1.9.8^", "0:1.10.4-3.el8")] == [(one.low, one.high) for one in row.ranges]


def test_fetching_takes_one_file():
    fetcher = FakeFetcher({OVAL: b"xml"})

    FEED.fetch(fetcher)

    assert ["com.oracle.elsa-all.xml.bz2"] == fetcher.kept
