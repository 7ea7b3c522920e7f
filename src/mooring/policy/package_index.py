"""What registries of packages offer, read from a document that a user brings:

    {"captured": "2026-11-20T06:00:00Z", "npm": {"left-pad": ["1.2.0", "1.3.0"]}, "gem": {"rake": ["13.0.6", "13.2.1"]}}

The latest version of a package stands last. A kind of package that is left out is one that nobody knows about.
"""

import msgspec

from mooring.base.errors import UsageError

MAX_INDEX_BYTES = 512 << 20
"""Longer documents are refused before they are read."""


class ReadIndex(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The document; it is a PackageIndex."""

    captured: str = ""
    """When it was made, ISO 8601; empty where it does not say."""
    npm: dict[str, tuple[str, ...]] | None = None
    gem: dict[str, tuple[str, ...]] | None = None

    def has(self, package_type: str) -> bool:
        """Whether there are data for this purl type at all."""
        return self._of(package_type) is not None

    def versions(self, package_type: str, name: str) -> tuple[str, ...] | None:
        """Every version that the registry offers, the latest last; None where it does not know the package."""
        found = self._of(package_type)
        return found.get(name) if found is not None else None

    def _of(self, package_type: str) -> dict[str, tuple[str, ...]] | None:
        return {"npm": self.npm, "gem": self.gem}.get(package_type)


def read_index(content: bytes, name: str) -> ReadIndex:
    """The index in a document; `name` is what the user calls it. Raises UsageError where it is none."""
    if len(content) > MAX_INDEX_BYTES:
        raise UsageError(
            f"the package index has {len(content)} bytes; the limit is {MAX_INDEX_BYTES}",
            hint="leave out packages that none of your images has",
            path=name,
        )
    try:
        return msgspec.json.decode(content, type=ReadIndex)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"this is no package index: {str(error)[:200]}",
            hint='write it as {"captured": "2026-11-20T06:00:00Z", "npm": {"left-pad": ["1.2.0", "1.3.0"]}, "gem": {}}',
            path=name,
        ) from None
