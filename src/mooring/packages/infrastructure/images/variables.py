"""Variables in the text of Dockerfiles and compose files: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+other}`.

Dockerfile reference, "Environment replacement", and Compose specification, "Interpolation", agree on these.
"""

import re
from collections.abc import Mapping

MAX_LENGTH = 10_000
_VARIABLE = re.compile(r"\$\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*))?\})")


def expanded(text: str, values: Mapping[str, str]) -> str | None:
    """The text with variables put in; None where one has no value, or the text has more than can be understood."""
    parts: list[str] = []
    at = 0
    for found in _VARIABLE.finditer(text):
        value = "$" if found[0] == "$$" else _value(found, values)
        if value is None:
            return None
        parts += [text[at : found.start()], value]
        at = found.end()
    parts.append(text[at:])
    whole = "".join(parts)
    return None if len(whole) > MAX_LENGTH or "$" in whole else whole


def _value(found: re.Match[str], values: Mapping[str, str]) -> str | None:
    given = values.get(found[1] or found[2])
    operator, other = found[3] or "", found[4] or ""
    if operator.endswith("+"):
        return other if given else ""
    if given or (given is not None and not operator.startswith(":")):
        return given
    return other if operator.endswith("-") else None
