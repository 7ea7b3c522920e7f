"""Where images come from: the contract of the family.

Every module of this folder offers one `SOURCE = ImageSource(...)`. Opening a source gives one of four things, told
apart by type:

* `OpenedImage`: the layers are known and can be read in any order, in parallel, from forked children.
* `StreamedImage`: the bytes come once, in the order of the archive (standard input, a daemon's export, a compressed
  archive).
* `DirectoryTree`: files of the host; the pipeline walks them.
* `SbomDocument`: somebody else's inventory; the pipeline decodes it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

import msgspec

from mooring.base.config import RegistryConfig
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.image.supplies.place import SupplyPlace
from mooring.model.image import ImageDescription, Layer, Platform


class SourceOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a source may need to know. Nothing is read from the process: environment and standard input are passed
    in.
    """

    platform: Platform | None = None
    """The platform that was asked for; None takes the host's, and says so where an index offered others."""
    registry: RegistryConfig = RegistryConfig()
    limits: Limits = DEFAULT_LIMITS
    environment: Mapping[str, str] = {}
    """The process environment as the command line saw it: HOME, DOCKER_HOST, DOCKER_CONFIG, proxies, …"""
    standard_input: BinaryIO | None = None
    """What `-` reads."""
    offline: bool = False
    """Daemons and registries are refused."""


class OpenedImage(ABC):
    """An image whose layers can be read at random. Nothing of a layer has been read yet."""

    description: ImageDescription
    """Complete: layers base first, each with its diffID from the image config."""
    notes: tuple[str, ...] = ()
    """Decisions that the user did not make, for instance the platform that was chosen."""

    @abstractmethod
    def open_layer(self, layer: Layer) -> Iterator[bytes]:
        """The layer's bytes as stored (compressed or not), in pieces of at most 1 MiB.

        Safe in a forked child, and for several layers at once: each call opens its own file or connection, and closes
        it when the iterator is exhausted or closed. Size and digest are checked where the image names them: a
        difference raises DamagedImage instead of, or after, the last piece, so a caller must take the iterator to its
        end before trusting what it got. The diffID is the caller's to compare, since only the caller decompresses.
        Raises SourceError.
        """

    def layer_identity(self, layer: Layer) -> str:
        """A name that these bytes as stored have and no others: the digest that `open_layer` verifies them by. Empty
        where there is none, so that nothing is remembered of the layer. A source without digests may name a local file
        by device, inode, size, times and offset.
        """
        return layer.digest

    def supply_places(self) -> tuple[SupplyPlace, ...]:
        """Where signatures of the image may lie, the likeliest first; none where the source keeps images alone."""
        return ()

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened; more than once is fine."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a streamed archive that looks like a layer."""

    name: str
    size: int
    """Bytes as stored, as the archive's header says."""
    chunks: Iterator[bytes]
    """The bytes as stored, of which the next member's `chunks` begins where this one ends: what is left unread is
    skipped.
    """


class StreamedDescription(msgspec.Struct, frozen=True, kw_only=True):
    """What a stream turned out to be, known at its end only."""

    description: ImageDescription
    member_names: tuple[str, ...]
    """The member that holds each layer of `description.layers`; one member may serve several layers."""
    notes: tuple[str, ...] = ()


class StreamedImage(ABC):
    """An image whose bytes come once: first all of `members`, then `finish`."""

    name: str
    """What the user asked for."""

    @abstractmethod
    def members(self) -> Iterator[Member]:
        """Each member that may be a layer, in archive order; documents of the archive are kept aside.

        Which image a layer belongs to, and whether to any, is known at the end only. Can be taken once. Raises
        DamagedImage where the archive is cut off and HostileInput where a limit is passed.
        """

    @abstractmethod
    def finish(self, diff_ids: Mapping[str, str]) -> StreamedDescription:
        """Describe the image, given the computed diffID of each member that was read.

        Every layer is present in `diff_ids` with the diffID that the image config names, else DamagedImage is raised.
        """

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened; more than once is fine."""


class DirectoryTree(msgspec.Struct, frozen=True, kw_only=True):
    """Files of the host. The pipeline walks `root` itself."""

    description: ImageDescription
    """`kind` is `directory` or `file`; there are no layers."""
    root: str
    """Absolute path of the folder that stands for `/`."""
    only: str = ""
    """Name of the one file in `root` that is meant, where the user gave a file; empty for the whole folder."""
    is_root_file_system: bool = False
    """The folder is the root of a system (`rootfs:`), so absolute links in it point into it."""
    notes: tuple[str, ...] = ()


class SbomDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else's inventory, not yet decoded."""

    description: ImageDescription
    """`kind` is `sbom`."""
    content: bytes
    """At most `limits.max_file_bytes`."""
    notes: tuple[str, ...] = ()


Opened = OpenedImage | StreamedImage | DirectoryTree | SbomDocument


class ImageSource(msgspec.Struct, frozen=True, kw_only=True):
    """One way to get at images."""

    name: str
    """How reports and notes call it; also its scheme."""
    schemes: tuple[str, ...]
    """What the user may write before the colon to choose it; never empty, and no other source has the same."""
    description: str
    """One line for the help text."""
    guess_order: int
    """Where it is asked when no scheme is given, lowest first: local files below 100, daemons 100 to 199, registries
    from 200.
    """
    is_remote: bool
    """It connects to something, so `offline` refuses it."""
    recognises: Callable[[str, SourceOptions], bool]
    """Whether a text without scheme is probably meant for this source. Quick (a second at most for a daemon), never
    raises.
    """
    open: Callable[[str, SourceOptions], Opened]
    """Open what the text (without scheme) names. Raises UsageError, SourceError and HostileInput."""
