"""The only place that asks the time."""

import os
import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, or the one that SOURCE_DATE_EPOCH fixes (reproducible-builds.org specification)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed) if fixed.isdigit() else time.time(), UTC)


def monotonic_seconds() -> float:
    """Seconds since an arbitrary start, for measuring how long something took."""
    return time.monotonic()
