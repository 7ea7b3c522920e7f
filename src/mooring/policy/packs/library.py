"""The packs that come with Mooring, read from the files beside this module."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from mooring.base.errors import NotFound, UsageError
from mooring.policy.packs.pack import Check, Control, Pack, Setting
from mooring.policy.registry import did_you_mean

_FOLDER = Path(__file__).parent
_SHARED = "checks"
STATEMENT = (
    "This report is evidence for an assessment and no certification. Titles and descriptions are Mooring's own words: read the standard "
    "itself, and have people who know it judge what it asks."
)


class _Shared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    settings: dict[str, Setting]
    checks: dict[str, Check]


def pack_names() -> tuple[str, ...]:
    """Names of all packs, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != _SHARED))


@cache
def load_pack(name: str) -> Pack:
    """The pack of this name, its controls in the order of the standard's numbers. Raises NotFound with the nearest name."""
    if name not in pack_names():
        hint = did_you_mean(name, pack_names()) or f"there are {', '.join(pack_names())}"
        raise NotFound(f"there is no pack {name[:100]!r}", hint=hint)
    pack = msgspec.convert(_document(name), Pack)
    return msgspec.structs.replace(
        pack, controls=tuple(sorted(pack.controls, key=lambda control: natural_key(control.id)))
    )


def all_checks() -> Mapping[str, Check]:
    """Every check by name."""
    return _shared().checks


def all_settings() -> Mapping[str, Setting]:
    """Every setting by name."""
    return _shared().settings


def settings_of(pack: Pack) -> tuple[str, ...]:
    """Settings that checks of this pack ask for, in order."""
    asked = {name for control in pack.controls for check in checks_of(control) for name in _asked(all_checks()[check])}
    return tuple(name for name in all_settings() if name in asked)


def checks_of(control: Control) -> tuple[str, ...]:
    """Names of its checks, the optional ones last."""
    return (*control.checks, *control.optional)


def read_settings(texts: Iterable[str], pack: Pack) -> dict[str, str]:
    """Settings from `NAME=VALUE`. Raises UsageError at a name that the pack does not ask for, or a second value."""
    known = settings_of(pack)
    found: dict[str, str] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if name not in known:
            words = f"it has {', '.join(known)}" if known else "it has none"
            hint = did_you_mean(name, known) or words
            raise UsageError(f"the pack {pack.id!r} has no setting {name[:100]!r}", hint=hint)
        if not separator or not value.strip():
            raise UsageError(f"the setting {name!r} has no value", hint=f"--set {name}={all_settings()[name].example}")
        if name in found:
            raise UsageError(f"the setting {name!r} is given twice", hint="join its values by commas")
        found[name] = value.strip()
    return found


def natural_key(identifier: str) -> tuple[tuple[int, str], ...]:
    """Identifiers in the order of their numbers: `4.2` before `4.10`."""
    parts: list[tuple[int, str]] = []
    text = ""
    for char in f"{identifier}.":
        if text and (text[-1].isdecimal() != char.isdecimal()):
            parts.append((int(text), "") if text.isdecimal() else (-1, text))
            text = ""
        text += char
    return tuple(parts)


@cache
def _shared() -> _Shared:
    return msgspec.convert(_document(_SHARED), _Shared)


def _document(name: str) -> object:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


def _asked(check: Check) -> set[str]:
    values = " ".join(value for rule in check.rules for value in rule.params.values())
    return {name for name in all_settings() if name in check.settings or f"{{{name}}}" in values}
