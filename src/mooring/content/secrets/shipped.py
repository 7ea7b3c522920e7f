"""The rules that come with Mooring. They are written in `rules/*.toml`; `rules.json` is the same, ready to use: reading TOML takes a
hundred times as long. Where the two differ (a checkout in which rules were just changed) the TOML files count.
"""

import hashlib
from pathlib import Path

import msgspec

from mooring.content.secrets.rule import RuleSet

_FOLDER = Path(__file__).resolve().parent
PACKED = _FOLDER / "rules.json"
_UNIT = "\x1f"


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """What `rules.json` holds."""

    sources: str
    """Digest of the TOML files it was made of."""
    rules: RuleSet


def shipped_rules() -> RuleSet:
    """All rules of Mooring."""
    sources = rule_sources()
    digest = digest_of_sources(sources)
    try:
        packed = msgspec.json.decode(PACKED.read_bytes(), type=Packed)
    except (OSError, msgspec.DecodeError):
        packed = None
    return packed.rules if packed is not None and packed.sources == digest else built_rules(sources)


def rule_sources() -> tuple[tuple[str, bytes], ...]:
    """Names and contents of the TOML files, by name."""
    return tuple((path.name, path.read_bytes()) for path in sorted((_FOLDER / "rules").glob("*.toml")))


def digest_of_sources(sources: tuple[tuple[str, bytes], ...]) -> str:
    """32 hex digits that change with any of the files."""
    digest = hashlib.sha256()
    for name, content in sources:
        digest.update(f"{name}{_UNIT}{len(content)}{_UNIT}".encode() + content)
    return digest.hexdigest()[:32]


def built_rules(sources: tuple[tuple[str, bytes], ...]) -> RuleSet:
    """The rules of these files. Raises BadConfig."""
    from mooring.content.secrets.rule_file import read_rule_file
    from mooring.content.secrets.uniting import united

    return united(None, [read_rule_file(content, name) for name, content in sources])


def packed_rules() -> bytes:
    """What `rules.json` should be."""
    sources = rule_sources()
    packed = Packed(sources=digest_of_sources(sources), rules=built_rules(sources))
    return msgspec.json.format(msgspec.json.encode(packed), indent=1) + b"\n"
