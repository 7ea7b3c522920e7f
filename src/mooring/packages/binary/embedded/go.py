"""Build information of Go programs (Go's debug/buildinfo and runtime/debug, `go version -m`).

The linker writes a blob that begins with `\\xff Go buildinf:`, pointer size and flags. Since Go 1.18 two strings with
varint lengths follow at offset 32 (flag 2); before, two pointers to Go string headers. The first is the Go version,
the second the module list between two 16-byte marks.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.model.facts import PackageFact
from mooring.packages.binary.embedded.go_version import vcs_properties, version_of_main
from mooring.packages.formats.sections import Layout, Section

MAGIC = b"\xff Go buildinf:"
SECTION = ".go.buildinfo"
MAX_STRING = 16 << 20
"""The module list of the largest programs is 200 KiB."""
MAX_LINES = 100_000
MAX_SEARCH = 1 << 20
"""Go itself looks this far into the data segment where the section has no name."""
_VERSION = re.compile(r"go(\d+(?:\.\d+)*(?:(?:beta|rc)\d+)?\S*)")
_INLINE = 2
_SETTINGS = {
    "GOOS": "goos",
    "GOARCH": "goarch",
    "CGO_ENABLED": "cgo_enabled",
    "-buildmode": "build_mode",
    "-tags": "build_tags",
}
_UNKNOWN = ("", "(devel)")


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """A line `mod` or `dep`, with the line `=>` that may follow it."""

    path: str
    version: str = ""
    digest: str = ""
    """`h1:…`, the hash of the module's files (Go module reference, "go.sum files")."""
    replaced: str = ""
    """The module that this one stands for, or (a local folder has no version) the folder that stands for this one."""


class BuildInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a Go program says about itself."""

    go_version: str
    """As written: `go1.22.1 X:rangefunc`."""
    path: str = ""
    """Import path of the main package."""
    main: Module | None = None
    dependencies: tuple[Module, ...] = ()
    settings: dict[str, str] = {}


def read_build_info(layout: Layout) -> BuildInfo | None:
    """The build information of one architecture; None where there is none."""
    start = _blob(layout)
    if start is None:
        return None
    version, modules = (
        _inline(layout.content, start) if layout.content[start + 15] & _INLINE else _by_pointer(layout, start)
    )
    if not version:
        return None
    return _parse(version.decode("utf-8", "replace"), _unframed(modules).decode("utf-8", "replace"))


def build_info_in(content: bytes, start: int, stop: int) -> Iterator[BuildInfo]:
    """What stands in a part of a program, found by its magic alone, in the form of Go 1.18 and later; damaged or chance hits give nothing.

    The magic begins between `start` and `stop`, which the caller aligns to the file's multiples of 16.
    """
    at = content.find(MAGIC, start, stop)
    while at >= 0:
        if (at - start) % 16 == 0 and at + 32 <= len(content) and content[at + 15] & _INLINE:
            version, modules = _inline(content, at)
            if _VERSION.match(version.decode("utf-8", "replace")):
                yield _parse(version.decode("utf-8", "replace"), _unframed(modules).decode("utf-8", "replace"))
        at = content.find(MAGIC, at + 1, stop)


def packages(info: BuildInfo, path: str, architecture: str) -> Iterator[PackageFact]:
    """The main module, the modules it is built from, and the standard library."""
    version = _VERSION.match(info.go_version)
    needs = [module.path for module in info.dependencies] + (["stdlib"] if version else [])
    main = _main_module(info)
    if main is not None:
        properties = {
            "go_version": info.go_version,
            "main_package": info.path,
            **_described(main),
            **_build_properties(info),
        }
        # `(devel)` is no version: matching it against ranges would compare a word. What is known instead is in the
        # properties.
        yield _package(main, path, version=version_of_main(main.path, main.version, info.settings), is_root=True).fact(
            depends=tuple(needs), architecture=info.settings.get("GOARCH") or architecture, properties=properties
        )
    for module in info.dependencies:
        yield _package(module, path, version=module.version, is_root=False).fact(properties=_described(module))
    if version:
        yield _standard_library(version[1], info, path)


class _Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A package of a module, before what only some have is added."""

    module: Module
    path: str
    version: str
    is_root: bool

    def fact(self, *, properties: dict[str, str], depends: tuple[str, ...] = (), architecture: str = "") -> PackageFact:
        namespace, _, name = self.module.path.rpartition("/")
        return PackageFact(
            type="golang",
            namespace=namespace,
            name=name,
            version=self.version,
            home=self.path,
            provides=(self.module.path,),
            depends=depends,
            architecture=architecture,
            properties={key: value for key, value in properties.items() if value},
            language="go",
            is_root=self.is_root,
        )


def _package(module: Module, path: str, *, version: str, is_root: bool) -> _Draft:
    return _Draft(module=module, path=path, version="" if version in _UNKNOWN else version, is_root=is_root)


