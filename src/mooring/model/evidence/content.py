"""Content facts: what files hold besides packages. Facts hang on paths, as all facts do; `Content` is what an image comes to.

No value of a secret stands in any of these: only the rule, the place and a keyed fingerprint.
"""

from enum import Enum

import msgspec

from mooring.model.severity import Severity


class Need(Enum):
    """A kind of evidence that must be gathered before it can be judged; `Evidence.has` says whether it was."""

    FILES = "files"
    """The list of files: `Inventory.files`."""
    FILE_DIGESTS = "file-digests"
    """And the SHA-256 of each."""
    MATCHES = "matches"
    """Vulnerabilities: `ScanReport.findings`."""
    SECRETS = "secrets"
    CONTENT_SEARCH = "content-search"
    RETRIEVED_FILES = "retrieved-files"
    LICENSE_TEXTS = "license-texts"
    MALWARE = "malware"
    VERIFICATION = "verification"
    """Files compared with the package databases."""
    SIGNATURES = "signatures"
    """Signatures and attestations, fetched from where the image came from."""


class Surface(Enum):
    """Where in an image a content fact stands."""

    PRESENT = "present"
    """The image shows the file."""
    SHADOWED = "shadowed"
    """A later layer has another version of the file; the layer with this one is still pulled."""
    DELETED = "deleted"
    """A later layer removes the file; the layer that has it is still pulled."""
    CONFIG = "config"
    """The image config: environment, labels, commands."""
    HISTORY = "history"
    """A build step in the image config."""
    DOCKERFILE = "dockerfile"

    def __lt__(self, other: "Surface") -> bool:
        return self.value < other.value


class SecretFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="secret", tag_field="fact", gc=False
):
    """A rule of the secret search applies here. The value is gone."""

    rule: str
    line: int = 0
    """From 1; 0 where lines mean nothing."""
    column: int = 0
    """From 1, in bytes."""
    fingerprint: str = ""
    """32 hex digits, HMAC-SHA-256 of rule and value; empty where there is no key."""
    is_valid: bool | None = None
    """What the token's own checksum says; None where it has none."""
    is_allowed: bool = False
    """A comment on its line accepts it (`mooring:allow`, `gitleaks:allow`)."""


class ContentMatchFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="content-match", tag_field="fact", gc=False
):
    """A regular expression that the user asked for is found here."""

    name: str
    regex: str
    line: int = 0


class RetrievedFileFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="retrieved-file", tag_field="fact", gc=False
):
    """A file kept whole, secrets in it masked."""

    content: bytes
    size: int
    sha256: str
    """Of the file as it is in the image."""
    masked: int = 0
    """Secrets that were masked."""


class LicenseTextFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="license-text", tag_field="fact", gc=False
):
    """The file holds the text of a licence."""

    license: str
    """SPDX identifier."""
    confidence: float = 1.0
    """Share of the licence's own words that are there, in order, 0 to 1."""


class MalwareFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="malware", tag_field="fact", gc=False
):
    """An engine knows the file as malware."""

    scanner: str
    """`clamav` or `yara`."""
    signature: str
    description: str = ""


ACCEPTED_BY_COMMENT = "a comment on its line"
"""`Secret.accepted_by` where nothing but the file itself accepts the secret."""


