"""Linux kernel images: the x86 boot protocol's version string, or the banner of an uncompressed kernel.

Kernel documentation, "arch/x86/boot": `HdrS` at 0x202, and at 0x20e where the version string stands, less 0x200.
"""

import re
import struct
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_BANNER = b"Linux version "
_RELEASE = re.compile(rb"(\d+\.\d+[0-9A-Za-z.+~_-]*)(?: |\0|$)")
_NUMBERS = re.compile(r"\d+\.\d+(?:\.\d+)?(?:-rc\d+)?")
_NAMES = ("vmlinuz", "vmlinux", "bzImage", "zImage", "Image", "kernel")
_PATTERN = r"(?:^|/)(?:vmlinu[xz]|bzImage|zImage|kernel|Image)(?:-[^/]*)?$"


def read(file: LayerFile) -> Iterator[Fact]:
    """The kernel; nothing for other files of such a name, and for kernels that are compressed as a whole."""
    release, description = _boot_header(file.content) or _banner(file.content) or ("", "")
    numbers = _NUMBERS.match(release)
    if numbers is None:
        return
    yield PackageFact(
        type="generic",
        name="linux-kernel",
        version=release,
        cpes=_cpes(release, numbers[0]),
        properties={"description": description},
        licenses=("GPL-2.0-only WITH Linux-syscall-note",),
        is_guess=True,
    )


def _cpes(release: str, numbers: str) -> tuple[str, ...]:
    """The platform name of an upstream release. `6.1.0-13-amd64` and `5.14.0-362.el9` keep the number of the first
    release of a series whatever was fixed since: those have no certain name.
    """
    plain, _, candidate = numbers.partition("-")
    if release != numbers and plain.count(".") == 2 and plain.endswith(".0"):
        return ()
    return (f"cpe:2.3:o:linux:linux_kernel:{plain}:{candidate or '*'}:*:*:*:*:*:*",)


def _boot_header(content: bytes) -> tuple[str, str] | None:
    if len(content) < 0x210 or content[0x202:0x206] != b"HdrS":
        return None
    start = struct.unpack_from("<H", content, 0x20E)[0] + 0x200
    return _words(content, start)


def _banner(content: bytes) -> tuple[str, str] | None:
    at = content.find(_BANNER)
    return _words(content, at + len(_BANNER)) if at >= 0 else None


def _words(content: bytes, start: int) -> tuple[str, str] | None:
    """The release and the rest of the line: `6.1.0-13-amd64 (debian-kernel@…) #1 SMP …`."""
    found = _RELEASE.match(content, start, start + 200)
    if found is None:
        return None
    line = content[start : start + 400].split(b"\0")[0].split(b"\n")[0]
    return found[1].decode("ascii", "replace"), line.decode("utf-8", "replace")


READER = Reader(
    name="linux-kernel",
    version=1,
    claim=Claim(names=_NAMES, folders=("boot",), magics=(b"MZ", b"\x7fELF"), pattern=_PATTERN, min_bytes=1024),
    read=read,
    summary="Linux kernel images: `vmlinuz*`, `vmlinux*`, `bzImage*`",
)
