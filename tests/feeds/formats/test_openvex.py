"""OpenVEX documents of publishers."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.formats.openvex import VexStatement, parse_purl, purls_of, read_openvex

PURLS = [
    ("pkg:deb/ubuntu/curl@7.1-2?arch=source&distro=jammy", ("deb", "ubuntu", "curl", "7.1-2", "jammy")),
    ("pkg:deb/ubuntu/zabbix@1:2.2.2%2Bdfsg-1?distro=esm-infra/xenial", ("deb", "ubuntu", "zabbix", "1:2.2.2+dfsg-1", "esm-infra/xenial")),
    ("pkg:deb/ubuntu/g%2B%2B@4+b1#x", ("deb", "ubuntu", "g++", "4+b1#x", "")),
    ("pkg:pypi/joblib@1.0.0%2Bcgr.1", ("pypi", "", "joblib", "1.0.0+cgr.1", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PURLS)
def test_a_purl_has_parts(text, expected):
    purl = parse_purl(text)

    assert purl is not None
    assert expected == (purl.type, purl.namespace, purl.name, purl.version, purl.qualifiers.get("distro", ""))


@pytest.mark.parametrize("text", ["", "curl", "pkg:deb", "pkg:", "pkg:deb/" + "a" * 5000])
def test_what_is_no_purl_has_none(text):
    assert parse_purl(text) is None


def test_a_product_is_named_by_its_id_or_its_identifiers():
    document = {
        "statements": [
            {
                "vulnerability": {"name": "CVE-1"},
                "status": "fixed",
                "products": [{"@id": "pkg:a/b"}, {"@id": "x", "identifiers": {"purl": "pkg:c/d"}}, {"@id": "y"}],
            }
        ]
    }

    (statement,) = read_openvex(json.dumps(document).encode())

    assert isinstance(statement, VexStatement)
    assert ["pkg:a/b", "pkg:c/d"] == list(purls_of(statement))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"statements": 7}', b"\xff", b"[" * 100_000])
def test_what_is_no_openvex_is_refused(content):
    with pytest.raises(ReadError, match="is no OpenVEX"):
        list(read_openvex(content))


def test_a_damaged_statement_hides_no_other():
    content = b'{"statements": [7, {"vulnerability": {"name": "CVE-1"}}, {"vulnerability": {}}]}'

    assert [ReadError, VexStatement, ReadError] == [type(one) for one in read_openvex(content)]
