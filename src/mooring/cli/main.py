"""The command `mooring`: finds the command, runs it, turns what went wrong into a message and an exit code."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence

from mooring import __version__
from mooring.base.errors import MooringError
from mooring.cli.command import Command, Context
from mooring.cli.exits import INTERRUPTED, USAGE

COMMANDS = {
    "scan": "take an image apart and report what it holds",
    "sbom": "write the inventory of an image as an SBOM",
    "cache": "show and prune the layer cache",
    "readers": "list what Mooring reads, file by file",
    "config": "print each setting with its origin",
    "version": "print the version",
}
_USAGE = "usage: mooring COMMAND [ARGUMENT ...]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. A MooringError becomes a message; anything else is a bug and keeps its traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(words)
    except MooringError as error:
        from mooring.cli.explain import exit_code_of, lines_of

        _flush()
        print(*lines_of(error), sep="\n", file=sys.stderr)  # noqa: T201 - this is the command line
        return exit_code_of(error)
    except KeyboardInterrupt:
        _flush()
        print("\ninterrupted", file=sys.stderr)  # noqa: T201 - this is the command line
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read standard output has stopped, as `head` does: end as the signal would have ended us.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        return _help(words[1:])
    if words[0] in ("-V", "--version"):
        words = ["version"]
    if words[0] not in COMMANDS:
        return _unknown(words[0])
    command = _command(words[0])
    parsed = _parser(command).parse_args(words[1:])
    return command.run(parsed, _context())


def _command(name: str) -> Command:
    command = importlib.import_module(f"mooring.cli.commands.{name}").COMMAND
    assert isinstance(command, Command)
    return command


def _parser(command: Command) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"mooring {command.name}",
        description=command.description,
        epilog=command.examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    return parser


def _help(words: list[str]) -> int:
    if words and words[0] in COMMANDS:
        _parser(_command(words[0])).print_help()
        return 0
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items()]
    print(  # noqa: T201 - this is the command line
        f"Mooring {__version__} keeps container images where you moored them.\n\n{_USAGE}\n",
        *lines,
        "\n`mooring COMMAND --help` explains one of them. A first try:  mooring scan alpine:3.20",
        sep="\n",
    )
    return 0


def _unknown(word: str) -> int:
    import difflib

    near = difflib.get_close_matches(word, COMMANDS, n=1)
    hint = (
        f"did you mean `mooring {near[0]}`?"
        if near
        else f"the commands are {', '.join(COMMANDS)}; for an image: `mooring scan {word}`"
    )
    print(f"error: {word!r} is not a command\nhint:  {hint}", file=sys.stderr)  # noqa: T201 - this is the command line
    return USAGE


def _context() -> Context:
    return Context(
        environment=dict(os.environ),
        standard_input=sys.stdin.buffer,
        output=sys.stdout.buffer,
        messages=sys.stderr,
        is_output_terminal=sys.stdout.isatty(),
        is_messages_terminal=sys.stderr.isatty(),
    )


def _flush() -> None:
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError, OSError):
        return


if __name__ == "__main__":
    sys.exit(main())
