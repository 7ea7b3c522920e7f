"""What of an image was not read or not searched wholly, in words."""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.reports.text.style import clean


def incomplete_words(report: ScanReport) -> Iterator[str]:
    """A line for each problem, and for each search that was asked for and not made wholly."""
    yield from (clean(str(problem)) for problem in report.problems)
    yield from search_words(report)


def search_words(report: ScanReport) -> Iterator[str]:
    """`malware: no answer from …`."""
    for search in report.inventory.content.searches:
        if search.problem:
            yield clean(f"{search.need.value}: {search.problem}")
