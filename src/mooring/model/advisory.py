"""What feeds say, in one form: advisories, exploitation, life cycles. Feeds yield these; the vulnerability database is built from them.

Namespaces name who speaks about which packages, in lower case:
- a distribution's release: `debian:12`, `debian:unstable`, `ubuntu:22.04`, `alpine:3.19`, `rhel:9`, `almalinux:9`, `rocky:9`,
  `oracle:9`, `amazon:2`, `amazon:2023`, `sles:15.5`, `opensuse-leap:15.5`, `opensuse-tumbleweed`, `fedora:40`, `photon:5.0`, `mariner:2.0`,
  `azurelinux:3.0`, `arch`, `gentoo`, `wolfi`, `chainguard`, `minimos`, `echo:1`, `secureos`, `bottlerocket`, `openeuler:22.03`, `mageia:9`;
- a channel of it that not everybody has, after `+`: `ubuntu:22.04+esm`, `rhel:9.4+eus`, `amazon:2+docker`;
- an ecosystem, by purl type: `npm`, `pypi`, `maven`, `golang`, `cargo`, `gem`, `composer`, `nuget`, `hex`, `pub`, `swift`, `cran`,
  `bitnami`, `github` (actions), `conda`, …;
- `cpe` for NVD's product ranges; the name is then `vendor:product`.
"""

from enum import Enum

import msgspec

from mooring.model.severity import Severity, SeverityRating


class FixState(Enum):
    """What the feed says about a fix."""

    FIXED = "fixed"
    NOT_FIXED = "not-fixed"
    WONT_FIX = "wont-fix"
    UNKNOWN = "unknown"
    """Also: under investigation."""


class AdvisoryKind(Enum):
    """What an advisory warns of."""

    VULNERABILITY = "vulnerability"
    MALWARE = "malware"
    """The package itself is malicious (OSV `MAL-…`)."""
    NOTICE = "notice"
    """Unmaintained, unsound: worth knowing, no vulnerability; not counted unless asked for."""


class NameKind(Enum):
    """Which name of a package an advisory uses."""

    SOURCE = "source"
    """The source package (Debian, Ubuntu, Alpine's origin, Red Hat's CVE data)."""
    BINARY = "binary"
    """The package as installed (rpm errata), and every language package."""
    ANY = "any"
    """The feed does not say; both are tried, the package's own name first."""


class VersionRange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An interval of versions."""

    low: str = ""
    """Empty: from the very first version."""
    is_low_included: bool = True
    high: str = ""
    """Empty: without an end."""
    is_high_included: bool = False


class Fix(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What cures it."""

    state: FixState = FixState.UNKNOWN
    versions: tuple[str, ...] = ()
    """As the feed writes them, lowest first; several where branches are kept in parallel."""
    date: str = ""
    """The day on which the fix appeared, ISO; empty where nobody says."""
    advisories: tuple[str, ...] = ()
    """Errata that bring it: `DSA-5417-1`, `RHSA-2023:3722`, …"""
    note: str = ""
    """The feed's reason where there is no fix: `ignored: minor issue`."""


class Affected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement about one package: these versions are affected (or, where `is_negative`, are not)."""

    namespace: str
    name: str
    """Normalised as `vulns/names.py` says: PEP 503 for pypi, lower case for npm, composer, nuget, hex, …; `group:artifact` for maven."""
    scheme: str = ""
    """Version scheme of the bounds; empty: the namespace's own."""
    ranges: tuple[VersionRange, ...] = ()
    """Any of them."""
    versions: tuple[str, ...] = ()
    """Or one of these, exactly. Without ranges and versions every version is meant."""
    is_negative: bool = False
    """The feed says: *not* affected."""
    fix: Fix = Fix()
    severity: Severity | None = None
    """What the feed says about this package in particular."""
    name_kind: NameKind = NameKind.BINARY
    vulnerabilities: tuple[str, ...] = ()
    """Which of the advisory's vulnerabilities this is about; empty: all of them."""
    module: str | None = None
    """rpm modularity: None says nothing, empty holds for packages outside modules only, `nodejs:16` for that stream."""
    architectures: tuple[str, ...] = ()
    """As the feed writes them (`x86_64`); empty: all."""
    cpe: str = ""
    """In namespace `cpe`: the CPE 2.3 formatted string that a product must fit, its version a wildcard."""
    platforms: tuple[str, ...] = ()
    """CPEs of which one must hold too (NVD's AND nodes)."""
    symbols: tuple[str, ...] = ()
    """Go: `import/path` or `import/path#Symbol`, which must be in the binary where its symbols are known."""
    repository: str = ""
    """CPE or name of the repository that the fixed package comes from, where only its users are meant."""
    is_under_investigation: bool = False


class Advisory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement of one feed."""

    id: str
    """As upstream writes it."""
    feed: str
    """Name of the feed that yields it."""
    url: str = ""
    """Where a person can read it."""
    kind: AdvisoryKind = AdvisoryKind.VULNERABILITY
    aliases: tuple[str, ...] = ()
    """Other identifiers of the *same* vulnerability."""
    fixes: tuple[str, ...] = ()
    """Of an erratum: identifiers of the vulnerabilities it deals with. They are no aliases: an erratum with four CVEs is not one
    vulnerability."""
    title: str = ""
    description: str = ""
    """At most a few paragraphs; the builder cuts it."""
    ratings: tuple[SeverityRating, ...] = ()
    cwes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    published: str = ""
    """ISO 8601; so are the others."""
    modified: str = ""
    withdrawn: str = ""
    """When it was taken back; it is kept and never matched."""
    is_rejected: bool = False
    """The CVE record was rejected."""
    is_disputed: bool = False
    affected: tuple[Affected, ...] = ()


class KnownExploited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of a catalogue of vulnerabilities that are exploited (CISA KEV)."""

    cve: str
    added: str = ""
    due: str = ""
    used_by_ransomware: bool = False
    product: str = ""
    required_action: str = ""
    source: str = "cisa"


class ExploitScore(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A day's EPSS value of one CVE; both 0 to 1."""

    cve: str
    score: float
    percentile: float = 0.0
    date: str = ""
    model: str = ""


class ReleaseLife(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a release of a product ends (endoflife.date)."""

    product: str
    """Namespace without release for distributions (`debian`), else the name that endoflife.date uses."""
    release: str
    """`12`, `22.04`, `3.19`."""
    end_of_life: str = ""
    """ISO date; empty where none is set."""
    end_of_active_support: str = ""
    end_of_extended_support: str = ""
    is_ended: bool = False
    """Where upstream says that it ended without a date."""
    released: str = ""
    codename: str = ""
    latest: str = ""
    identifiers: tuple[str, ...] = ()
    """Purls, CPEs and repology names, as upstream lists them."""


FeedItem = Advisory | KnownExploited | ExploitScore | ReleaseLife
"""What a feed yields."""
