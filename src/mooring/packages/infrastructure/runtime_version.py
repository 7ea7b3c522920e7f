"""One-line files that say which version of a language a project runs on: `.nvmrc`, `.python-version` and their like.

Formats: nvm ("nvmrc"), nodenv, pyenv, rbenv, jenv, tfenv: a version per line, the first being preferred, with or
without `v` or the name before it. Words (`lts/*`, `system`, `stable`) name no version.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 64 << 10
_NAMES = {
    ".nvmrc": "node",
    ".node-version": "node",
    ".python-version": "python",
    ".ruby-version": "ruby",
    ".java-version": "java",
    ".go-version": "go",
    ".terraform-version": "terraform",
    ".swift-version": "swift",
}
_VERSION = re.compile(r"(?:[a-z]{1,20}-|v)?(\d{1,10}(?:\.\w{1,20}){0,5}(?:[-+][\w.+-]{1,40})?)")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per version; what names none is passed over."""
    for number, line in enumerate(file.text().split("\n"), start=1):
        found = _VERSION.fullmatch(line.partition("#")[0].strip())
        if found:
            yield PackageFact(
                type="generic",
                name=_NAMES.get(file.name, file.name.strip(".").removesuffix("-version")),
                version=found[1],
                home=file.path,
                line=number,
                is_installed=False,
            )


READER = Reader(
    name="runtime-version",
    version=1,
    claim=Claim(names=tuple(_NAMES), max_bytes=MAX_BYTES, in_images=False),
    read=read,
    summary="Versions of languages that a project runs on (.nvmrc, .python-version, …)",
)
