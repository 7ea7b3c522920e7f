"""`mooring policy validate`: all that is wrong with a bundle, at once."""

import argparse
from collections.abc import Iterator

import msgspec

from mooring.base.config import Config
from mooring.cli.command import Context
from mooring.cli.exits import PASS, USAGE
from mooring.cli.judging import bundle_content
from mooring.cli.outputs import write_pieces
from mooring.model.policy import BundleProblem
from mooring.policy.validate import has_errors, sentence, validate
from mooring.reports.text.style import clean


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Tell it; exit 2 where the bundle cannot be used."""
    name = arguments.bundle
    content = bundle_content(name, config.policy)
    problems = validate(content, name, is_strict=not arguments.lenient, max_bytes=config.policy.max_bundle_bytes)
    if arguments.output == "json":
        document = {"bundle": name, "is_valid": not has_errors(problems), "problems": msgspec.to_builtins(problems)}
        pieces = iter((msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n",))
    else:
        pieces = (f"{line}\n".encode("utf-8", "replace") for line in _lines(name, problems))
    write_pieces(pieces, "", context)
    return USAGE if has_errors(problems) else PASS


def _lines(name: str, problems: tuple[BundleProblem, ...]) -> Iterator[str]:
    for problem in problems:
        yield clean(f"{'error' if problem.is_error else 'note'}: {sentence(name, problem)}")
        if problem.hint:
            yield clean(f"hint:  {problem.hint}")
    errors = sum(problem.is_error for problem in problems)
    if not errors:
        yield f"{clean(name)} is valid" + (
            f", with {len(problems)} note{'s' * (len(problems) > 1)}" if problems else ""
        )
    else:
        yield f"{clean(name)} has {errors} error{'s' if errors > 1 else ''}"
