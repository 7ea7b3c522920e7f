"""`always`: a rule that fires on every image. For trying a bundle out, and for refusing whatever a mapping catches."""

from collections.abc import Iterator
from typing import ClassVar

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, Trigger


class Always(Trigger, frozen=True, kw_only=True):
    """Fires once."""

    NAME: ClassVar[str] = "always"
    DESCRIPTION: ClassVar[str] = (
        "Fires on every image, whatever is in it. Useful for trying out mappings and allowlists."
    )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One firing, with the id that Anchore gives it."""
        yield Fired(message="Unconditional trigger match", trigger_id="always")


GATE = Gate(
    name="always",
    description="Fires whenever its policy is evaluated.",
    triggers=(Always,),
)
