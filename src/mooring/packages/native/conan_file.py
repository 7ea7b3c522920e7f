"""conanfile.txt: what a C or C++ project asks Conan for.

Format: Conan documentation, "conanfile.txt": sections with a reference per line; a version may be a range in brackets.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.native.conan.reference import conan_package

_SCOPES = {"requires": "runtime", "tool_requires": "build", "build_requires": "build", "test_requires": "test"}


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per reference."""
    section = ""
    sections = set()
    for number, line in enumerate(file.text().split("\n"), start=1):
        entry = line.strip()
        if entry.startswith("[") and entry.endswith("]"):
            section = entry[1:-1]
            sections.add(section)
        elif entry and not entry.startswith("#") and section in _SCOPES:
            # A comment may follow a blank; `#` without one begins a revision.
            reference = entry.partition(" #")[0].strip()
            fact = conan_package(reference, home=file.path, scope=_SCOPES[section], line=number)
            if fact is not None:
                yield fact
    if not sections:
        raise ReadError("is not a conanfile: it has no sections")


READER = Reader(
    name="conan-file",
    version=1,
    claim=Claim(names=("conanfile.txt",), in_images=False),
    read=read,
    summary="What a project asks Conan for (conanfile.txt)",
)
