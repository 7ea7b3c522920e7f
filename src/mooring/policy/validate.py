"""Whether a bundle may be added: all that is wrong with it, told at once, with its path and the nearest word that would be right."""

import msgspec

from mooring.model.policy import BundleProblem
from mooring.policy.compile import compile_bundle, tolerant
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.reading.document import MAX_BUNDLE_BYTES
from mooring.policy.registry import Registry


def validate(
    content: bytes,
    name: str,
    *,
    is_strict: bool = True,
    max_bytes: int = MAX_BUNDLE_BYTES,
    gates: Registry | None = None,
) -> tuple[BundleProblem, ...]:
    """What is wrong with a bundle, in the order of the document: the whole document's first, each part's together. None: nothing.

    Strict is what holds for adding a bundle: gates that have ended, ids that are missing or stand twice and numbers instead of
    texts are errors, in policies that no mapping reaches as well. Otherwise those are notes, as they are when an image is judged.
    """
    compiled = compile_bundle(read_bundle(content, name, max_bytes=max_bytes), gates=gates)
    problems = compiled.strict_problems if is_strict else tuple(map(tolerant, compiled.strict_problems))
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: _natural(problem.path)))


def sentence(name: str, problem: BundleProblem) -> str:
    """A problem as one sentence: `bundle.json: policies[0].rules[1].gate is 'packges'; expected the name of a gate`."""
    return f"{name}: {problem.path} {problem.message}" if problem.path else f"{name} {problem.message}"


def has_errors(problems: tuple[BundleProblem, ...]) -> bool:
    """Whether any of them keeps the bundle from being added."""
    return any(problem.is_error for problem in problems)


class _Step(msgspec.Struct, frozen=True, order=True):
    """One step of a path; numbers in order of their value."""

    number: int
    text: str


def _natural(path: str) -> tuple[_Step, ...]:
    """Paths in the order of numbers: `rules[2]` before `rules[10]`."""
    steps = path.replace("[", ".").replace("]", "").split(".") if path else []
    return tuple(
        _Step(number=int(step), text="") if step.isdecimal() and len(step) < 9 else _Step(number=-1, text=step)
        for step in steps
    )
