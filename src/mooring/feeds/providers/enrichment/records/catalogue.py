"""One entry of CISA's catalogue, as its JSON and its CSV have it."""

import re

from mooring.base.errors import ReadError
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, text
from mooring.model.advisory import KnownExploited

_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def cve_id(text: str) -> str:
    """The identifier in upper case; empty where the text is none."""
    upper = text.strip().upper()
    return upper if _CVE.fullmatch(upper) else ""


def exploited_of(entry: JsonObject) -> KnownExploited:
    """The entry; a column that is missing is empty. Raises ReadError where it names no CVE."""
    named = text(entry, "cveID") or text(entry, "CVE") or text(entry, "cve")
    cve = cve_id(named)
    if not cve:
        raise ReadError(f"{named[:80]!r} is no CVE")
    vendor, product = (
        text(entry, "vendorProject") or text(entry, "Vendor"),
        text(entry, "product") or text(entry, "Product"),
    )
    due = text(entry, "dueDate")
    return KnownExploited(
        cve=cve,
        added=clamped(text(entry, "dateAdded")),
        # A due date lies ahead as a rule.
        due=due if _DATE.fullmatch(due) else "",
        used_by_ransomware=text(entry, "knownRansomwareCampaignUse").lower() == "known",
        product=product if product.lower().startswith(vendor.lower()) else f"{vendor} {product}".strip(),
        required_action=text(entry, "requiredAction"),
    )
