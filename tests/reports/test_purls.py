"""Package URLs, one a line."""

from mooring.reports.format import RenderOptions
from mooring.reports.purls import FORMAT
from reports.samples import PACKAGES, REPORT


def test_each_package_url_stands_on_a_line_once():
    lines = b"".join(FORMAT.render(REPORT, RenderOptions())).decode().splitlines()

    assert lines == sorted(package.purl for package in PACKAGES)
