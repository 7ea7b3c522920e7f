"""Settings: frozen sections, read once from defaults, file, environment and flags.

Nothing else in Mooring reads the process environment; what needs it gets a mapping. `base/settings.py` reads the
values; this module says which there are.
"""

import msgspec

from mooring.base.limits import GIB, KIB, MIB, Limits


class SecretText:
    """A credential that no repr, log or error shows. `reveal()` is for the one place that sends it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "SecretText('…')" if self._value else "SecretText('')"

    def __str__(self) -> str:
        return "…" if self._value else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretText) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


NO_SECRET = SecretText("")


class RegistryConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[registry]`: how registries are reached. Hosts are written as in a reference, with the port if there is one."""

    host: str = ""
    """The only host that `username`, `password` and `token` are sent to; empty means the registry of the image that
    was asked for.
    """
    username: str = ""
    password: SecretText = NO_SECRET
    token: SecretText = NO_SECRET
    """A bearer token that the registry takes as it is."""
    insecure_hosts: tuple[str, ...] = ()
    """Hosts whose TLS certificate is not verified."""
    plain_http_hosts: tuple[str, ...] = ()
    """Hosts that are spoken to without TLS."""
    mirrors: dict[str, tuple[str, ...]] = {}
    """Registry to hosts that are asked before it."""
    ca_file: str = ""
    """Certificates (PEM) trusted besides the system's, for every host."""
    ca_files: dict[str, str] = {}
    """Host to certificates (PEM) trusted besides the system's."""
    client_certificates: dict[str, str] = {}
    """Host to a file with the client's certificate and, unless `client_keys` names another, its key."""
    client_keys: dict[str, str] = {}
    connect_timeout_seconds: float = 10.0
    idle_timeout_seconds: float = 60.0
    """Longest silence of a connection."""
    total_timeout_seconds: float = 3600.0
    """Longest time for one manifest or blob, retries included."""
    max_attempts: int = 5
    """How often a request is made before giving up."""


class ScanConfig(Limits, frozen=True, kw_only=True):
    """`[scan]`: how much work a scan may do. The limits of `base/limits.py` are settings of this section."""

    jobs: int = 0
    """Layers read at the same time; 0 takes the number of processors."""
    java_index: str = ""
    """File that knows the coordinates of jars by their SHA-1; empty where there is none."""


class CacheConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[cache]`: layer records kept between scans."""

    directory: str = ""
    """Folder of the cache; `$XDG_CACHE_HOME/mooring` unless set."""
    max_bytes: int = 4 * GIB
    """The least recently used records go when the cache grows past this."""
    enabled: bool = True


class DatabaseConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[database]`: the vulnerability database that scans are matched against."""

    directory: str = ""
    """Folder of the database; `$XDG_CACHE_HOME/mooring/db` unless set."""
    url: str = ""
    """Listing document of a ready database, for `mooring db update`: Mooring's form or Grype's; empty where databases are built here."""
    public_key: str = ""
    """File with the Ed25519 public key (PEM) that a downloaded or imported database must be signed with; empty: none is asked for."""
    max_age_days: float = 5.0
    """An older database is refused where `enforce_age` is set, and said otherwise."""
    enforce_age: bool = False
    max_bytes: int = 16 * GIB
    """Largest database file that is unpacked."""


class FeedsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[feeds]`: where advisories come from when a database is built."""

    directory: str = ""
    """Workspace of raw upstream files; `$XDG_CACHE_HOME/mooring/feeds` unless set."""
    enabled: tuple[str, ...] = ()
    """Feeds that `mooring db build` takes; empty: those that are on by default (see docs/feeds.md)."""
    mirrors: dict[str, str] = {}
    """Feed to the base address that takes the place of its own."""
    nvd_api_key: SecretText = NO_SECRET
    github_token: SecretText = NO_SECRET
    ca_file: str = ""
    """Certificates (PEM) trusted besides the system's."""
    timeout_seconds: float = 300.0
    """Longest silence of an upstream."""
    max_file_bytes: int = 8 * GIB
    """Largest raw file, before and after unpacking."""
    max_reject_share: float = 0.05
    """A feed of which a larger share of records cannot be read is refused as a whole."""


class MatchConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[match]`: how an inventory is matched."""

    use_cpe: bool = False
    """Also match by NVD's product ranges, where nothing better exists; such matches are `possible` only."""
    with_notices: bool = False
    """Count notices (unmaintained, unsound) too."""
    exceptions: tuple[str, ...] = ()
    """Files with exceptions (YAML)."""
    vex: tuple[str, ...] = ()
    """VEX documents: OpenVEX, CSAF, CycloneDX."""


class ContentConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[content]`: what is looked for in the content of files."""

    kinds: tuple[str, ...] = ()
    """Looked for in every scan: `secrets`, `licenses`, `malware`, `verification`, `signatures`, `dockerfile`, `all`."""
    secret_rules: tuple[str, ...] = ()
    """Files with rules for secrets (gitleaks' TOML form)."""
    secret_baselines: tuple[str, ...] = ()
    """Files that accept known secrets."""
    secrets_everywhere: bool = False
    """Search dependency folders (`node_modules`, `site-packages`, …) too."""
    max_secret_file_bytes: int = 1 * GIB
    """Larger text files are not searched, which is a problem of the report."""
    fingerprint_key: SecretText = NO_SECRET
    """Key of the fingerprints of secrets. Without one, `fingerprint_key_file` is used."""
    fingerprint_key_file: str = ""
    """File with the key, made at the first search for secrets; `$XDG_DATA_HOME/mooring/fingerprint.key` unless set."""
    search: dict[str, str] = {}
    """Name to regular expression (RE2): files in which it is found are in the report."""
    retrieve: tuple[str, ...] = ()
    """Paths of files that are kept whole in the report: exact, or with `*` and `**`."""
    max_retrieved_bytes: int = 1000 * KIB
    """Larger files are not kept."""
    clamd: str = ""
    """Socket of a ClamAV daemon: a path, or HOST:PORT."""
    clamscan: str = ""
    """The `clamscan` program; found on PATH unless set."""
    clamav_database: str = ""
    """Folder or file with signatures, for `clamscan`."""
    yara_rules: tuple[str, ...] = ()
    """Files with YARA rules; needs `mooring[malware]`."""
    max_malware_file_bytes: int = 100 * MIB
    """Larger files are not scanned for malware, which is a problem of the report."""
    malware_timeout_seconds: float = 60.0
    """Longest time for one file."""
    max_signature_age_days: float = 7.0
    """Older signatures of malware make the scan a problem of the report."""


class PolicyConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[policy]`: how images are judged."""

    bundle: str = ""
    """Bundle that scans are judged by; empty: none."""
    package_index: str = ""
    """File with the versions that package registries offer, for the gates `npms` and `ruby_gems`."""
    max_bundle_bytes: int = 8 * MIB
    """Larger bundles are refused."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, and where each came from."""

    registry: RegistryConfig = RegistryConfig()
    scan: ScanConfig = ScanConfig()
    cache: CacheConfig = CacheConfig()
    database: DatabaseConfig = DatabaseConfig()
    feeds: FeedsConfig = FeedsConfig()
    match: MatchConfig = MatchConfig()
    content: ContentConfig = ContentConfig()
    policy: PolicyConfig = PolicyConfig()
    origins: dict[str, str] = {}
    """`section.key` to `default`, `file …`, `environment …` or `flag …`."""
