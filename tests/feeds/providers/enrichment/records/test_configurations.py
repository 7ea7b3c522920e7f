"""NVD's trees of products as rows."""

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.providers.enrichment.records import configurations
from mooring.feeds.providers.enrichment.records.configurations import GUESSED_FIX, Configurations, read_configurations
from mooring.model.advisory import Affected, Fix, FixState, VersionRange

WINDOWS = "cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*"
TOOL = "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*"


def match(criteria: str = TOOL, *, vulnerable: bool = True, **bounds: str) -> dict[str, object]:
    """One cpeMatch."""
    return {"criteria": criteria, "vulnerable": vulnerable, **bounds}


def node(*matches: dict[str, object], operator: str = "OR", **fields: object) -> dict[str, object]:
    """One node."""
    return {"operator": operator, "cpeMatch": list(matches), **fields}


def read(*nodes: dict[str, object], operator: str = "") -> Configurations:
    """What one configuration of these nodes comes to."""
    return read_configurations([{"operator": operator, "nodes": list(nodes)}])


def row(*nodes: dict[str, object], operator: str = "") -> Affected:
    """The one row of one configuration."""
    (found,) = read(*nodes, operator=operator).rows
    return found


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"versionStartIncluding": "1", "versionEndExcluding": "2"}, VersionRange(low="1", high="2")),
        (
            {"versionStartExcluding": "1", "versionEndIncluding": "2"},
            VersionRange(low="1", is_low_included=False, high="2", is_high_included=True),
        ),
        ({"versionEndIncluding": "2"}, VersionRange(high="2", is_high_included=True)),
        ({"versionStartIncluding": "1"}, VersionRange(low="1")),
    ],
)
def test_bounds_become_a_range(bounds: dict[str, str], expected: VersionRange):
    assert (expected,) == row(node(match(**bounds))).ranges


def test_a_row_is_named_by_vendor_and_product_and_its_cpe_is_of_any_version():
    found = row(node(match(r"cpe:2.3:a:Acme:c\+\+_tool:1.0:rc1:*:*:*:python:*:*")))

    assert ("cpe", "acme:c++_tool", ("1.0 rc1",)) == (found.namespace, found.name, found.versions)
    assert r"cpe:2.3:a:Acme:c\+\+_tool:*:*:*:*:*:python:*:*" == found.cpe


def test_versions_of_one_product_are_one_row():
    found = row(
        node(
            match("cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*"),
            match("cpe:2.3:a:acme:tool:1.1:*:*:*:*:*:*:*"),
            match(versionEndExcluding="0.9"),
        )
    )

    assert (("1.0", "1.1"), (VersionRange(high="0.9"),)) == (found.versions, found.ranges)


def test_the_excluded_end_is_a_guess_of_the_fix_and_says_so():
    assert Fix(state=FixState.FIXED, versions=("2",), note=GUESSED_FIX) == row(node(match(versionEndExcluding="2"))).fix


def test_without_an_excluded_end_nothing_is_known_of_a_fix():
    assert Fix() == row(node(match(versionEndIncluding="2"))).fix


def test_a_fix_that_was_looked_up_brings_its_date():
    found = row(
        node(
            {**match(versionEndExcluding="2"), "fix": {"version": "2", "date": "2026-03-21", "kind": "first-observed"}}
        )
    )

    assert (("2",), "2026-03-21") == (found.fix.versions, found.fix.date)


def test_what_is_not_vulnerable_beside_an_and_is_the_platform():
    found = row(node(match()), node(match(WINDOWS, vulnerable=False)), operator="AND")

    assert ("acme:tool", (WINDOWS,)) == (found.name, found.platforms)


def test_the_and_may_stand_in_the_node():
    assert (WINDOWS,) == row(node(match(), match(WINDOWS, vulnerable=False), operator="AND")).platforms


def test_of_several_platforms_the_system_says_most():
    device = "cpe:2.3:h:acme:box:-:*:*:*:*:*:*:*"

    found = row(
        node(match(device, vulnerable=False)), node(match(WINDOWS, vulnerable=False)), node(match()), operator="AND"
    )

    assert (WINDOWS,) == found.platforms


def test_vulnerable_products_of_one_and_are_rows_each():
    library = "cpe:2.3:a:acme:library:*:*:*:*:*:*:*:*"

    found = read(node(match()), node(match(library)), node(match(WINDOWS, vulnerable=False)), operator="AND")

    assert [("acme:tool", (WINDOWS,)), ("acme:library", (WINDOWS,))] == [
        (each.name, each.platforms) for each in found.rows
    ]


def test_nodes_without_an_and_do_not_bind_each_other():
    assert () == row(node(match()), node(match(WINDOWS, vulnerable=False))).platforms


def test_other_versions_of_the_product_that_are_not_vulnerable_are_a_negative_row():
    found = read(node(match(versionEndExcluding="2"), match("cpe:2.3:a:acme:tool:1.5:*:*:*:*:*:*:*", vulnerable=False)))

    assert [((), False), (("1.5",), True)] == [(each.versions, each.is_negative) for each in found.rows]
    assert () == found.rows[1].fix.versions


def test_a_product_of_every_version_is_not_narrowed_by_others():
    found = row(node(match(), match(versionEndExcluding="2"), match("cpe:2.3:a:acme:tool:3:*:*:*:*:*:*:*")))

    assert ((), ()) == (found.ranges, found.versions)


def test_devices_are_left_out_and_counted():
    found = read(node(match("cpe:2.3:h:acme:box:-:*:*:*:*:*:*:*"), match()))

    assert (["acme:tool"], 1) == ([each.name for each in found.rows], found.hardware)


@pytest.mark.parametrize(
    "criteria",
    ["cpe:2.3:a:null:null:*:*:*:*:*:*:*:*", "cpe:2.3:a:*:tool:*:*:*:*:*:*:*:*", "cpe:2.3:a:acme:*:*:*:*:*:*:*:*:*"],
)
def test_what_names_no_product_is_no_row(criteria: str):
    assert () == read(node(match(criteria))).rows


def test_a_criterion_that_cannot_be_read_hides_no_other():
    found = read(node(match("nonsense"), match("cpe:2.3:a:a:b:c:d:e:f:g:h:i:j:k:l"), match()))

    assert (1, 2) == (len(found.rows), len(found.odd))


def test_a_negated_node_names_nothing():
    assert () == read(node(match(), negate=True)).rows


@pytest.mark.parametrize(
    "odd", [None, 7, "text", [], [[]], {"nodes": 7}, [{"nodes": [{"cpeMatch": [{"criteria": 7}]}]}]]
)
def test_odd_shapes_give_no_rows(odd: object):
    assert () == read_configurations(odd).rows


def test_matches_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(configurations, "MAX_MATCHES", 3)

    with pytest.raises(ReadError, match="more than 3"):
        read(node(*[match()] * 4))
