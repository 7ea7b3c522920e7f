"""What every format of verdicts promises: text whatever bundle and image say, the same bytes again, no verdict out of nothing."""

import pytest

from mooring.base.errors import UsageError
from mooring.base.families import collect
from mooring.reports.format import RenderOptions, ReportFormat
from reports.verdicts.worlds import JUDGED
from reports.worlds import MATCHED

FORMATS = {one.name: one for one in collect("mooring.reports.verdicts", ReportFormat)}
OPTIONS = RenderOptions(width=80, use_color=True)


@pytest.mark.parametrize("report", JUDGED)
@pytest.mark.parametrize("name", FORMATS)
def test_a_verdict_is_written_as_text_whatever_bundle_and_image_say(name, report):
    first, second = (b"".join(FORMATS[name].render(JUDGED[report], OPTIONS)) for _ in range(2))

    assert first.decode() == second.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_a_verdict_is_refused(name):
    with pytest.raises(UsageError, match="was not judged"):
        FORMATS[name].render(MATCHED, OPTIONS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_is(name):
    assert FORMATS[name].name == name and FORMATS[name].summary and "/" in FORMATS[name].media_type
