"""Values of histories and configs as a Dockerfile writes them."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from mooring.content.dockerfile.steps import Step, is_posix_shell
from mooring.content.dockerfile.words import exec_form, go_list
from mooring.model.image import ImageConfig

_HEALTH = re.compile(r"^&\{\s*(\[.*?\])(?=\s+\"|\s*\}|$)", re.DOTALL)


def list_value(keyword: str, text: str) -> str:
    """`["sh" "-c" "x"]`, `[/a /b]` or `map[80/tcp:{}]`, as an exec form, a shell form or plain words."""
    words = exec_form(text)
    if words is None:
        words = go_list(text)
    if words is None:
        return text
    if keyword == "EXPOSE":
        return " ".join(words)
    return command_value(words) if keyword in ("CMD", "ENTRYPOINT") else json_list(words)


def command_value(words: Sequence[str]) -> str:
    """The shell form where the words call `sh -c`, which is how builders write it down; else the exec form."""
    if len(words) == 3 and words[1] == "-c" and is_posix_shell(tuple(words)):
        return words[2]
    return json_list(words)


def json_list(words: Sequence[str]) -> str:
    """The exec form."""
    return "[" + ", ".join(quoted(word) for word in words) + "]"


def quoted(text: str) -> str:
    """In double quotes, as JSON; bytes that are no text are written as their numbers."""
    return msgspec.json.encode(text.encode("utf-8", "backslashreplace").decode("utf-8")).decode()


def environment_value(text: str, names: set[str]) -> str:
    """`A=b c D=e` as `A="b c" D=e`: a value goes on until a name that the config knows."""
    places = [
        match
        for match in re.finditer(r"(?:^|(?<=\s))([^\s=\"']{1,256})=", text)
        if match.start() == 0 or match.group(1) in names
    ]
    if not places or places[0].start() or len(places) > 1_000:
        return text
    ends = [place.start() for place in places[1:]] + [len(text)]
    return " ".join(
        f"{place.group(1)}={_value(text[place.end() : end].rstrip())}" for place, end in zip(places, ends, strict=True)
    )


def _value(text: str) -> str:
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    if is_quoted or not re.search(r"[\s\"'\\]", text):
        return text
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def health_value(text: str, from_config: Sequence[str]) -> str:
    """`&{["CMD-SHELL" "curl x"] "30s" …}` as `CMD curl x`; the config decides where it has one."""
    words: Sequence[str] | None = from_config
    if not words:
        match = _HEALTH.match(text)
        words = go_list(match.group(1)) if match else None
    if not words:
        return text
    kind, rest = words[0], words[1:]
    if kind == "CMD-SHELL":
        return f"CMD {' '.join(rest)}"
    return "NONE" if kind == "NONE" else f"CMD {json_list(rest)}" if kind == "CMD" else f"CMD {json_list(words)}"


def from_config(config: ImageConfig, steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """Instructions that the config shows and the history does not: squashed, rewritten and reproducible builds have no full history."""
    given = {step.directive for step in steps}
    environment = {pair.name for step in steps if step.directive == "ENV" for pair in step.pairs}
    ports = {port.partition("/")[0] for step in steps if step.directive == "EXPOSE" for port in step.instruction.words}
    for pair in config.environment[:1_000]:
        name, _, value = pair.partition("=")
        if name not in environment:
            yield "ENV", f"{name}={_value(value)}"
    missing = [port for port in config.exposed_ports[:1_000] if port.partition("/")[0] not in ports]
    if missing:
        yield "EXPOSE", " ".join(missing)
    if config.working_directory and "WORKDIR" not in given:
        yield "WORKDIR", config.working_directory
    if config.volumes and "VOLUME" not in given:
        yield "VOLUME", json_list(config.volumes)
    if config.stop_signal and "STOPSIGNAL" not in given:
        yield "STOPSIGNAL", config.stop_signal
    yield from _commands(config, given)
    yield from _user(config, steps)


def _commands(config: ImageConfig, given: set[str]) -> Iterator[tuple[str, str]]:
    if config.healthcheck and "HEALTHCHECK" not in given:
        yield "HEALTHCHECK", health_value("", config.healthcheck)
    if config.entrypoint and "ENTRYPOINT" not in given:
        yield "ENTRYPOINT", command_value(config.entrypoint)
    if config.command and "CMD" not in given:
        yield "CMD", command_value(config.command)


def _user(config: ImageConfig, steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """The config's user is the one that counts; where it has none while the history has, that is root."""
    users = [step.instruction.value.strip() for step in steps if step.directive == "USER"]
    last = users[-1] if users else ""
    if config.user != last:
        yield "USER", config.user or "root"