def _standard_library(version: str, info: BuildInfo, path: str) -> PackageFact:
    plain = version.split("-")[0].split("+")[0]
    experiments = " ".join(word for word in info.go_version.split()[1:] if word.startswith("X:"))
    return PackageFact(
        type="golang",
        name="stdlib",
        version=version,
        home=path,
        licenses=("BSD-3-Clause",),
        cpes=(f"cpe:2.3:a:golang:go:{plain}:*:*:*:*:*:*:*",),
        properties={"go_experiments": experiments} if experiments else {},
        language="go",
    )


def _main_module(info: BuildInfo) -> Module | None:
    """The `mod` line. The tools of Go's own distribution have none: theirs are the packages `cmd/…` of that Go
    version.
    """
    if info.main is not None:
        return info.main
    if not info.path.startswith("cmd/"):
        return None
    version = _VERSION.match(info.go_version)
    return Module(path=info.path, version=version[1] if version else "")


def _described(module: Module) -> dict[str, str]:
    return {"module_h1": module.digest, "replaces": module.replaced}


def _build_properties(info: BuildInfo) -> dict[str, str]:
    chosen = {name: info.settings.get(key, "") for key, name in _SETTINGS.items()}
    return {**chosen, **vcs_properties(info.settings)}


def _blob(layout: Layout) -> int | None:
    section = layout.section(SECTION, "__go_buildinfo")
    pieces = (section,) if section else layout.writable
    return next((at for piece in pieces for at in _marks(layout.content, piece)), None)


def _marks(content: bytes, piece: Section) -> Iterator[int]:
    """Where the magic stands, aligned to 16 bytes as the linker writes it, with room for the header."""
    end = min(piece.end, piece.offset + MAX_SEARCH)
    at = content.find(MAGIC, piece.offset, end)
    while at >= 0:
        if (at - piece.offset) % 16 == 0 and at + 32 <= len(content):
            yield at
        at = content.find(MAGIC, at + 1, end)


def _inline(content: bytes, start: int) -> tuple[bytes, bytes]:
    version, after = _varint_string(content, start + 32)
    return version, _varint_string(content, after)[0]


def _varint_string(content: bytes, at: int) -> tuple[bytes, int]:
    size, shift = 0, 0
    for index in range(at, min(at + 10, len(content))):
        size |= (content[index] & 0x7F) << shift
        shift += 7
        if content[index] < 0x80:
            start = index + 1
            end = start + size
            return (content[start:end], end) if size <= MAX_STRING and end <= len(content) else (b"", len(content))
    return b"", len(content)


def _by_pointer(layout: Layout, start: int) -> tuple[bytes, bytes]:
    """Both strings of the form before Go 1.18; the blob says its own pointer size and byte order."""
    order = ">" if layout.content[start + 15] & 1 else "<"
    size = layout.content[start + 14]
    if size not in (4, 8):
        return b"", b""
    own = msgspec.structs.replace(layout, byte_order=order, pointer_size=size)
    return _go_string(own, own.pointer(start + 16)), _go_string(own, own.pointer(start + 16 + size))


def _go_string(layout: Layout, address: int | None) -> bytes:
    header = layout.target_of(address) if address is not None else None
    if header is None:
        return b""
    begin, length = layout.pointer(header), layout.pointer(header + layout.pointer_size)
    start = layout.target_of(begin) if begin is not None else None
    if start is None or length is None or length > MAX_STRING:
        return b""
    return layout.content[start : start + length]


def _unframed(modules: bytes) -> bytes:
    """The module list without the 16-byte marks around it."""
    if len(modules) >= 33 and modules[-17:-16] == b"\n":
        return modules[16:-16]
    return b""


def _parse(go_version: str, text: str) -> BuildInfo:
    path, main, settings = "", None, {}
    dependencies: list[Module] = []
    last = ""
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        kind, _, rest = line.partition("\t")
        if kind == "path":
            path = rest
        elif kind == "build":
            key, _, value = rest.partition("=")
            settings[_unquoted(key)] = _unquoted(value)
        elif kind == "mod":
            main = _module(rest)
        elif kind == "dep":
            dependencies.append(_module(rest))
        elif kind == "=>" and last == "dep":
            dependencies[-1] = _replaced(dependencies[-1], _module(rest))
        elif kind == "=>" and last == "mod" and main is not None:
            main = _replaced(main, _module(rest))
        last = kind
    named = tuple(module for module in dependencies if module.path)
    return BuildInfo(go_version=go_version.strip(), path=path, main=main, dependencies=named, settings=settings)


def _module(rest: str) -> Module:
    path, version, digest = [*rest.split("\t"), "", ""][:3]
    return Module(path=path, version=version, digest=digest)


def _replaced(module: Module, by: Module) -> Module:
    """What the program really holds. A local folder has neither name nor version to look up, so the module keeps
    its own.
    """
    if by.version:
        return msgspec.structs.replace(by, replaced=f"{module.path}@{module.version}")
    return msgspec.structs.replace(module, replaced=f"by {by.path}")


def _unquoted(text: str) -> str:
    """A setting as Go quotes it (strconv.Quote) where it holds blanks, quotes or control characters."""
    if len(text) < 2 or text[0] not in '"`' or text[-1] != text[0]:
        return text
    inner = text[1:-1]
    return inner if text[0] == "`" else re.sub(r"\\(.)", r"\1", inner)
