"""Which of several platforms is meant (OCI image specification, image-index; Go's GOOS, GOARCH, GOARM)."""

import os

from mooring.model.image import Platform

_ARCHITECTURES = {
    "x86_64": "amd64",
    "x86-64": "amd64",
    "aarch64": "arm64",
    "armv8l": "arm64",
    "armv7l": "arm",
    "armv6l": "arm",
    "armhf": "arm",
    "i386": "386",
    "i486": "386",
    "i586": "386",
    "i686": "386",
    "ppc64el": "ppc64le",
    "loongarch64": "loong64",
}
_DEFAULT_VARIANTS = {"arm64": "v8", "arm": "v7", "amd64": "v1"}


def host_platform() -> Platform:
    """Linux on this machine's architecture: images are run by Linux even where a laptop is not."""
    return Platform(os="linux", architecture=go_architecture(os.uname().machine))


def go_architecture(name: str) -> str:
    """The architecture as Go calls it: `amd64` for `x86_64`."""
    return _ARCHITECTURES.get(name.lower(), name.lower())


def choose(offered: tuple[Platform, ...], wanted: Platform | None) -> int | None:
    """Place of the platform to take; None where nothing offered runs as the wanted one.

    Nothing wanted takes the host's, else linux/amd64, else the first, so there is always an answer where something is
    offered.
    """
    if wanted is not None:
        return _best(offered, wanted)
    if not offered:
        return None
    for candidate in (host_platform(), Platform(os="linux", architecture="amd64")):
        found = _best(offered, candidate)
        if found is not None:
            return found
    return 0


def _best(offered: tuple[Platform, ...], wanted: Platform) -> int | None:
    ranked = [(rank, at) for at, one in enumerate(offered) if (rank := _rank(one, wanted)) is not None]
    return min(ranked)[1] if ranked else None


def _rank(offered: Platform, wanted: Platform) -> int | None:
    """0 for the very platform, more for an older variant that runs too, None for one that does not run."""
    architecture = go_architecture(wanted.architecture)
    if offered.os != wanted.os or go_architecture(offered.architecture) != architecture:
        return None
    want = _level(wanted.variant or _DEFAULT_VARIANTS.get(architecture, ""))
    have = _level(offered.variant or _DEFAULT_VARIANTS.get(architecture, ""))
    if want is None or have is None:
        return 0 if wanted.variant in ("", offered.variant) else None
    return want - have if have <= want else None


def _level(variant: str) -> int | None:
    """`v7` is 7."""
    digits = variant.removeprefix("v")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None
