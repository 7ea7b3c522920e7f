"""go.mod: the modules that a Go module is built from.

Format: Go modules reference, "go.mod files". Since Go 1.17 the file names every module that the build needs, so that
go.sum, which names many more, need not be asked. `exclude` takes a version out, `replace` puts another module or a
folder in its place; `retract` speaks of the module's own releases.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.golang.modules.names import is_folder, key_of, module_package

MAX_LINES = 500_000
_GO = re.compile(r"(?:go)?(1\.\d+(?:\.\d+)?(?:(?:beta|rc)\d+)?)")
_VERBS = frozenset(
    {"module", "go", "toolchain", "require", "replace", "exclude", "retract", "godebug", "tool", "ignore"}
)


class Directive(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One statement, its block written out."""

    verb: str
    words: tuple[str, ...]
    comment: str
    line: int


class Replacement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What stands on the right of `=>`."""

    path: str
    version: str


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the module itself, each module it requires with replacements put in, and the standard library."""
    directives = _directives(file.text())
    if not any(directive.verb in _VERBS for directive in directives):
        raise ReadError("is not a go.mod file: it has none of its directives")
    replaced = _replacements(directives)
    excluded = {directive.words[:2] for directive in directives if directive.verb == "exclude"}
    required = [
        directive
        for directive in directives
        if directive.verb == "require" and len(directive.words) >= 2 and directive.words[:2] not in excluded
    ]
    library = _standard_library(directives, file.path)
    root = _root(directives, required, file, has_library=library is not None)
    if root is not None:
        yield root
    if library is not None:
        yield library
    for directive in required:
        yield _required(directive, replaced, file)
    damaged = next(
        (one for one in directives if one.verb in ("require", "module") and len(one.words) < _least(one)), None
    )
    if damaged is not None:
        raise ReadError(f"line {damaged.line} has a {damaged.verb!r} that is cut off")


def _least(directive: Directive) -> int:
    return 2 if directive.verb == "require" else 1


def _directives(text: str) -> list[Directive]:
    found: list[Directive] = []
    block = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if number > MAX_LINES:
            raise ReadError(f"has more than {MAX_LINES} lines")
        code, _, comment = line.partition("//")
        words = [word.strip('"`') for word in code.split()]
        if not words:
            continue
        if block and words[0] == ")":
            block = ""
        elif not block and words[-1] == "(":
            block = words[0]
        elif block:
            found.append(Directive(verb=block, words=tuple(words), comment=comment.strip(), line=number))
        else:
            found.append(Directive(verb=words[0], words=tuple(words[1:]), comment=comment.strip(), line=number))
    return found


def _replacements(directives: list[Directive]) -> dict[tuple[str, str], Replacement]:
    """Path and version (empty: any) to what replaces it."""
    found = {}
    for directive in directives:
        if directive.verb != "replace" or "=>" not in directive.words:
            continue
        at = directive.words.index("=>")
        left, right = directive.words[:at], directive.words[at + 1 :]
        if left and right:
            version = right[1] if len(right) > 1 else ""
            found[left[0], left[1] if len(left) > 1 else ""] = Replacement(path=right[0], version=version)
    return found


def _root(
    directives: list[Directive], required: list[Directive], file: LayerFile, *, has_library: bool
) -> PackageFact | None:
    module = next((one for one in directives if one.verb == "module" and one.words), None)
    if module is None:
        return None
    language = next((one.words[0] for one in directives if one.verb == "go" and one.words), "")
    direct = dict.fromkeys(one.words[0] for one in required if not _is_indirect(one))
    return module_package(
        module.words[0],
        "",
        home=file.path,
        depends=(*direct, *(("stdlib",) if has_library else ())),
        properties={"go_version": language},
        line=module.line,
        is_root=True,
    )


def _required(directive: Directive, replaced: dict[tuple[str, str], Replacement], file: LayerFile) -> PackageFact:
    """A module as it is built: a folder in its place has no version, so the one it stands for is kept."""
    path, version = directive.words[:2]
    instead = replaced.get((path, version)) or replaced.get((path, ""))
    properties = {"indirect": "true" if _is_indirect(directive) else ""}
    original = ""
    if instead is not None and is_folder(instead.path):
        properties["replaced_by"] = instead.path
    elif instead is not None:
        properties["replaces"] = f"{path}@{version}"
        original, path, version = path, instead.path, instead.version or version
    return module_package(
        path,
        version,
        home=file.path,
        key=key_of(file.folder, path, version),
        original=original,
        properties=properties,
        line=directive.line,
    )


def _is_indirect(directive: Directive) -> bool:
    """As Go reads the comment: `// indirect`, alone or before a semicolon."""
    return directive.comment.partition(";")[0].strip() == "indirect"


def _standard_library(directives: list[Directive], path: str) -> PackageFact | None:
    """The standard library of the least toolchain that builds the module.

    Go takes `toolchain`, else `go`, as that least one since 1.21; before, `go` named a version of the language only.
    """
    told = {one.verb: one for one in directives if one.verb in ("go", "toolchain") and one.words}
    directive = told.get("toolchain") or told.get("go")
    found = _GO.match(directive.words[0]) if directive is not None else None
    if directive is None or found is None:
        if "go" not in told or (found := _GO.match(told["go"].words[0])) is None:
            return None
        directive = told["go"]
    version = found[1]
    minor = re.match(r"1\.(\d{1,4})", version)
    if directive.verb == "go" and (minor is None or int(minor[1]) < 21):
        return None
    if version.count(".") == 1 and version[2:].isdigit():
        version += ".0"
    return PackageFact(
        type="golang",
        name="stdlib",
        version=version,
        home=path,
        licenses=("BSD-3-Clause",),
        cpes=(f"cpe:2.3:a:golang:go:{version}:*:*:*:*:*:*:*",),
        properties={"version_from": "lower-bound"},
        line=directive.line,
        language="go",
        is_installed=False,
    )


READER = Reader(
    name="go-mod",
    version=1,
    claim=Claim(names=("go.mod",), in_images=False),
    read=read,
    summary="The modules that a Go module requires (go.mod)",
)
