"""What an rpm header says, as facts."""

import struct

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.packages.os.places.root import below, key_of
from mooring.packages.os.rpmdb import header as tags
from mooring.packages.os.rpmdb.header import Header
from mooring.packages.os.rpmdb.signature import key_id, key_id_of_base64

MAX_PATH_BYTES = 64 * 1024 * 1024
"""All paths of one package. Each file may name the same long folder, so that the header's own size is no bound."""

_ALGORITHMS = {None: "md5", 1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224"}
"""OpenPGP numbers (RFC 9580, 9.5); headers before rpm 4.6 have none and mean MD5."""
_IS_CONFIG, _IS_GHOST = 1, 64
_VERIFY_DIGEST, _VERIFY_MODE = 1, 64
_NORMAL = 0


class FileList(msgspec.Struct, frozen=True, gc=False):
    """Columns of the files that a package put into the file system, in the header's order."""

    paths: list[bytes] = []
    """No leading slash."""
    digests: list[bytes] = []
    """Hex, or empty; an empty list where there are none."""
    flags: tuple[int, ...] = ()
    algorithm: str = ""
    modes: bytes = b""
    """Two bytes a row, or empty: `OwnedFilesFact.modes`."""


def package_fact(header: Header, root: str = "") -> PackageFact:
    """The package without its edges, installed in folder `root`; raises ReadError where it has no name or version."""
    name, version = header.text(tags.NAME), version_of(header)
    if not name or not version:
        raise ReadError(f"rpm header: the package {name!r} has no {'version' if name else 'name'}")
    source = header.text(tags.SOURCE_RPM)
    source_name, source_version = split_source(source)
    is_source = not source and tags.IS_SOURCE in header.entries
    architecture = "src" if is_source else header.text(tags.ARCHITECTURE)
    declared = header.text(tags.LICENSE)
    return PackageFact(
        type="rpm",
        name=name,
        version=version,
        key=key_of("rpm", root, f"{name}-{version}.{architecture}"),
        architecture=architecture,
        source_name=source_name,
        source_version=source_version,
        licenses=(declared,) if declared else (),
        home=root,
        properties={name: value for name, value in (*_properties(header, source), ("root", root)) if value},
    )


def version_of(header: Header) -> str:
    """`epoch:version-release`; no epoch where it is not set or 0, which rpm takes to be the same."""
    version, release, epoch = header.text(tags.VERSION), header.text(tags.RELEASE), header.number(tags.EPOCH)
    return f"{f'{epoch}:' if epoch else ''}{version}{f'-{release}' if release else ''}"


def split_source(source_rpm: str) -> tuple[str, str]:
    """Name and `version-release` of the file name of a source package; empty where it is not one."""
    stem = source_rpm.removesuffix(".rpm")
    parts = stem[: max(stem.rfind("."), 0)].rsplit("-", 2)
    return (parts[0], f"{parts[1]}-{parts[2]}") if len(parts) == 3 else ("", "")


def file_list(header: Header) -> FileList:
    """The package's files; raises ReadError where the columns do not fit together.

    Left out are files that were not installed (documentation in most images, translations), and those that another
    package has replaced: their digests say nothing about the image.
    """
    paths = _paths(header)
    if not paths:
        return FileList()
    digests, flags = header.texts(tags.FILE_DIGESTS), header.numbers(tags.FILE_FLAGS)
    digests = digests if len(digests) == len(paths) and any(digests) else []
    flags = flags if len(flags) == len(paths) else (0,) * len(paths)
    modes, digests = _checked(header, flags, digests)
    states = header.numbers(tags.FILE_STATES)
    if (any(states) and len(states) == len(paths)) or b"\n" in b"".join(paths + digests):
        states = states if len(states) == len(paths) else (_NORMAL,) * len(paths)
        kept = [row for row in range(len(paths)) if states[row] == _NORMAL and b"\n" not in paths[row]]
        paths = [paths[row] for row in kept]
        digests = [digests[row].replace(b"\n", b"") for row in kept] if digests else []
        flags = tuple(flags[row] for row in kept)
        modes = _kept_modes(modes, kept)
    algorithm = _ALGORITHMS.get(header.number(tags.FILE_DIGEST_ALGORITHM), "") if digests else ""
    return FileList(paths, digests if algorithm else [], flags, algorithm, modes)


def _checked(header: Header, flags: tuple[int, ...], digests: list[bytes]) -> tuple[bytes, list[bytes]]:
    """Modes and digests without those of files that rpm does not verify: %ghost, which nothing installs, and %verify(not …)."""
    modes, verified = header.numbers(tags.FILE_MODES), header.numbers(tags.FILE_VERIFY_FLAGS)
    modes = modes if len(modes) == len(flags) else ()
    verified = verified if len(verified) == len(flags) else ()
    ghosts = {row for row, flag in enumerate(flags) if flag & _IS_GHOST}
    unverified = {row for row, flag in enumerate(verified) if not flag & _VERIFY_DIGEST} | ghosts
    if digests and unverified:
        digests = [b"" if row in unverified else digest for row, digest in enumerate(digests)]
    without = {row for row, flag in enumerate(verified) if not flag & _VERIFY_MODE} | ghosts
    words = [0 if row in without else mode & 0xFFFF for row, mode in enumerate(modes)]
    return struct.pack(f">{len(words)}H", *words), digests


def _kept_modes(modes: bytes, rows: list[int]) -> bytes:
    return b"".join([modes[2 * row : 2 * row + 2] for row in rows])


def owned_facts(owner: str, files: FileList, root: str) -> list[OwnedFilesFact]:
    """Up to two facts: configuration files, and the others. `root` is the folder that the package was installed in."""
    config = [row for row, flags in enumerate(files.flags) if flags & _IS_CONFIG]
    if not config:
        return [_owned(owner, files, root, are_config=False)] if files.paths else []
    marked = set(config)
    others = [row for row in range(len(files.paths)) if row not in marked]
    chosen = ((config, True), (others, False))
    return [_owned(owner, _rows(files, rows), root, are_config=are_config) for rows, are_config in chosen if rows]


def signing_key(header: Header) -> str:
    """Number of the key that signed the package, sixteen hex digits; empty where it is not signed or does not say."""
    for tag in tags.SIGNATURES:
        if found := key_id(header.binary(tag)):
            return found
    return key_id_of_base64(header.text(tags.OPEN_PGP))


def _properties(header: Header, source_rpm: str) -> list[tuple[str, str]]:
    size = header.number(tags.LONG_SIZE) or header.number(tags.SIZE)
    return [
        ("modularity", header.text(tags.MODULARITY)),
        ("vendor", header.text(tags.VENDOR)),
        ("packager", header.text(tags.PACKAGER)),
        ("homepage", header.text(tags.URL)),
        ("summary", header.text(tags.SUMMARY)),
        ("source_rpm", source_rpm),
        ("installed_size", str(size or "")),
        ("install_time", str(header.number(tags.INSTALL_TIME) or "")),
        ("sigmd5", header.binary(tags.SIGNATURE_MD5).hex()),
        ("signature_key", signing_key(header)),
    ]


def _paths(header: Header) -> list[bytes]:
    names = header.texts(tags.BASE_NAMES)
    if not names:
        return [path.removeprefix(b"/") for path in header.texts(tags.OLD_FILE_NAMES)]
    folders = [folder.removeprefix(b"/") for folder in header.texts(tags.DIRECTORY_NAMES)]
    indexes = header.numbers(tags.DIRECTORY_INDEXES)
    if len(indexes) != len(names) or max(indexes) >= len(folders):
        raise ReadError(f"rpm header: {len(names)} files and {len(folders)} folders do not fit together")
    lengths = [len(folder) for folder in folders]
    if sum([lengths[index] for index in indexes]) > MAX_PATH_BYTES:
        raise ReadError(f"rpm header: the paths have more than {MAX_PATH_BYTES} bytes")
    return [folders[index] + name for index, name in zip(indexes, names, strict=True)]


def _rows(files: FileList, rows: list[int]) -> FileList:
    digests = [files.digests[row] for row in rows] if files.digests else []
    return FileList([files.paths[row] for row in rows], digests, (), files.algorithm, _kept_modes(files.modes, rows))


def _owned(owner: str, files: FileList, root: str, *, are_config: bool) -> OwnedFilesFact:
    has_digests = any(files.digests)
    return OwnedFilesFact(
        owner=owner,
        paths=below(root, b"\n".join(files.paths)),
        algorithm=files.algorithm if has_digests else "",
        digests=b"\n".join(files.digests) if has_digests else b"",
        are_config=are_config,
        modes=files.modes,
    )
