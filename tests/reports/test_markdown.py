"""Markdown whose tables survive what images say."""

from mooring.reports.format import RenderOptions
from mooring.reports.markdown import FORMAT
from reports.samples import HOSTILE, REPORT


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


def test_the_report_is_headings_and_tables():
    text = rendered(REPORT)

    assert text.startswith("# registry.example/team/app:1.4\n")
    assert "| libssl3 | 3.0.11-1\\~deb12u2 | Apache-2.0, see copyright | 0 | /var/lib/dpkg/status |" in text


def test_markup_of_an_image_is_text():
    text = rendered(HOSTILE)

    assert "</script>" not in text
    assert all(line.count("|") - line.count("\\|") in (0, 3, 6) for line in text.splitlines())
