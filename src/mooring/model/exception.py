"""Exceptions: findings that somebody accepts, for a reason and for a time."""

import msgspec

from mooring.model.advisory import FixState
from mooring.model.severity import Severity


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What must stay true for an exception to hold. All that is given must hold; when one breaks, the finding counts again.

    What is not known does not hold: nothing stays accepted because a score is missing.
    """

    no_fix: bool = False
    """As long as there is no fix that everybody can have."""
    fix_state: FixState | None = None
    """As long as the state of the fix is this one."""
    not_exploited: bool = False
    """As long as no catalogue lists it as exploited."""
    severity_at_most: Severity | None = None
    epss_below: float | None = None
    risk_below: float | None = None
    version: str = ""
    """As long as the package's version satisfies this: `< 2.0`, `= 1.4.2`."""


class ExceptionRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exception. What is given must all fit; what is not given fits anything."""

    id: str
    """Given, or made of its place in the file."""
    vulnerabilities: tuple[str, ...] = ()
    """Identifiers, or aliases of them."""
    package: str = ""
    """Name, with `*` for any run of characters; a purl with or without version; or the source package's name."""
    source: str = ""
    """Name of the source package, with `*` for any run of characters."""
    type: str = ""
    """Purl type."""
    path: str = ""
    """Glob of a path that the package was found at."""
    image: str = ""
    """Glob of the image's name with tag, or a digest."""
    reason: str = ""
    justification: str = ""
    """VEX justification, for what is published as VEX."""
    owner: str = ""
    created: str = ""
    """ISO date."""
    expires: str = ""
    """ISO date: the last day on which it holds."""
    condition: Condition = Condition()
    origin: str = ""
    """The file it stands in."""
    format: str = ""
    """The other tool's format that it was written in; empty for our own."""
    problem: str = ""
    """Why it is never applied: it says something that an exception cannot express."""
