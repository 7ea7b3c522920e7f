"""Databases below a folder: a chroot, a build root or an unpacked image inside the image.

Their packages are reported too, but must not be mixed up with those of the root: keys carry the folder, owned paths begin with
it, dependencies are looked up in it first, and the property `root` names it.
"""


def root_of(path: str, *endings: str) -> str:
    """The folder that the first fitting of `endings` is relative to; empty for the image itself."""
    for ending in endings:
        if path.endswith("/" + ending):
            return path[: -len(ending) - 1]
        if path == ending:
            return ""
    return ""


def key_of(kind: str, root: str, name: str) -> str:
    """What facts about a package join on: `dpkg:bash`, or `dpkg:/opt/chroot:bash` in a root of its own."""
    return f"{kind}:/{root}:{name}" if root else f"{kind}:{name}"


def below(root: str, paths: bytes) -> bytes:
    """Paths joined by newlines, relative to `root`, as paths from the image's root."""
    if not root or not paths:
        return paths
    prefix = root.encode("utf-8", "surrogateescape") + b"/"
    return prefix + paths.replace(b"\n", b"\n" + prefix)
