import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.azurelinux import BASE, FEED, FILES
from mooring.model.advisory import FixState, NameKind, VersionRange


def oval(*states: tuple[str, str], patchable: str = "true") -> str:
    criteria = "".join(f'<criterion comment="x" test_ref="t:{at}"/>' for at, _ in enumerate(states))
    tests = "".join(
        f'<linux-def:rpminfo_test id="t:{at}"><linux-def:object object_ref="o:1"/><linux-def:state state_ref="s:{at}"/>'
        "</linux-def:rpminfo_test>"
        for at, _ in enumerate(states)
    )
    versions = "".join(
        f'<linux-def:rpminfo_state id="s:{at}"><linux-def:evr operation="{operation}">{version}</linux-def:evr></linux-def:rpminfo_state>'
        for at, (operation, version) in enumerate(states)
    )
    return f"""<oval_definitions xmlns:linux-def="x"><definitions>
<definition class="vulnerability" id="oval:com.microsoft.azurelinux:def:56898">
<metadata><title>CVE-2025-1000 affecting package openssh</title><affected family="unix"><platform>Azure Linux</platform></affected>
<reference ref_id="CVE-2025-1000" ref_url="https://nvd.example/CVE-2025-1000" source="CVE"/><patchable>{patchable}</patchable>
<advisory_date>2025-02-18T00:00:00Z</advisory_date><severity>High</severity></metadata><criteria operator="AND">{criteria}</criteria>
</definition></definitions><tests>{tests}</tests><objects><linux-def:rpminfo_object id="o:1"><linux-def:name>openssh</linux-def:name>
</linux-def:rpminfo_object></objects><states>{versions}</states></oval_definitions>"""


@pytest.mark.parametrize(
    ("name", "namespace"),
    [
        ("azurelinux-3.0-oval.xml", "azurelinux:3.0"),
        ("cbl-mariner-2.0-oval.xml", "mariner:2.0"),
        ("x/azure-linux-truncated-3.0-oval.xml", "azurelinux:3.0"),
        ("cbl-mariner-2.0-preview-oval.xml", "mariner:2.0"),
    ],
)
def test_the_name_of_the_file_is_the_release(name: str, namespace: str):
    (row,) = rows(parsed(FEED, {name: oval(("less than", "0:9.8p1-3.azl3"))})[0])

    assert (namespace, "openssh", NameKind.ANY, FixState.FIXED) == (
        row.namespace,
        row.name,
        row.name_kind,
        row.fix.state,
    )


def test_less_than_or_equal_is_not_fixed():
    (row,) = rows(parsed(FEED, {FILES[1]: oval(("less than or equal", "0:0.9.0.cm2"))})[0])

    assert (FixState.NOT_FIXED, (VersionRange(high="0:0.9.0.cm2", is_high_included=True),)) == (
        row.fix.state,
        row.ranges,
    )


def test_two_bounds_are_one_interval():
    (row,) = rows(
        parsed(FEED, {FILES[0]: oval(("less than", "0:1.20.7-1.azl3"), ("greater than", "0:1.19.0-1.azl3"))})[0]
    )

    assert (VersionRange(low="0:1.19.0-1.azl3", is_low_included=False, high="0:1.20.7-1.azl3"),) == row.ranges


def test_the_cve_is_an_alias_of_the_definition():
    (advisory,), _ = parsed(FEED, {FILES[0]: oval(("less than", "0:1-1"))})

    assert ("AZL-56898", ("CVE-2025-1000",), "2025-02-18T00:00:00Z") == (
        advisory.id,
        advisory.aliases,
        advisory.published,
    )


def test_what_is_not_applicable_is_left_out():
    advisories, log = parsed(FEED, {FILES[0]: oval(("less than", "0:1-1"), patchable="Not Applicable")})

    assert ([], {"not applicable": 1}, 1) == (advisories, log.skipped, log.records)


def test_a_release_that_vanishes_does_not_matter():
    fetcher = FakeFetcher({f"{BASE}/{FILES[0]}": b"xml"})

    FEED.fetch(fetcher)

    assert [FILES[0]] == sorted(fetcher.files)
