"""Documents that are plainly something else than a bundle: whoever mixed two files up should not read about forty missing keys."""

from collections.abc import Mapping
from difflib import get_close_matches

_NEEDED = ("policies", "rule_sets", "mappings")
_MAX_KEYS = 1_000
_MAX_KEY_CHARS = 100
_KNOWN = (
    (("schema_version", "inventory"), "a report of Mooring"),
    (("schema_version", "verdict"), "a verdict of Mooring"),
    (("bomFormat",), "an SBOM (CycloneDX)"),
    (("spdxVersion",), "an SBOM (SPDX)"),
    (("artifacts", "descriptor"), "a document of Syft or Grype"),
    (("cases",), "a file of cases for `mooring policy test`"),
)
"""Keys that tell what a document is, and what that is called."""


def something_else(document: Mapping[str, object]) -> str:
    """What the document is, as the end of a sentence; empty where it may be a bundle, if one with mistakes."""
    if any(key in document for key in _NEEDED):
        return ""
    for keys, what in _KNOWN:
        if all(key in document for key in keys):
            return f"is {what}, no policy bundle"
    if any(get_close_matches(key[:_MAX_KEY_CHARS], _NEEDED, n=1) for key in list(document)[:_MAX_KEYS]):
        return ""
    return "has neither 'policies' nor 'mappings', so it is no policy bundle"
