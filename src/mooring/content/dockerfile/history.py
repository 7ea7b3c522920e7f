"""A Dockerfile rebuilt from the history and the config of an image.

Builders write their steps in forms of their own. Docker: `/bin/sh -c #(nop)  CMD ["sh"]`, `|1 A=b /bin/sh -c apk add x`. BuildKit:
`RUN |1 A=b /bin/sh -c apk add x # buildkit`, `EXPOSE map[80/tcp:{}]`. Buildah: Docker's form, with `|inheritLabels=false` behind.
Kaniko: the instruction as it is. Windows: `cmd /S /C #(nop) …`. A step is one history entry, its line the number of the entry.
"""

import re
from collections.abc import Iterable
from itertools import islice

import msgspec

from mooring.content.dockerfile.building import Building
from mooring.content.dockerfile.parse import Passage, bounded, keyword_of, step_of
from mooring.content.dockerfile.rebuilding import environment_value, from_config, health_value, list_value
from mooring.content.dockerfile.source import MAX_INSTRUCTIONS, Marks
from mooring.content.dockerfile.steps import WINDOWS_SHELL, BuildStage, Parsed, Step
from mooring.content.dockerfile.words import Pair
from mooring.model.image import HistoryEntry, ImageDescription

BASE_NAME = "org.opencontainers.image.base.name"
_NOP = re.compile(r"^[^#]{0,4096}#\(nop\)\s+")
_BUILDKIT = "# buildkit"
MAX_ENTRY_CHARS = 1 << 18
MAX_SUFFIX_CHARS = 512
MAX_BUILD_ARGUMENTS = 1_000
_BUILDAH = re.compile(r"(?:\s?\|(?:[a-z]+[A-Z][A-Za-z]*)=[^|\s]*)+$")
_COUNT = re.compile(r"^\|(\d{1,4})\s")
_SHELL = re.compile(
    r"(?:^|(?<=\s))((?:/\S*/)?(?:sh|bash|ash|dash|zsh|ksh)(?:\s+(?:-\w+|pipefail|errexit|nounset|xtrace)){0,8}?\s+-\w*c)\s+"
)
_WINDOWS = re.compile(
    r"(?:^|(?<=\s))(cmd(?:\.exe)?\s+/S\s+/C|powershell(?:\.exe)?\s+.{0,200}?-Command)\s+", re.IGNORECASE
)
_SILENT = ("#", "Apply image", "Install update")
_PROGRAMS = frozenset(
    {
        "apk",
        "apt",
        "apt-get",
        "yum",
        "dnf",
        "microdnf",
        "zypper",
        "pip",
        "pip3",
        "npm",
        "gem",
        "go",
        "sh",
        "bash",
        "chmod",
        "chown",
    }
    | {
        "cp",
        "mkdir",
        "rm",
        "useradd",
        "adduser",
        "addgroup",
        "groupadd",
        "ln",
        "tar",
        "curl",
        "wget",
        "python",
        "python3",
        "make",
    }
)


