"""Gate `metadata`: size, layers, platform and distribution of the image.

Deviations from Anchore Engine: `not_in` is right (anchore/anchore-engine#127), a version of a distribution is compared by its parts
(`10` is more than `9.4`), `like_distro` is true where one of the parents is the one asked for, and a comparison without a value, or one
with a value that the attribute does not have, fails and does not pass. Sizes are those of the layers as they are stored; units are powers
of 1024. In messages `None` stands for what is missing.
"""

from collections.abc import Iterator
from typing import Annotated

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.image.attributes import (
    ATTRIBUTES,
    CHECKS,
    WITHOUT_VALUE,
    attribute_of,
    does_hold,
    require_comparable,
)
from mooring.policy.parameter import STRING, Parameter, one_of


class AttributeCheck(Trigger, frozen=True, kw_only=True):
    """Fires where the check of an attribute holds."""

    NAME = "attribute"
    DESCRIPTION = "Fires if the attribute of the image compares with the value as the check says."

    attribute: Annotated[
        str, Parameter(kind=one_of(*ATTRIBUTES), help="Which attribute of the image is compared.", example="size")
    ]
    check_: Annotated[
        str,
        Parameter(
            kind=one_of(*CHECKS),
            name="check",
            help="How it is compared: like takes an expression that matches at the start, in takes values joined by commas.",
            example=">",
        ),
    ]
    value: Annotated[
        str | None,
        Parameter(
            kind=STRING,
            help="What it is compared with; not for exists and not_exists. A size is a number with kb, mb, gb or tb.",
            example="1gb",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse a value that the attribute does not have. Raises BadParameter."""
        if self.value is not None and self.check_ not in WITHOUT_VALUE:
            require_comparable(self.attribute, self.check_, self.value)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one."""
        if self.value is None and self.check_ not in WITHOUT_VALUE:
            raise RuleError(
                f"the check {self.check_!r} of {self.attribute} needs a value; give the rule the parameter value"
            )
        found = attribute_of(evidence.report, self.attribute)
        if does_hold(self.attribute, found, self.check_, self.value or ""):
            yield Fired(
                message=f"Attribute check for attribute: '{self.attribute}' check: '{self.check_}' "
                f"check_value: '{self.value}' matched image value: '{found.text}'"
            )


GATE = Gate(
    name="metadata",
    description="Checks of the image's metadata: size, operating system, architecture, layers",
    triggers=(AttributeCheck,),
)
