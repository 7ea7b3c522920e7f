"""What a caller may decide about a scan."""

import msgspec

from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.content.options import NO_CONTENT, ContentOptions


class GivenDockerfile(msgspec.Struct, frozen=True, kw_only=True):
    """The Dockerfile that the user says the image was built by."""

    path: str
    content: bytes


class GivenBase(msgspec.Struct, frozen=True, kw_only=True):
    """The image that the user says this one was built on."""

    name: str
    digest: str = ""
    diff_ids: tuple[str, ...] = ()


class ScanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions that change what a scan finds or how it goes; the defaults are those of the command line."""

    limits: Limits = DEFAULT_LIMITS
    jobs: int = 0
    """Layers read at the same time; 0 takes the number of processors, 1 never forks."""
    with_files: bool = False
    """List every file."""
    with_file_digests: bool = False
    """And its SHA-256."""
    with_manifests: bool = False
    """Read lock files and manifests in images too."""
    with_packages: bool = True
    """Read packages; without, only the content that is asked for."""
    exclude: tuple[str, ...] = ()
    """Globs of paths in directories that are passed over."""
    java_index: str = ""
    """File that knows jars by SHA-1."""

    content: ContentOptions = NO_CONTENT
    """What to look for in the content of files."""
    with_dockerfile: bool = False
    """Read the Dockerfile: the given one, else one rebuilt from the history."""
    dockerfile: GivenDockerfile | None = None
    with_supply: bool = False
    """Fetch signatures and attestations from where the image came from."""
    with_base: bool = False
    """Say which image this one was built on, as far as the image tells."""
    base: GivenBase | None = None

    @property
    def with_archive_digests(self) -> bool:
        """Whether archives are hashed: where digests are asked for, or an index that knows archives by them."""
        return self.with_file_digests or bool(self.java_index)