class _Said(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry says."""

    keyword: str
    value: str
    shell: tuple[str, ...] = ()
    build_arguments: tuple[Pair, ...] = ()


def rebuilt(image: ImageDescription) -> Parsed:
    """The instructions that history and config tell of; the config decides what the image has in the end. Never raises."""
    escape = "`" if image.config.platform.os == "windows" else "\\"
    building = Building(escape)
    problems: list[str] = []
    building.add(_from(image, escape))
    said = list(_all_said(image, problems))
    own_from = _end_of_base(image.config.history)
    extra: dict[int, _Said] = {}
    for number, entry in said:
        extra[len(building.steps)] = entry
        building.add(_step(entry, number, escape, is_own=number > own_from))
    last = len(image.config.history) + 1
    for keyword, value in from_config(image.config, building.steps):
        step = _step(_Said(keyword=keyword, value=value), last, escape, is_own=True)
        building.add(msgspec.structs.replace(step, is_config=True))
    default = WINDOWS_SHELL if image.config.platform.os == "windows" else ()
    steps = [_with_extra(step, extra.get(place), default) for place, step in enumerate(building.steps)]
    return Parsed(
        steps=tuple(steps), stages=_stages(building, image), problems=bounded(problems), escape=escape, is_guess=True
    )


def _from(image: ImageDescription, escape: str) -> Step:
    """FROM, as Anchore's guesses have it: `scratch`, unless an annotation names the base image."""
    return _step(_Said(keyword="FROM", value=image.annotations.get(BASE_NAME) or "scratch"), 0, escape, is_own=False)


def _stages(building: Building, image: ImageDescription) -> tuple[BuildStage, ...]:
    stage = building.stages[0]
    base = image.annotations.get(BASE_NAME, "")
    return (msgspec.structs.replace(stage, stage=msgspec.structs.replace(stage.stage, base=base)),)


def _step(said: _Said, number: int, escape: str, *, is_own: bool) -> Step:
    passage = Passage(
        text=said.value, line=number, end_line=number, marks=Marks(lines=(number,)), head_length=len(said.value)
    )
    return msgspec.structs.replace(step_of(said.keyword, passage, escape), is_own=is_own)


def _with_extra(step: Step, said: _Said | None, default: tuple[str, ...]) -> Step:
    if said is None or step.directive != "RUN":
        return step
    shell = said.shell or default or step.shell
    step = msgspec.structs.replace(step, shell=shell, build_arguments=said.build_arguments)
    return step if said.shell or default else _exec_form(step)


def _exec_form(step: Step) -> Step:
    """A command that a history shows without a shell had none."""
    words = tuple(step.instruction.value.split())
    instruction = msgspec.structs.replace(step.instruction, is_exec_form=True, words=words)
    return msgspec.structs.replace(step, instruction=instruction, script="")


def _all_said(image: ImageDescription, problems: list[str]) -> Iterable[tuple[int, _Said]]:
    history = image.config.history
    if len(history) > MAX_INSTRUCTIONS:
        problems.append(f"the history has {len(history)} entries; those after {MAX_INSTRUCTIONS} were left out")
    last_health = max((n for n, entry in enumerate(history) if "HEALTHCHECK" in entry.created_by[:64]), default=-1)
    for index, entry in enumerate(history[:MAX_INSTRUCTIONS]):
        said = _said(entry)
        if isinstance(said, str):
            if said:
                problems.append(f"history entry {index + 1} {said}")
            continue
        yield index + 1, _normal(said, image, is_last_health=index == last_health)


def _said(entry: HistoryEntry) -> _Said | str:
    """What an entry says, or why it says nothing; empty where that is in order."""
    text = entry.created_by[:MAX_ENTRY_CHARS].strip()
    if not text:
        return "" if entry.empty_layer else "does not say what made the layer"
    if text.startswith(_SILENT):
        return ""
    text = text.removesuffix(_BUILDKIT).rstrip()
    if match := _NOP.match(text):
        return _instruction(_without_suffix(text[match.end() :])) or "has an instruction that is not known"
    if said := _instruction(text):
        return said
    if text.startswith("|") or _SHELL.match(text) or _WINDOWS.match(text):
        return _run(text)
    first = text.split(None, 1)[0]
    if first.startswith("/") or (first in _PROGRAMS and not entry.empty_layer):
        return _run(text)
    return "" if entry.empty_layer else "is no instruction that is known; what it did is not checked"


def _without_suffix(text: str) -> str:
    """Without what Buildah writes behind an instruction."""
    at = max(len(text) - MAX_SUFFIX_CHARS, 0)
    return text[:at] + _BUILDAH.sub("", text[at:])


def _instruction(text: str) -> _Said | None:
    """`COPY a b`; only in upper case, since other builders write sentences."""
    keyword, start = keyword_of(text)
    if not keyword or keyword != keyword.upper():
        return None
    value = text[start:].strip()
    return _run(value) if keyword == "RUN" else _Said(keyword=keyword, value=value)


def _run(text: str) -> _Said:
    """The command without its build arguments and its shell; without a shell it is the exec form."""
    arguments: tuple[Pair, ...] = ()
    shell = _SHELL.search(text) or _WINDOWS.search(text)
    if count := _COUNT.match(text):
        end = shell.start(1) if shell else count.end()
        arguments = _build_arguments(text[count.end() : end])
    elif shell is not None and shell.start(1):
        shell = None
    if shell is not None:
        command = _without_suffix(text[shell.end() :]).strip()
        return _Said(keyword="RUN", value=command, shell=tuple(shell.group(1).split()), build_arguments=arguments)
    if count is None:
        return _Said(keyword="RUN", value=text)
    number = min(int(count.group(1)), MAX_BUILD_ARGUMENTS)
    words = text[count.end() :].split(None, number)
    return _Said(
        keyword="RUN",
        value=" ".join(words[number:]),
        build_arguments=_build_arguments(" ".join(words[:number])),
    )


def _build_arguments(text: str) -> tuple[Pair, ...]:
    """`A=b C=d e`: values have no quotes, so a value ends where the next name begins."""
    found = re.finditer(r"(?:^|(?<=\s))([A-Za-z_][A-Za-z0-9_]{0,255})=", text)
    places = list(islice(found, MAX_BUILD_ARGUMENTS))
    if not places:
        return ()
    ends = [place.start() for place in places[1:]] + [len(text)]
    return tuple(
        Pair(name=place.group(1), value=text[place.end() : end].strip())
        for place, end in zip(places, ends, strict=True)
    )


def _normal(said: _Said, image: ImageDescription, *, is_last_health: bool) -> _Said:
    """The value as a Dockerfile has it."""
    config, value = image.config, said.value
    match said.keyword:
        case "CMD" | "ENTRYPOINT" | "SHELL" | "VOLUME":
            value = list_value(said.keyword, value)
        case "EXPOSE":
            value = list_value("EXPOSE", value)
        case "ENV":
            value = environment_value(value, {pair.partition("=")[0] for pair in config.environment})
        case "LABEL":
            value = environment_value(value, set(config.labels))
        case "HEALTHCHECK":
            value = health_value(value, config.healthcheck if is_last_health else ())
    return msgspec.structs.replace(said, value=value)


def _end_of_base(history: tuple[HistoryEntry, ...]) -> int:
    """How many of the first entries seem to be the base image's: up to the CMD that is not among the last ones without a layer."""
    at = len(history) - 1
    while at >= 0 and history[at].empty_layer:
        at -= 1
    for index in range(at, -1, -1):
        said = _said(history[index]) if history[index].empty_layer else ""
        if isinstance(said, _Said) and said.keyword == "CMD":
            return index + 1
    return 0
