"""Dates with times, as RFC 3339 writes them."""

import re
from datetime import datetime

_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def moment_of(text: str) -> datetime | None:
    """The moment of an RFC 3339 date-time; None where the text is none: a date alone, or a time without a zone."""
    found = _DATE_TIME.fullmatch(text.strip())
    if found is None:
        return None
    day, hours, seconds, fraction, zone = found.groups(default="")
    seconds = "59" if seconds == "60" else seconds  # RFC 3339 knows leap seconds, datetime does not.
    try:
        return datetime.fromisoformat(
            f"{day}T{hours}:{seconds}.{fraction[:6].ljust(6, '0')}{zone.upper().replace('Z', '+00:00')}"
        )
    except ValueError:
        return None
