"""Names and dates of documents come from what they are about."""

import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.sbom.identity import created, document_uuid, image_purl, in_utc, repository
from reports.samples import EMPTY, REPORT

PLAIN = RenderOptions()


def dated(text):
    config = msgspec.structs.replace(REPORT.image.config, created=text)
    return msgspec.structs.replace(REPORT, image=msgspec.structs.replace(REPORT.image, config=config))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05.678901234Z", "2026-01-02T03:04:05Z"),
        ("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05Z"),
        ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2026-99-02T03:04:05Z", "1970-01-01T00:00:00Z"),
        ("", "1970-01-01T00:00:00Z"),
    ],
)
def test_a_document_bears_the_date_of_the_image(text, moment):
    assert created(dated(text), PLAIN) == moment


def test_the_caller_may_fix_another_date():
    assert created(REPORT, RenderOptions(created="2030-01-01T00:00:00Z")) == "2030-01-01T00:00:00Z"


def test_the_identifier_follows_the_content():
    first = document_uuid(REPORT, PLAIN, "x")

    assert first == document_uuid(REPORT, PLAIN, "x")
    assert first not in (document_uuid(EMPTY, PLAIN, "x"), document_uuid(REPORT, PLAIN, "y"))
    assert first != document_uuid(dated("2020-01-01T00:00:00Z"), PLAIN, "x")


def test_an_image_is_named_by_its_digest():
    assert image_purl(REPORT) == (
        f"pkg:oci/app@{REPORT.image.digest}?arch=amd64&repository_url=registry.example/team/app&tag=1.4"
    )
    assert image_purl(EMPTY) == ""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-11-01", "2024-11-01T00:00:00Z"),
        ("2024-11-01T10:00:00.5+02:00", "2024-11-01T08:00:00Z"),
        ("2024-13-45", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_moment_is_written_in_utc_or_not_at_all(text, moment):
    assert in_utc(text) == moment


def test_the_repository_has_neither_tag_nor_digest():
    assert repository(REPORT) == "registry.example/team/app"
    assert repository(EMPTY) == "."
