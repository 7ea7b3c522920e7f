"""The parser of arguments speaks as the rest of Mooring does."""

import argparse
import io

import pytest

from mooring.base.errors import UsageError
from mooring.cli.arguments import parser_of
from mooring.cli.command import Command
from mooring.cli.streams import Results


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place")
    parser.add_argument("--count", type=int)
    parser.add_argument("--color", choices=("red", "green"))


COMMAND = Command(name="paint", add_arguments=add_arguments, run=lambda arguments, context: 0, description="Paints.")


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ([], "`mooring paint` needs place", "`mooring paint --help` explains it"),
        (["x", "--colour", "red"], "`mooring paint` has no flag '--colour'", "did you mean '--color'?"),
        (["x", "--zzz=1"], "`mooring paint` has no flag '--zzz=1'", "`mooring paint --help` lists what there is"),
        (["x", "y"], "`mooring paint` has no second argument 'y'", "`mooring paint --help` lists what there is"),
        (["x", "--count", "many"], "--count is 'many'; expected a whole number", "`mooring paint --help` explains it"),
        (
            ["x", "--color", "blue"],
            "--color is 'blue'; expected one of 'red', 'green'",
            "`mooring paint --help` explains it",
        ),
        (["x", "--count"], "--count: expected one argument", "`mooring paint --help` explains it"),
    ],
    ids=["missing", "near", "far", "second", "number", "choice", "value"],
)
def test_a_mistake_is_a_usage_error_with_a_hint(words, message, hint):
    with pytest.raises(UsageError) as caught:
        parser_of(COMMAND, Results(None)).parse_args(words)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_flags_may_not_be_shortened():
    with pytest.raises(UsageError, match="no flag '--col'"):
        parser_of(COMMAND, Results(None)).parse_args(["x", "--col", "red"])


def test_help_goes_to_the_results():
    raw = io.BytesIO()
    out = Results(io.TextIOWrapper(raw, write_through=True))

    with pytest.raises(SystemExit) as ended:
        parser_of(COMMAND, out).parse_args(["--help"])

    assert ended.value.code == 0
    assert b"usage: mooring paint" in raw.getvalue()
