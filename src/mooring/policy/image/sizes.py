"""Sizes in bundles: a number, with `kb`, `mb`, `gb` or `tb` for powers of 1024."""

import re

from mooring.policy.parameter import BadParameter, ParameterKind

_SIZE = re.compile(r"(\d{1,18})([kmgt]b)?")
_POWERS = {"kb": 1, "mb": 2, "gb": 3, "tb": 4}


def bytes_of(text: str) -> int:
    """How many bytes the text means. Raises BadParameter."""
    found = _SIZE.fullmatch(text.strip().lower())
    if found is None:
        raise BadParameter(f"is {text[:100]!r}; expected a size", hint="write it as 1048576, 300mb or 2gb")
    return int(found[1]) << 10 * _POWERS.get(found[2] or "", 0)


SIZE = ParameterKind(
    name="size",
    parse=bytes_of,
    description="A size in bytes, or with kb, mb, gb or tb (powers of 1024)",
    schema={"type": "string", "pattern": "^\\s*\\d+([kmgt]b)?\\s*$"},
    python="int",
)
