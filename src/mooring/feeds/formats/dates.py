"""Dates of feeds, made safe to compare."""

import re

from mooring.base.clock import now

_ISO = re.compile(r"(\d{4})-\d\d-\d\d(?:[T ][\d:.,]{1,18}(?:Z|[+-]\d\d:?\d\d)?)?")


def clamped(text: str | None) -> str:
    """An ISO 8601 date or moment as it is; one that lies in the future is today, one before 1980 or of another form is empty.

    Go's repository has years of 1, PyPA's advisories of next year; neither may pass for the newest.
    """
    found = _ISO.fullmatch((text or "").strip())
    if found is None or found[1] < "1980":
        return ""
    today = now().strftime("%Y-%m-%d")
    return found[0] if found[0][:10] <= today else today
