"""The Dockerfile of an image: the one that is given, else one rebuilt from its history."""

from collections.abc import Iterator

import msgspec

from mooring.content.dockerfile.findings import findings_of
from mooring.content.dockerfile.history import rebuilt
from mooring.content.dockerfile.masking import Mask, mask_pairs, masking_of
from mooring.content.dockerfile.parse import bounded, parse
from mooring.content.dockerfile.steps import Parsed
from mooring.content.dockerfile.text import text_of
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode, Instruction, Stage
from mooring.model.image import ImageDescription


def dockerfile_of(
    image: ImageDescription, given: bytes | None = None, path: str = "", *, mask: Mask | None = None
) -> Dockerfile | None:
    """Instructions, stages and findings; None where nothing is given and there is no image to tell.

    Values of secrets are masked in all of it; `mask` is a further search for them. Never raises, whatever the bytes.
    """
    if given is not None:
        text, problems = text_of(given)
        parsed = parse(text)
        parsed = msgspec.structs.replace(parsed, problems=bounded([*problems, *parsed.problems]))
        return _stored(parsed, DockerfileMode.ACTUAL, path, mask)
    if image.kind != "image":
        return None
    return _stored(rebuilt(image), DockerfileMode.GUESSED, "", mask)


def _stored(parsed: Parsed, mode: DockerfileMode, path: str, mask: Mask | None) -> Dockerfile:
    masked = masking_of(parsed, mask)
    return Dockerfile(
        mode=mode,
        path=path,
        instructions=tuple(_instructions(parsed, masked)),
        stages=tuple(_stage(stage.stage, masked) for stage in parsed.stages),
        findings=findings_of(parsed, masked),
        problems=tuple(masked(problem) for problem in parsed.problems),
    )


def _instructions(parsed: Parsed, masked: Mask) -> Iterator[Instruction]:
    for step in parsed.steps:
        instruction = step.instruction
        value = mask_pairs(instruction.value, masked) if step.pairs else masked(instruction.value)
        is_changed = value != instruction.value
        yield msgspec.structs.replace(
            instruction,
            value=value,
            flags=tuple(masked(flag) for flag in instruction.flags),
            words=_words(value, instruction.words, masked) if is_changed else tuple(map(masked, instruction.words)),
        )


def _words(value: str, words: tuple[str, ...], masked: Mask) -> tuple[str, ...]:
    """Words of a value in which something was masked: those that no longer stand in it are gone."""
    return tuple(word for word in (masked(word) for word in words) if word in value)


def _stage(stage: Stage, masked: Mask) -> Stage:
    return msgspec.structs.replace(stage, base=masked(stage.base), platform=masked(stage.platform))
