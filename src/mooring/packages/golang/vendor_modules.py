"""vendor/modules.txt: the modules whose packages lie in a vendor folder.

Format: Go modules reference, "Vendoring", and `go mod vendor`: `# module version [=> replacement [version]]`, lines of
`##` with what go.mod says of it, then a package of it per line. Modules without packages gave no code to the folder;
at the end `go` repeats the replacements of go.mod in the same form, also without packages.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.golang.modules.names import is_folder, module_package


class Vendored(msgspec.Struct, kw_only=True, gc=False):
    """One module with what follows its line."""

    path: str
    version: str
    replacement: str
    replacement_version: str
    line: int
    is_explicit: bool = False
    has_packages: bool = False


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each module that has packages in the folder."""
    text = file.text()
    if "# " not in text:
        raise ReadError("is not a list of vendored modules: no line begins with '# '")
    seen = set()
    for module in _modules(text):
        if not module.has_packages:
            continue
        fact = _package(module, file.path)
        identity = (fact.namespace, fact.name, fact.version)
        if fact.version and identity not in seen:
            seen.add(identity)
            yield fact


def _modules(text: str) -> Iterator[Vendored]:
    module: Vendored | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("## "):
            if module is not None:
                module.is_explicit = module.is_explicit or "explicit" in line[3:].replace(";", " ").split()
        elif line.startswith("# "):
            if module is not None:
                yield module
            module = _header(line[2:].split(), number)
        elif line.strip() and module is not None:
            module.has_packages = True
    if module is not None:
        yield module


def _header(words: list[str], number: int) -> Vendored | None:
    at = words.index("=>") if "=>" in words else len(words)
    left, right = words[:at], words[at + 1 :]
    if not left or (len(left) < 2 and not right):
        return None
    return Vendored(
        path=left[0],
        version=left[1] if len(left) > 1 else "",
        replacement=right[0] if right else "",
        replacement_version=right[1] if len(right) > 1 else "",
        line=number,
    )


def _package(module: Vendored, home: str) -> PackageFact:
    """A replacing folder has no version: the module that it stands for is named."""
    path, version, properties = module.path, module.version, {}
    original = ""
    if module.replacement and is_folder(module.replacement):
        properties["replaced_by"] = module.replacement
    elif module.replacement:
        properties["replaces"] = f"{path}@{version}" if version else path
        original, path, version = path, module.replacement, module.replacement_version or version
    if not module.is_explicit:
        properties["indirect"] = "true"
    return module_package(path, version, home=home, original=original, properties=properties, line=module.line)


READER = Reader(
    name="go-vendor",
    version=1,
    claim=Claim(names=("modules.txt",), pattern=r"(?:^|/)vendor/modules\.txt$", in_images=False),
    read=read,
    summary="Modules in the vendor folder of a Go module (vendor/modules.txt)",
)
