"""What a scan looks for in the content of files. Decided by flags, settings and the needs of a bundle."""

import msgspec

from mooring.base.config import NO_SECRET, SecretText
from mooring.base.limits import KIB, MIB
from mooring.model.evidence.content import Need


class MalwareOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which engines look at files."""

    clamd: str = ""
    """Socket of a ClamAV daemon: a path, or HOST:PORT."""
    clamscan: str = ""
    """Path of `clamscan`, used where there is no daemon."""
    clamav_database: str = ""
    """Folder or file with signatures, for `clamscan`."""
    yara_rules: tuple[str, ...] = ()
    """Files with YARA rules; needs the extra `mooring[malware]`."""
    max_file_bytes: int = 100 * MIB
    """Larger files are recorded as problems of the malware scan."""
    timeout_seconds: float = 60.0
    """Longest time for one file."""
    max_database_age_days: float = 7.0
    """Signatures of ClamAV that are older are a problem of the malware scan."""


class ContentOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for. The default looks for nothing."""

    secrets: bool = False
    secret_rules: tuple[str, ...] = ()
    """Files with rules (gitleaks' TOML form); they extend the rules of Mooring unless they say otherwise."""
    secret_baselines: tuple[str, ...] = ()
    """Files that accept known secrets."""
    secrets_everywhere: bool = False
    """Search dependency folders (`node_modules`, `site-packages`, …), too, which are passed over otherwise."""
    max_secret_file_bytes: int = 1024 * MIB
    """Larger text files are recorded as problems."""
    fingerprint_key: SecretText = NO_SECRET
    """Key of the fingerprints of secrets; without one there are no fingerprints."""
    search: tuple[tuple[str, str], ...] = ()
    """Name and regular expression of content searches."""
    retrieve: tuple[str, ...] = ()
    """Paths of files to keep: exact, or with `*` and `**`."""
    max_retrieved_bytes: int = 1000 * KIB
    """Larger files are not kept."""
    license_texts: bool = False
    malware: MalwareOptions | None = None
    verify: bool = False
    """Compare files with the package databases."""
    pattern_cache: str = ""
    """Folder for compiled patterns; empty: they are compiled each time."""

    @property
    def needs(self) -> frozenset[Need]:
        """The kinds of evidence that these options gather."""
        wanted = {
            Need.SECRETS: self.secrets,
            Need.CONTENT_SEARCH: bool(self.search),
            Need.RETRIEVED_FILES: bool(self.retrieve),
            Need.LICENSE_TEXTS: self.license_texts,
            Need.MALWARE: self.malware is not None,
            Need.VERIFICATION: self.verify,
        }
        return frozenset(need for need, is_wanted in wanted.items() if is_wanted)


NO_CONTENT = ContentOptions()
