"""Matches: a package, a vulnerability, and every reason to think that they apply to each other."""

from datetime import datetime
from enum import Enum

import msgspec

from mooring.model.advisory import AdvisoryKind, FixState, NameKind
from mooring.model.severity import ExploitPrediction, Severity, SeverityRating


class Confidence(Enum):
    """How sure a match is."""

    CERTAIN = "certain"
    """The distribution's or the ecosystem's own advisory, compared in its own version order."""
    LIKELY = "likely"
    """A parent distribution's advisory, a name that was partly guessed, or a version that had to be compared loosely."""
    POSSIBLE = "possible"
    """A product range of NVD (CPE): off unless asked for."""


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One advisory that a match rests on, or that was read for its details."""

    feed: str
    id: str
    url: str = ""
    published: str = ""
    modified: str = ""
    captured: str = ""
    """When the feed was fetched."""


class Exploitation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of a catalogue of exploited vulnerabilities."""

    source: str
    added: str = ""
    due: str = ""
    used_by_ransomware: bool = False
    required_action: str = ""


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that the database knows about one flaw, whatever the package."""

    id: str
    """The CVE where there is one, else the advisory's identifier."""
    kind: AdvisoryKind = AdvisoryKind.VULNERABILITY
    aliases: tuple[str, ...] = ()
    """Other identifiers, in order; `id` is not among them."""
    title: str = ""
    description: str = ""
    ratings: tuple[SeverityRating, ...] = ()
    """Every source's."""
    cwes: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    is_disputed: bool = False
    exploit_prediction: ExploitPrediction | None = None
    exploited: tuple[Exploitation, ...] = ()
    sources: tuple[Source, ...] = ()


class MatchReason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One advisory's statement that applies, and the comparison that says so."""

    source: Source
    namespace: str
    """Who speaks: `debian:12`, `npm`, …"""
    name: str
    """The name that matched."""
    name_kind: NameKind = NameKind.BINARY
    """Whether that is the package's own name or its source package's."""
    version: str = ""
    """What was compared."""
    constraint: str = ""
    """With what: `< 1.2.3-4`; empty where every version is affected."""
    scheme: str = ""
    """In which order."""
    confidence: Confidence = Confidence.CERTAIN
    fix_state: FixState = FixState.UNKNOWN
    fix_versions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    """What else had to hold, in words: `module nodejs:18`, `channel esm`, `architecture aarch64`."""
    notes: tuple[str, ...] = ()
    """What lowers the confidence, or why another source did not decide."""