class Secret(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One secret in an image. Secrets are ordered by place, line and column, then by the rest."""

    place: str
    """Path with leading slash; `config:environment/NAME`, `config:label/NAME`, `config:command`, `config:onbuild`, …, `history:N` (from 1)
    or `dockerfile:LINE` outside files."""
    line: int = 0
    column: int = 0
    rule: str
    title: str = ""
    """What it is, in words: `GitHub personal access token`."""
    category: str = ""
    """Whose: `github`, `aws`, `generic`, …"""
    severity: Severity = Severity.HIGH
    surface: Surface = Surface.PRESENT
    layer: str = ""
    """DiffID of the layer that has it; empty outside layers."""
    hidden_by: str = ""
    """DiffID of the layer that shadows or deletes it."""
    fingerprint: str = ""
    is_valid: bool | None = None
    accepted_by: str = ""
    """The baseline or allow rule that accepts it, in words; accepted secrets are kept and not counted."""
    is_additional: bool = False
    """Told by a rule under another name that policies ask for (`PRIV_KEY`), beside what the rules proper tell: not counted or shown."""

    @property
    def is_accepted_elsewhere(self) -> bool:
        """Whether somebody accepts it who is not the image: whoever builds an image may write any comment into its files."""
        return self.accepted_by not in ("", ACCEPTED_BY_COMMENT)

    def __lt__(self, other: "Secret") -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str | int, ...]:
        rest = (self.surface.value, self.layer, self.hidden_by, self.fingerprint, str(self.is_valid), self.accepted_by)
        return (self.place, self.line, self.column, self.rule, *rest)


class ContentMatch(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """One hit of a content search."""

    path: str
    name: str
    regex: str
    line: int = 0
    layer: str = ""


class RetrievedFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that was asked for."""

    path: str
    content: bytes
    size: int
    sha256: str
    layer: str = ""
    masked: int = 0

    @property
    def text(self) -> str:
        """The content as text, damaged bytes replaced."""
        return self.content.decode("utf-8-sig", "replace")


class LicenseText(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """A file that holds the text of a licence."""

    path: str
    license: str
    confidence: float = 1.0
    layer: str = ""
    package: str = ""
    """Id of the package that the file belongs to; empty where none does."""


class MalwareFinding(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """A file that an engine knows as malware."""

    path: str
    signature: str
    layer: str = ""
    description: str = ""
    surface: Surface = Surface.PRESENT


class MalwareScan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one engine said. A scan that did not run is here too, with the reason: it is never a clean one."""

    scanner: str
    """`clamav` or `yara`."""
    version: str = ""
    databases: dict[str, str] = {}
    """Signature database to its version or date."""
    findings: tuple[MalwareFinding, ...] = ()
    files_scanned: int = 0
    problem: str = ""
    """Why it did not run, or not wholly; empty where it did."""


class VerificationFailure(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """A file that differs from what its package's record says."""

    package: str
    """Package id."""
    package_name: str
    path: str
    status: str
    """`changed` or `missing`."""
    what: str = ""
    """`digest`, `mode`, `size`; several joined by a comma."""
    expected: str = ""
    found: str = ""
    layer: str = ""
    """The layer that has the file as it is; empty for missing ones."""


class ContentSearch(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """One kind of content that was looked for, and how."""

    need: Need
    settings: str = ""
    """What was looked for, in words: rule set and its digest, names of the expressions, paths."""
    subjects: tuple[str, ...] = ()
    """What could be found, one by one, so that a rule about anything else is not answered by silence: ids of the rules, names of the
    expressions, paths as they were asked for. Empty: not told."""
    problem: str = ""
    """Why it is not complete; empty where it is. Single files that could not be read are problems of the report."""


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All content facts of an image. A kind that is not among `searches` was not looked for: never to be read as clean."""

    searches: tuple[ContentSearch, ...] = ()
    secrets: tuple[Secret, ...] = ()
    """Ordered by place; accepted ones included."""
    matches: tuple[ContentMatch, ...] = ()
    retrieved: tuple[RetrievedFile, ...] = ()
    license_texts: tuple[LicenseText, ...] = ()
    malware: tuple[MalwareScan, ...] = ()
    verification: tuple[VerificationFailure, ...] = ()

    @property
    def told_secrets(self) -> tuple[Secret, ...]:
        """Each secret once: without those that rules with additional names tell again."""
        return tuple(secret for secret in self.secrets if not secret.is_additional)

    def has(self, need: Need) -> bool:
        """Whether this kind was looked for, and nothing kept it from being complete."""
        return any(search.need is need and not search.problem for search in self.searches)
