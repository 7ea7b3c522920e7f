"""Attributes of an image as the gate `metadata` names them, and the checks that compare them with a value."""

from collections.abc import Callable, Mapping

import msgspec

from mooring.model.report import ScanReport
from mooring.policy.gate import RuleError
from mooring.policy.image.sizes import bytes_of
from mooring.policy.parameter import BadParameter
from mooring.policy.regex import BadRegex, compile_regex


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """What the image has for one attribute."""

    values: tuple[str, ...]
    """Several for `like_distro`, empty where the image has none."""

    @property
    def text(self) -> str | None:
        """As messages show it; None where there is none."""
        return ",".join(self.values) if self.values else None


def _size(report: ScanReport) -> tuple[str, ...]:
    image = report.image
    size = image.size or sum(layer.size for layer in image.layers)
    # Of an SBOM or a single file the size is that of the document, not of the image that it may tell of.
    if image.kind in ("sbom", "file") or (not size and (image.layers or image.kind != "image")):
        raise RuleError("the size of the image is not known: the report tells none of its layers' sizes")
    return (str(size),)


def _layer_count(report: ScanReport) -> tuple[str, ...]:
    count = len(report.image.layers) or len(report.image.config.diff_ids)
    if not count and report.image.kind != "image":
        raise RuleError("the number of layers is not known: the report is not one of an image")
    return (str(count),)


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


_READERS: Mapping[str, Callable[[ScanReport], tuple[str, ...]]] = {
    "size": _size,
    "architecture": lambda report: _some(report.image.config.platform.architecture),
    "os_type": lambda report: _some(report.image.config.platform.os),
    "distro": lambda report: _some(report.inventory.distro.id if report.inventory.distro else ""),
    "distro_version": lambda report: _some(report.inventory.distro.version_id if report.inventory.distro else ""),
    "like_distro": lambda report: report.inventory.distro.id_like if report.inventory.distro else (),
    "layer_count": _layer_count,
}
ATTRIBUTES = tuple(_READERS)
"""In the order of Anchore's documentation."""
CHECKS = ("=", "!=", ">", "<", ">=", "<=", "exists", "not_exists", "like", "not_like", "in", "not_in")
WITHOUT_VALUE = ("exists", "not_exists")
_OPPOSITES = {"!=": "=", "not_like": "like", "not_in": "in"}


def attribute_of(report: ScanReport, name: str) -> Attribute:
    """What the image has. Raises RuleError where the report cannot tell."""
    return Attribute(values=_READERS[name](report))


def require_comparable(name: str, check: str, value: str) -> None:
    """Raise BadParameter where the attribute cannot be compared with the value."""
    _test(name, _OPPOSITES.get(check, check), value)


def does_hold(name: str, attribute: Attribute, check: str, value: str) -> bool:
    """Whether the check holds. Of several values one is enough; for the negated checks none may be."""
    if check in WITHOUT_VALUE:
        return bool(attribute.values) is (check == "exists")
    if check in _OPPOSITES:
        return not does_hold(name, attribute, _OPPOSITES[check], value)
    test = _test(name, check, value)
    return any(test(own) for own in _readings(attribute))


def _readings(attribute: Attribute) -> tuple[str, ...]:
    whole = attribute.text
    return attribute.values if whole is None or len(attribute.values) == 1 else (*attribute.values, whole)


def _test(name: str, check: str, value: str) -> Callable[[str], bool]:
    if check == "like":
        return _like(value)
    key = _key(name)
    if check == "in":
        wanted = {key(item.strip()) for item in value.split(",") if item.strip()}
        return lambda own: key(own) in wanted
    bound = key(value.strip())
    compare: dict[str, Callable[[str], bool]] = {
        "=": lambda own: key(own) == bound,
        ">": lambda own: key(own) > bound,
        "<": lambda own: key(own) < bound,
        ">=": lambda own: key(own) >= bound,
        "<=": lambda own: key(own) <= bound,
    }
    return compare[check]


Key = tuple[tuple[int, int, str], ...]


def _key(name: str) -> Callable[[str], Key]:
    """What is compared: numbers as numbers, a version by its parts, anything else as text."""
    if name == "size":
        return lambda text: ((0, _checked(name, text), ""),)
    if name == "layer_count":
        return lambda text: ((0, _checked(name, text), ""),)
    if name == "distro_version":
        return lambda text: tuple((0, int(part), "") if _is_number(part) else (1, 0, part) for part in text.split("."))
    return lambda text: ((1, 0, text),)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _checked(name: str, text: str) -> int:
    if name == "size":
        return bytes_of(text)
    if not _is_number(text):
        raise BadParameter(f"is {text[:100]!r}; expected a whole number")
    return int(text)


def _like(value: str) -> Callable[[str], bool]:
    try:
        return compile_regex(value).matches_start
    except BadRegex as error:
        raise BadParameter(f"is {value[:200]!r}, which is not a regular expression: {error}") from None
