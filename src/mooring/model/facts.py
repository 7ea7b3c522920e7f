"""What a reader finds in one file. A fact hangs on the path of its file: a whiteout of the path removes the fact.

Facts of several files are joined after squashing, in `packages/resolve.py`, by keys that the readers choose:
`PackageFact.key` is what `OwnedFilesFact.owner`, `LicenseFact.owner` and `NoteFact.owner` refer to.
"""

import msgspec

from mooring.model.distro import Distro
from mooring.model.evidence.content import ContentMatchFact, LicenseTextFact, MalwareFact, RetrievedFileFact, SecretFact

Scope = str
"""`runtime`, `dev`, `optional`, `peer`, `build`, `test` or `unknown`; `runtime` unless the file says otherwise."""


class PackageFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="package", tag_field="fact", gc=False
):
    """One package named by one file."""

    type: str
    """The purl type: `deb`, `rpm`, `apk`, `pypi`, `npm`, `maven`, `golang`, `cargo`, `generic`, …"""
    name: str
    """As the ecosystem writes it, without the namespace."""
    version: str = ""
    """As the package manager writes it (rpm: `epoch:version-release`, the epoch only where it is set). Empty where the file has none."""
    namespace: str = ""
    """Purl namespace where the ecosystem has one in the file: Maven groupId, npm `@scope`, Go module path before the last `/`, Composer
    vendor. Left empty for deb, rpm, apk: their namespace is the distribution, which `resolve` knows."""
    key: str = ""
    """What other facts join on, unique among the packages of this kind: `dpkg:bash:amd64`, `python:<folder of the dist-info>`.
    Empty: nothing joins."""
    architecture: str = ""
    source_name: str = ""
    """Source package or origin, where it differs or is stated."""
    source_version: str = ""
    licenses: tuple[str, ...] = ()
    """Licences as declared, one string each, unchanged; `resolve` turns them into SPDX expressions."""
    scope: Scope = "runtime"
    home: str = ""
    """Where the package is offered to others: a folder or, for a lock file, its path. See `depends`."""
    provides: tuple[str, ...] = ()
    """Further names (beside `name`) that a dependency may use to mean this package, looked up in `home`."""
    depends: tuple[str, ...] = ()
    """Names this package needs. Each is looked up among the packages of the same type in `lookup`, then in each parent folder of it,
    then in the whole image ('')."""
    lookup: str | None = None
    """Where the search for `depends` begins; None means `home`."""
    qualifiers: dict[str, str] = {}
    """Further purl qualifiers. `arch`, `distro`, `epoch` and `upstream` are added by `resolve` for OS packages."""
    subpath: str = ""
    """Purl subpath."""
    cpes: tuple[str, ...] = ()
    """CPE 2.3 strings that are known for certain (a classifier's table, a declared one), version filled in."""
    properties: dict[str, str] = {}
    """What only this ecosystem has, by documented lower-case names: `modularity`, `vendor`, `module_h1`, `homepage`, `sha1`, …"""
    inner_path: str = ""
    """Where inside the file, for archives: `BOOT-INF/lib/a.jar` (nested ones joined by `!`)."""
    line: int = 0
    """Line of the entry in a lock file, from 1; 0 where it has no meaning."""
    language: str = ""
    is_installed: bool = True
    """False for what a lock file or manifest merely names."""
    is_guess: bool = False
    """Recognised from the bytes of a binary, not from a package manager's record: dropped where an OS package owns the file."""
    is_root: bool = False
    """The project that a lock file belongs to, not one of its dependencies."""


class OwnedFilesFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="files", tag_field="fact", gc=False
):
    """Files that a package owns."""

    owner: str
    """`PackageFact.key`."""
    paths: bytes
    """Paths from the image root without leading slash, joined by newlines; folders may be among them."""
    algorithm: str = ""
    """`md5`, `sha1`, `sha256`; empty where no digests are known."""
    digests: bytes = b""
    """Hex digests in the order of `paths`, joined by newlines; an empty line where one is unknown."""
    are_config: bool = False
    """Configuration files that an administrator may change (conffiles, %config, backup)."""
    modes: bytes = b""
    """Two bytes a row, the high one first: permission bits with the kind of file (`st_mode`), without it where the record does not say
    which; 0 where it has no mode, or says that it is not to be checked. Empty where none is known."""


class LicenseFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="licenses", tag_field="fact", gc=False
):
    """Licences of a package, told by a file other than the one that names the package."""

    owner: str
    licenses: tuple[str, ...]


class NoteFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="note", tag_field="fact", gc=False):
    """One more property of a package (or, with owner `image`, of the image), told by another file.

    Known names change the package and not only its properties: `version`, `scope`, `architecture`. With owner `distro`:
    `version_id`, `codename`, `channel`.
    """

    owner: str
    name: str
    value: str


class DistroFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="distro", tag_field="fact", gc=False
):
    """A distribution that a file names; the lowest `rank` among the surviving files wins."""

    distro: Distro
    rank: int = 0


class DocumentFact(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="document", tag_field="fact", gc=False
):
    """An SBOM that the image carries: its packages come as facts of their own, this says that it was read."""

    format: str
    name: str = ""
    package_count: int = 0


ContentFact = SecretFact | ContentMatchFact | RetrievedFileFact | LicenseTextFact | MalwareFact
"""What the content readers yield: about files and not about packages."""

Fact = PackageFact | OwnedFilesFact | LicenseFact | NoteFact | DistroFact | DocumentFact | ContentFact
