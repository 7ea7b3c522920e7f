"""What was not matched is never written as if nothing had been found."""

import pytest

from mooring.base.errors import UsageError
from mooring.reports.findings.required import findings_of
from reports.samples import REPORT
from reports.worlds import FINDINGS, MATCHED


def test_findings_are_given_where_there_are_some():
    assert findings_of(MATCHED, "sarif") is FINDINGS


def test_without_findings_the_format_is_refused():
    with pytest.raises(UsageError, match="the format 'sarif' shows findings alone, and the inventory was not matched"):
        findings_of(REPORT, "sarif")
