"""Dockerfile, Containerfile: the images that a build begins with or copies from.

Format: Dockerfile reference. `ARG` before the first `FROM` gives defaults for the references; a stage may build on an
earlier one by name. The image of the last stage is what the result is made of (scope `runtime`); the images of other
stages, of `COPY --from` and of `RUN --mount` take part in the build.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.infrastructure.images.reference import image_package
from mooring.packages.infrastructure.images.variables import expanded

MAX_BYTES = 4 << 20
_HERE_DOCUMENT = re.compile(r"<<-?[\"']?([A-Za-z_]\w*)")
_FROM_OPTION = re.compile(r"(?:^|[\s,])(?:--)?from=([^\s,]+)")


class Stage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One `FROM`."""

    reference: str
    name: str
    line: int
    platform: str


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each image once per line; what no default is known for is passed over."""
    stages: list[Stage] = []
    copied: list[tuple[str, int]] = []
    arguments: dict[str, str] = {}
    for number, instruction, rest in _instructions(file.text()):
        if instruction == "ARG" and not stages:
            _add_arguments(rest, arguments)
        elif instruction == "FROM":
            stages.extend(_stage(rest, arguments, number))
        elif instruction in ("COPY", "ADD", "RUN"):
            copied += [(found, number) for found in _FROM_OPTION.findall(_options(rest))]
    names = {stage.name for stage in stages if stage.name}
    last = _base_of_last(stages)
    for stage in stages:
        if stage.reference.lower() not in names:
            scope = "runtime" if stage is last else "build"
            fact = image_package(
                stage.reference, home=file.path, scope=scope, line=stage.line, properties={"platform": stage.platform}
            )
            if fact is not None:
                yield fact
    for reference, number in copied:
        whole = expanded(reference, arguments) or ""
        if whole.lower() not in names and not whole.isdigit():
            fact = image_package(whole, home=file.path, scope="build", line=number)
            if fact is not None:
                yield fact


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, instruction in capitals and the rest of each; lines that are continued are joined, here-documents left out."""
    lines = text.split("\n")
    escape = _escape(lines)
    parts: list[str] = []
    begun, end_of_document = 0, ""
    for number, line in enumerate(lines, start=1):
        code = line.strip()
        if end_of_document:
            end_of_document = "" if code == end_of_document else end_of_document
            continue
        if not code or code.startswith("#"):
            continue
        begun = begun if parts else number
        continues = code.endswith(escape)
        parts.append(code[:-1] if continues else code)
        if not continues:
            instruction, _, rest = " ".join(parts).partition(" ")
            parts.clear()
            document = _HERE_DOCUMENT.search(rest) if instruction.upper() in ("RUN", "COPY", "ADD") else None
            end_of_document = document[1] if document else ""
            yield begun, instruction.upper(), rest.strip()


def _escape(lines: list[str]) -> str:
    """The character that continues a line: a directive in the comments at the top may change it."""
    for line in lines:
        name, equals, value = line.strip().removeprefix("#").partition("=")
        if not line.lstrip().startswith("#") or not equals:
            break
        if name.strip().lower() == "escape" and value.strip() == "`":
            return "`"
    return "\\"


def _options(rest: str) -> str:
    """The options that stand before the operands."""
    words = rest.split()
    count = next((index for index, word in enumerate(words) if not word.startswith("--")), len(words))
    return " ".join(words[:count])


def _add_arguments(rest: str, arguments: dict[str, str]) -> None:
    for word in rest.split():
        name, equals, value = word.partition("=")
        whole = expanded(value.strip("\"'"), arguments)
        if equals and whole is not None:
            arguments[name] = whole


def _stage(rest: str, arguments: dict[str, str], number: int) -> Iterator[Stage]:
    words = rest.split()
    platform = ""
    while words and words[0].startswith("--"):
        option, _, value = words.pop(0).partition("=")
        platform = expanded(value, arguments) or "" if option == "--platform" else platform
    if words:
        reference = expanded(words[0].strip("\"'"), arguments)
        name = words[2].lower() if len(words) == 3 and words[1].lower() == "as" else ""
        yield Stage(reference=reference or "", name=name, line=number, platform=platform)


def _base_of_last(stages: list[Stage]) -> Stage | None:
    """The stage whose image lies below the last one; a name means the stage of that name before it."""
    base_of: dict[str, Stage] = {}
    base: Stage | None = None
    for stage in stages:
        below = base_of.get(stage.reference.lower())
        base = below if below is not None else stage
        if stage.name:
            base_of[stage.name] = base
    return base


READER = Reader(
    name="dockerfile",
    version=1,
    claim=Claim(
        names=("Dockerfile", "Containerfile", "dockerfile"),
        suffixes=(".dockerfile", ".containerfile"),
        max_bytes=MAX_BYTES,
        in_images=False,
    ),
    read=read,
    summary="Images that a build begins with or copies from (Dockerfile, Containerfile)",
)
