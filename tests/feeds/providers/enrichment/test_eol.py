"""Ends of life, from the interface and from the files it is made from."""

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.enrichment.eol import FEED, PRODUCTS
from mooring.model.advisory import ReleaseLife

DEBIAN = ReleaseLife(
    product="debian",
    release="12",
    end_of_life="2026-07-11",
    end_of_extended_support="2028-06-30",
    released="2023-06-10",
    codename="Bookworm",
    latest="12.15",
    identifiers=("cpe:/o:debian:debian_linux", "pkg:docker/library/debian"),
)
API = {
    "name": "debian",
    "identifiers": [
        {"type": "cpe", "id": "cpe:/o:debian:debian_linux"},
        {"type": "purl", "id": "pkg:docker/library/debian"},
    ],
    "releases": [
        {
            "name": "12",
            "codename": "Bookworm",
            "releaseDate": "2023-06-10",
            "isEol": True,
            "eolFrom": "2026-07-11",
            "eoesFrom": "2028-06-30",
            "latest": {"name": "12.15"},
        }
    ],
}
PAGE = """---
title: Debian
permalink: /debian
identifiers:
  - cpe: cpe:/o:debian:debian_linux
  - purl: pkg:docker/library/debian
releases:
  - releaseCycle: "12"
    codename: "Bookworm"
    releaseDate: 2023-06-10
    eol: 2026-07-11 # a remark
    eoes: 2028-06-30
    latest: "12.15"
---

> text: - that is no head
"""


def release(**fields: object) -> list[ReleaseLife]:
    """What a product with one release of these fields gives."""
    items, _ = parsed(FEED, {"products.json": {"result": [{"name": "x", "releases": [{"name": "1", **fields}]}]}})
    return [item for item in items if isinstance(item, ReleaseLife)]


def test_a_release_of_the_interface_keeps_its_dates():
    items, log = parsed(FEED, {"products.json": {"result": [API]}})

    assert ([DEBIAN], 1, 0) == (items, log.records, log.rejects)


def test_a_page_says_the_same():
    items, log = parsed(FEED, {"products/debian.md": PAGE})

    assert ([DEBIAN], 1, 0) == (items, log.records, log.rejects)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("alpine-linux", "alpine"),
        ("amazon-linux", "amazon"),
        ("oracle-linux", "oracle"),
        ("rocky-linux", "rocky"),
        ("opensuse", "opensuse-leap"),
        ("vmware-photon", "photon"),
        ("ubuntu", "ubuntu"),
        ("sles", "sles"),
        ("nodejs", "nodejs"),
    ],
)
def test_distributions_are_called_as_their_namespaces_are(theirs: str, ours: str):
    items, _ = parsed(FEED, {"products.json": {"result": [{"name": theirs, "releases": [{"name": "3.19"}]}]}})

    assert [(ours, "3.19")] == [(item.product, item.release) for item in items]


def test_the_last_amazon_linux_of_its_kind_is_release_1_to_advisories():
    product = {"name": "amazon-linux", "releases": [{"name": "2018.03", "eolFrom": "2023-12-31"}, {"name": "2017.09"}]}

    items, _ = parsed(FEED, {"products.json": {"result": [product]}})

    assert ["2018.03", "1", "2017.09"] == [item.release for item in items]
    assert "2023-12-31" == items[1].end_of_life


def test_an_end_without_a_date_is_marked_and_one_with_a_date_is_not():
    assert [True, False, False] == [
        release(**fields)[0].is_ended
        for fields in ({"isEol": True, "eolFrom": None}, {"isEol": True, "eolFrom": "2020-01-01"}, {"isEol": False})
    ]


@pytest.mark.parametrize(
    ("written", "end", "is_ended"), [("true", "", True), ("false", "", False), ("2020-02-03", "2020-02-03", False)]
)
def test_pages_write_yes_and_no_in_place_of_dates(written: str, end: str, is_ended: bool):
    page = f"---\nreleases:\n- releaseCycle: 1.10\n  eol: {written}\n  eoas: true\n---\n"

    items, _ = parsed(FEED, {"products/tool.md": page})

    assert [ReleaseLife(product="tool", release="1.10", end_of_life=end, is_ended=is_ended)] == items


@pytest.mark.parametrize("value", [7, [], {}, "soon", True])
def test_an_odd_field_does_not_hide_the_release(value: object):
    (life,) = release(eolFrom=value, codename=value, latest=value, releaseDate=value)

    assert ("x", "1", "") == (life.product, life.release, life.end_of_life)


def test_lists_of_releases_by_product_are_read():
    items, _ = parsed(
        FEED,
        {"eoldates.json": {"photon": [{"name": "5.0"}], "alpine-linux": [{"name": "3.22", "eolFrom": "2027-05-01"}]}},
    )

    assert [("photon", "5.0", ""), ("alpine", "3.22", "2027-05-01")] == [
        (i.product, i.release, i.end_of_life) for i in items
    ]


@pytest.mark.parametrize("product", ["text", {}, {"name": "x"}, {"name": "x", "releases": {}}, {"releases": []}])
def test_an_odd_product_is_rejected_and_hides_no_other(product: object):
    items, log = parsed(FEED, {"products.json": {"result": [product, API]}})

    assert ([DEBIAN], 1) == (items, log.rejects)


@pytest.mark.parametrize(
    "page", ["", "title: x", "---\ntitle: x", "---\n- 1\n---\n", "---\ntitle: x\n---\n", "---\na: &a [*a]\n---\n"]
)
def test_a_page_without_a_head_is_rejected(page: str):
    items, log = parsed(FEED, {"products/x.md": page})

    assert ([], 1, 1) == (items, log.records, log.rejects)


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"result": 7}', '{"message": "no"}'])
def test_an_answer_that_is_none_is_refused(content: str):
    with pytest.raises(FeedMalformed, match=r"products\.json"):
        parsed(FEED, {"products.json": content})


def test_one_file_is_fetched():
    web = Web({PRODUCTS: b"{}"})

    FEED.fetch(web)

    assert ["products.json"] == web.kept
