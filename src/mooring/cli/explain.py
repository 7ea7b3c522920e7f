"""An error to a message, a hint and an exit code: the one table."""

from mooring.base.errors import MooringError, UsageError
from mooring.cli.exits import INCOMPLETE, USAGE
from mooring.reports.text.style import clean


def exit_code_of(error: MooringError) -> int:
    """2 where the request made no sense, else 3."""
    return USAGE if isinstance(error, UsageError) else INCOMPLETE


def lines_of(error: MooringError) -> list[str]:
    """What is printed to standard error; nothing in it moves the cursor, whatever an image or a feed says."""
    lines = [clean(f"error: {error}")]
    if error.hint:
        lines.append(clean(f"hint:  {error.hint}"))
    return lines
