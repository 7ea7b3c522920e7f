"""The page about the checks is made from the checks."""

from pathlib import Path

from mooring.content.dockerfile.checks.all import CHECKS
from mooring.content.dockerfile.table import page

PUBLISHED = Path(__file__).parents[3] / "docs" / "dockerfile-checks.md"


def test_the_published_page_is_the_one_of_these_checks():
    """To write it again: `python -c "from mooring.content.dockerfile.table import page; print(page(), end='')"`."""
    assert page() == PUBLISHED.read_text()


def test_every_row_has_as_many_cells_as_the_head():
    rows = [line.replace("\\|", "") for line in page().splitlines() if line.startswith("|")]

    assert len(rows) == len(CHECKS) + 2
    assert {row.count("|") for row in rows} == {9}
