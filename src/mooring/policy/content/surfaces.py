"""Where in an image a fact stands, as parameters name it."""

from mooring.model.evidence.content import Surface
from mooring.policy.parameter import COMMA_LIST, BadParameter, ParameterKind, one_of

_CHOICES = tuple(surface.value for surface in Surface)
_ONE = one_of(*_CHOICES)


def _surfaces(text: str) -> tuple[str, ...]:
    words = COMMA_LIST.parse(text)
    if not isinstance(words, tuple):  # pragma: no cover  # What a comma list parses to.
        raise BadParameter(f"is {text!r}; expected words, joined by commas")
    return tuple(str(_ONE.parse(str(word))) for word in words)


SURFACES = ParameterKind(
    name="comma-list",
    parse=_surfaces,
    description=f"One or more, joined by commas, of: {', '.join(_CHOICES)}",
    choices=_CHOICES,
    schema=COMMA_LIST.schema,
    python="tuple[str, ...]",
)
