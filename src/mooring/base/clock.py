"""The only place that asks the time."""

import os
import time
from datetime import UTC, datetime

_LAST_SECOND = 253_402_300_800
"""The year 10000, which no format of time has room for."""


def now() -> datetime:
    """The present moment in UTC, or the one that SOURCE_DATE_EPOCH fixes (reproducible-builds.org specification)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = fixed.isascii() and fixed.isdigit() and len(fixed) <= 12 and int(fixed) < _LAST_SECOND
    return datetime.fromtimestamp(int(fixed) if is_moment else time.time(), UTC)


def monotonic_seconds() -> float:
    """Seconds since an arbitrary start, for measuring how long something took."""
    return time.monotonic()