class MatchedFix(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What cures a match."""

    state: FixState = FixState.UNKNOWN
    versions: tuple[str, ...] = ()
    """That are higher than the installed one, lowest first."""
    date: str = ""
    """When the fix appeared, ISO; empty where nobody says."""
    advisories: tuple[str, ...] = ()
    channel: str = ""
    """Where the fix is not for everybody: `esm`, `eus`."""
    note: str = ""


class SuppressedBy(Enum):
    """Who took a match out of the count."""

    EXCEPTION = "exception"
    VEX = "vex"
    DISTRIBUTION = "distribution"
    """The distribution's feed knows the flaw and says that this build of the owning package does not have it."""
    OWNER = "owner"
    """The files belong to an OS package, which the distribution's feed speaks for."""
    HARMLESS = "harmless"
    """A rule of matching: what the flaw is in is not in the package (headers of the kernel run no kernel)."""
    OPTION = "option"
    """The caller asked for fewer: `--only-fixed`, `--new-since`."""


class Suppression(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a match is kept but not counted."""

    by: SuppressedBy
    statement: str
    """Id of the exception or VEX statement, or the advisory."""
    origin: str = ""
    """The file, or the feed, that holds it."""
    author: str = ""
    reason: str = ""
    justification: str = ""
    """VEX: `vulnerable_code_not_in_execute_path`, …"""
    expires: str = ""


class Match(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One flaw in one package: one finding, whatever the number of advisories that tell of it."""

    id: str
    """16 hex digits of vulnerability, package type, name and first path: the same from build to build of an image."""
    vulnerability: Vulnerability
    package: str
    """Package id in the inventory."""
    severity: Severity = Severity.UNKNOWN
    """The one that counts: the distribution's for its package, else the ecosystem's advisory, else NVD, else CISA, else any."""
    severity_source: str = ""
    fix: MatchedFix = MatchedFix()
    risk: float = 0.0
    """0 to 100, one decimal; see docs/matching.md."""
    confidence: Confidence = Confidence.CERTAIN
    reasons: tuple[MatchReason, ...] = ()
    """Best first; never empty."""
    suppressions: tuple[Suppression, ...] = ()
    is_new: bool = True
    """With --new-since: whether the earlier report did not have it."""

    @property
    def is_suppressed(self) -> bool:
        """Whether it does not count."""
        return bool(self.suppressions)

    @property
    def has_fix(self) -> bool:
        """Whether a version that cures it exists."""
        return self.fix.state is FixState.FIXED

    @property
    def is_exploited(self) -> bool:
        """Whether a catalogue of exploited vulnerabilities lists it."""
        return bool(self.vulnerability.exploited)


class DecisionKind(Enum):
    """What came of a statement that met a package."""

    MATCHED = "matched"
    FIXED = "fixed"
    """The version has the fix."""
    OUTSIDE = "outside-range"
    """No range holds the version."""
    NOT_AFFECTED = "not-affected"
    """The feed says so of this package."""
    OVERRULED = "overruled"
    """A source that knows the package better says otherwise."""
    OTHER_MODULE = "other-module"
    OTHER_ARCHITECTURE = "other-architecture"
    OTHER_PRODUCT = "other-product"
    """Another build, repository, stream or platform is meant."""
    CODE_ABSENT = "code-absent"
    """The vulnerable functions are not in the program."""
    OWNED = "owned"
    """The files belong to an OS package, for which the distribution speaks."""
    HARMLESS = "harmless"
    """The flaw is in something that the package does not bring."""
    INVESTIGATED = "under-investigation"
    WITHDRAWN = "withdrawn"
    NOTICE = "notice"
    """No vulnerability; left out unless asked for."""
    CPE_OFF = "cpe-off"
    """Only a product range of NVD speaks, and those are off."""
    NOT_CONSULTED = "not-consulted"
    """The namespace does not speak about this image's packages."""
    NOT_COMPARABLE = "not-comparable"
    """The package's version has no place in the order of versions."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one statement about one package: the answer to "why is this (not) reported?"."""

    kind: DecisionKind
    vulnerability: str
    package: str
    """Package id in the inventory."""
    reason: MatchReason
    """The statement and the comparison; of a namespace that was not consulted only the name."""
    statement: str = ""
    """In words, where the reason does not say it: who overruled, which module was wanted."""


class AssessmentState(Enum):
    """How well the database covers a subject."""

    ASSESSED = "assessed"
    PARTLY = "partly-assessed"
    """With a starter database, or by a parent's data."""
    NOT_ASSESSED = "not-assessed"
    """Nobody speaks about it, or no longer: what is matched is what was known before the release ended."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether packages of one kind could be judged at all. Zero matches mean something only where this says `assessed`."""

    subject: str
    """`debian 12`, `npm`, `conda`, …"""
    state: AssessmentState
    reason: str = ""
    """Why not, or not wholly, in words; empty where it is."""
    package_count: int = 0
    packages: tuple[str, ...] = ()
    """Ids of the packages that were not assessed, where only some of the subject were not."""


class FeedState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One feed in a database."""

    name: str
    title: str = ""
    license: str = ""
    url: str = ""
    captured: str = ""
    """When its data were fetched, ISO; the oldest where there are several files."""
    digest: str = ""
    """sha256 over the digests of its raw files."""
    advisories: int = 0
    affected: int = 0
    rejects: int = 0
    """Records that could not be read."""
    problem: str = ""
    """Why the last good data were used instead of newer ones."""


class DatabaseState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The vulnerability database a report rests on."""

    built: str
    """ISO 8601."""
    schema: str
    kind: str = "full"
    """`full`, `starter`, or `imported` (from another tool's)."""
    digest: str = ""
    path: str = ""
    age_days: float = 0.0
    feeds: tuple[FeedState, ...] = ()

    def days_since_built(self, now: datetime) -> float:
        """How long ago it was built; negative where that is in the future."""
        return (now - datetime.fromisoformat(self.built)).total_seconds() / 86_400


class UpgradeStep(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One update, and what it removes."""

    name: str
    """Source package for OS packages, else the package."""
    type: str
    from_versions: tuple[str, ...]
    to_version: str
    packages: tuple[str, ...]
    """Package ids that it touches."""
    matches: tuple[str, ...]
    """Ids of the matches that it cures."""
    risk_removed: float = 0.0


class ExceptionNote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What should be looked at in the exceptions: expired, unused, over-broad."""

    statement: str
    origin: str
    problem: str


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that matching gave."""

    database: DatabaseState
    matches: tuple[Match, ...] = ()
    """Highest risk first, suppressed ones included."""
    assessments: tuple[Assessment, ...] = ()
    """One for each kind of package in the inventory, in order."""
    upgrades: tuple[UpgradeStep, ...] = ()
    """The smallest set of updates that removes the most risk, best first."""
    exceptions: tuple[ExceptionNote, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know of how it was matched: which database, how old."""
    compared_with: str = ""
    """With --new-since: what the report was compared with."""

    @property
    def is_assessed(self) -> bool:
        """Whether everything in the inventory could be judged; where there is nothing in it, nothing was."""
        return bool(self.assessments) and all(
            assessment.state is AssessmentState.ASSESSED for assessment in self.assessments
        )
