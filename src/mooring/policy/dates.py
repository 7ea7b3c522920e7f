"""Days between what a report says and now. Dates are foreign text: what is no date is None, and the caller says what that means."""

from datetime import UTC, date, datetime
from functools import lru_cache


def day_of(text: str) -> date | None:
    """The day of an ISO 8601 date or time; None where the text is neither."""
    return _day(text[:10])


def moment_of(text: str) -> datetime | None:
    """The moment of an ISO 8601 text, UTC where it names no zone; None where the text is no moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def days_since(day: date, now: datetime) -> int:
    """Whole days from that day to the day of `now` (UTC); negative where it is still to come."""
    return (now.astimezone(UTC).date() - day).days


@lru_cache(maxsize=16_384)
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
