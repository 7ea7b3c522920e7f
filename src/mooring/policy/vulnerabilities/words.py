"""Parameters that several triggers about vulnerabilities have, described once."""

from mooring.model.severity import SEVERITIES
from mooring.policy.comparing import COMPARISON
from mooring.policy.parameter import BOOLEAN, FLOAT, REGEX, Parameter, one_of
from mooring.policy.vulnerabilities.rows import ANY, NON_OS, OS

PACKAGE_CLASSES = one_of(ANY, OS, NON_OS)
ORIGINS = one_of("any", "base", "introduced")

PACKAGE_TYPE = Parameter(
    kind=PACKAGE_CLASSES,
    help="Packages of the distribution (os), all others (non-os), or both (all).",
    example="all",
)
SEVERITY_COMPARISON = Parameter(
    kind=COMPARISON,
    help="How the severity of a vulnerability must compare with `severity`.",
    example=">=",
)
SEVERITY = Parameter(
    kind=one_of(*(severity.value for severity in SEVERITIES)),
    help="Severity to compare with; they are ordered from unknown to critical.",
    example="high",
)
FIX_AVAILABLE = Parameter(
    kind=BOOLEAN,
    help="true: only what a newer version fixes; false: only what none fixes. Left out, both fire.",
    example="true",
)
VENDOR_ONLY = Parameter(
    kind=BOOLEAN,
    help="Pass over what the distribution says it will not fix.",
    example="true",
)
PATH_EXCLUDE = Parameter(
    kind=REGEX,
    help="Pass over packages whose location begins with this; those of the distribution have none.",
    example="/usr/share/doc/.*",
    is_regex=True,
)
ORIGIN = Parameter(
    kind=ORIGINS,
    help="Whether the package comes from the base image (base) or from what was built on it (introduced). Where the base image is not "
    "known the rule cannot be evaluated, which is a finding.",
    example="introduced",
)


def score_comparison(what: str) -> Parameter:
    """How a CVSS v3 score of this name compares."""
    return Parameter(kind=COMPARISON, help=f"How the {what} must compare with the value given for it.", example=">=")


def score(what: str) -> Parameter:
    """A CVSS v3 score of this name."""
    return Parameter(
        kind=FLOAT,
        help=f"Value to compare the {what} with. A score that nobody gives counts as -1. Left out, it is not looked at.",
        example="7.0",
    )
