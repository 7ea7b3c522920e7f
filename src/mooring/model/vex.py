"""VEX: what somebody states about a vulnerability in a product, whatever the format it was written in."""

from enum import Enum

import msgspec


class VexStatus(Enum):
    """The four that every format has (CISA, Minimum Requirements for VEX, 2023)."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


class VexProduct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a statement is about: an image, a package, or a package within an image."""

    identifiers: tuple[str, ...]
    """Purls, CPEs, digests (`sha256:…`), image references: any of them names it."""
    components: tuple[str, ...] = ()
    """Identifiers of the packages within it that are meant; empty: the product as a whole."""
    within: tuple[str, ...] = ()
    """Identifiers of what lies between the product and its components (a module stream): one of them must hold too."""
    versions: tuple[str, ...] = ()
    """Versions of the components (of the product, where there are none) that are meant: `vers:` ranges, constraints, or plain versions;
    empty: those that the identifiers say."""


class VexStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement."""

    id: str
    """Document and number, where the format gives statements no name of their own."""
    vulnerabilities: tuple[str, ...]
    """The identifier and its aliases."""
    status: VexStatus
    products: tuple[VexProduct, ...] = ()
    """Empty: the document names none, so that the statement cannot be applied to anything."""
    justification: str = ""
    """OpenVEX's words."""
    reason: str = ""
    author: str = ""
    timestamp: str = ""
    """UTC, `2025-01-31T12:00:00.000000Z`, so that order of text is order of time; of two statements about one thing the later holds."""
    origin: str = ""
    """The file it stands in."""
    format: str = ""
