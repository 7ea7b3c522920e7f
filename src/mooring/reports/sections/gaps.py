"""What of an image was not read or not searched wholly, in words."""

from collections.abc import Iterable, Iterator

from mooring.model.files import Problem
from mooring.model.report import ScanReport
from mooring.reports.text.style import clean


def incomplete_words(report: ScanReport) -> Iterator[str]:
    """A line for each reason why something was not read, and for each search that was asked for and not made wholly."""
    yield from reason_lines(report.problems)
    yield from search_words(report)


def reason_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """A line for each reason, with how many places it holds for."""
    for words, more in problem_words(problems):
        yield f"{words}, and so in {more:,} more {'place' if more == 1 else 'places'}" if more else words


def problem_words(problems: Iterable[Problem]) -> Iterator[tuple[str, int]]:
    """A line for each reason, with the first place that it holds for, and how many more there are.

    An engine that dies on every file would else hide all other problems with its thousands.
    """
    by_reason: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        by_reason.setdefault((problem.reason, problem.reader), []).append(problem)
    yield from ((clean(str(found[0])), len(found) - 1) for found in by_reason.values())


def search_words(report: ScanReport) -> Iterator[str]:
    """`malware: no answer from …`."""
    for search in report.inventory.content.searches:
        if search.problem:
            yield clean(f"{search.need.value}: {search.problem}")
