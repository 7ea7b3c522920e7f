"""One CVE of NVD."""

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.providers.enrichment.records.nvd_cve import read_nvd_cve
from mooring.model.advisory import Advisory
from mooring.model.severity import Severity

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V40 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:L/SC:N/SI:N/SA:N"
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"


def metric(vector: str, source: str = "nvd@nist.gov", kind: str = "Primary", **stated: object) -> dict[str, object]:
    """One entry of `metrics`."""
    return {"source": source, "type": kind, "cvssData": {"vectorString": vector, **stated}}


def read(**fields: object) -> Advisory:
    """The advisory of a record with these fields."""
    return read_nvd_cve({"id": "CVE-2024-1234", **fields}, "nvd", FeedLog())


def test_text_dates_and_references_are_kept():
    found = read(
        descriptions=[{"lang": "es", "value": "uno"}, {"lang": "en", "value": "one"}],
        published="2024-01-02T03:04:05.678",
        lastModified="2024-02-03T00:00:00.000",
        references=[{"url": "https://a.example/"}, {"url": "https://a.example/"}, {"tags": []}],
    )

    assert ("one", "2024-01-02T03:04:05.678", "2024-02-03T00:00:00.000") == (
        found.description,
        found.published,
        found.modified,
    )
    assert (("https://a.example/",), "https://nvd.nist.gov/vuln/detail/CVE-2024-1234") == (found.references, found.url)


def test_primary_ratings_come_first_and_then_newer_versions():
    metrics = {
        "cvssMetricV2": [metric(V2)],
        "cvssMetricV31": [metric(V31, "cna@acme.example", "Secondary"), metric(V31)],
        "cvssMetricV40": [metric(V40, "cna@acme.example", "Secondary")],
    }

    found = read(metrics=metrics).ratings

    expected = [
        ("nvd", "3.1", 9.8),
        ("nvd", "2.0", 7.5),
        ("cna@acme.example", "4.0", 6.9),
        ("cna@acme.example", "3.1", 9.8),
    ]
    assert expected == [(rating.source, rating.cvss_version, rating.score) for rating in found]


def test_cisa_is_known_by_its_number():
    (rating,) = read(
        metrics={"cvssMetricV31": [metric(V31, "134c704f-9b21-4f2e-91b3-4a467353bcc0", "Secondary")]}
    ).ratings

    assert "cisa" == rating.source


def test_a_vector_that_cannot_be_read_leaves_the_stated_score():
    (rating,) = read(
        metrics={"cvssMetricV31": [metric("CVSS:3.1/AV:N", version="3.1", baseScore=5.0, baseSeverity="MEDIUM")]}
    ).ratings

    assert (Severity.MEDIUM, 5.0, "CVSS:3.1/AV:N") == (rating.severity, rating.score, rating.vector)


@pytest.mark.parametrize(
    "metrics", [None, [], {"cvssMetricV31": 7}, {"cvssMetricV31": [7]}, {"cvssMetricV31": [{"cvssData": []}]}]
)
def test_odd_metrics_give_no_rating(metrics: object):
    assert () == read(metrics=metrics).ratings


def test_weaknesses_are_told_once_primary_first():
    weaknesses = [
        {"type": "Secondary", "description": [{"value": "CWE-79"}, {"value": "NVD-CWE-Other"}]},
        {"type": "Primary", "description": [{"value": "CWE-20"}, {"value": "CWE-79"}]},
    ]

    assert ("CWE-20", "CWE-79") == read(weaknesses=weaknesses).cwes


def test_rejected_and_disputed_records_are_marked():
    assert read(vulnStatus="Rejected").is_rejected
    assert read(cveTags=[{"sourceIdentifier": "x", "tags": ["disputed"]}]).is_disputed
    assert read(descriptions=[{"lang": "en", "value": "** DISPUTED ** It is none."}]).is_disputed
    assert not read(vulnStatus="Analyzed", cveTags=[{"tags": ["unsupported-when-assigned"]}]).is_disputed


def test_a_broken_product_is_told_and_the_cve_stays():
    log = FeedLog()
    record = {
        "id": "CVE-2024-1",
        "configurations": [{"nodes": [{"cpeMatch": [{"criteria": "cpe:2.3:a:a:b:c:d:e:f:g:h:i:j:k:l"}]}]}],
    }

    found = read_nvd_cve({**record, "id": "CVE-2024-1234"}, "nvd", log)

    assert ((), 1) == (found.affected, log.rejects)


@pytest.mark.parametrize("identifier", [None, "", "GHSA-1", "CVE-2024", 7])
def test_a_record_without_a_cve_is_none(identifier: object):
    with pytest.raises(ReadError, match="is no CVE"):
        read(id=identifier)
