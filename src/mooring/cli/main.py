"""The command `mooring`: finds the command, runs it, turns what went wrong into a message and an exit code."""

import importlib
import os
import signal
import sys
from collections.abc import Sequence

from mooring import __version__
from mooring.base.errors import MooringError
from mooring.cli.arguments import parser_of
from mooring.cli.command import Command, Context
from mooring.cli.exits import INTERRUPTED, PASS, USAGE
from mooring.cli.streams import Results, abandon_output, messages, standard_input

COMMANDS = {
    "scan": "take an image apart and say what is wrong with it",
    "match": "say what is wrong with a stored inventory or an SBOM",
    "secrets": "search an image or a folder for tokens, keys and passwords",
    "policy": "judge images by bundles: pass, warn or stop",
    "compliance": "judge images by the controls of a standard, one by one",
    "explain": "tell why a finding is one, and why others are not",
    "sbom": "write the inventory of an image as an SBOM",
    "db": "get, build, carry and search the vulnerability database",
    "cache": "show and prune the layer cache",
    "readers": "list what Mooring reads, file by file",
    "config": "print each setting with its origin",
    "version": "print the version",
}
_USAGE = "usage: mooring COMMAND [ARGUMENT ...]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. A MooringError becomes a message; anything else is a bug and keeps its traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    output = Results(sys.stdout)
    try:
        code = _run(words, output)
        output.flush()
        return code
    except MooringError as error:
        from mooring.cli.explain import exit_code_of, lines_of

        _finish(output)
        print(*lines_of(error), sep="\n", file=messages())
        return exit_code_of(error)
    except KeyboardInterrupt:
        _finish(output)
        print("\ninterrupted", file=messages())
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read standard output has stopped, as `head` does: end as the signal would have ended us.
        abandon_output()
        return 128 + signal.SIGPIPE


def _run(words: list[str], output: Results) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        return _help(words[1:], output)
    if words[0] in ("-V", "--version"):
        words = ["version"]
    if words[0] not in COMMANDS:
        return _unknown(words[0])
    command = _command(words[0])
    parsed = parser_of(command, output).parse_args(words[1:])
    return command.run(parsed, _context(output))


def _command(name: str) -> Command:
    command = importlib.import_module(f"mooring.cli.commands.{name}").COMMAND
    assert isinstance(command, Command)
    return command


def _help(words: list[str], output: Results) -> int:
    if words and words[0] in COMMANDS:
        parser_of(_command(words[0]), output).print_help()
        return PASS
    width = max(map(len, COMMANDS))
    lines = [
        f"Mooring {__version__} keeps container images where you moored them.\n\n{_USAGE}\n",
        *(f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items()),
        "\n`mooring COMMAND --help` explains one of them. A first try:  mooring scan alpine:3.20\n",
    ]
    output.write("\n".join(lines).encode())
    return PASS


def _unknown(word: str) -> int:
    import difflib

    near = difflib.get_close_matches(word, COMMANDS, n=1)
    hint = (
        f"did you mean `mooring {near[0]}`?"
        if near
        else f"the commands are {', '.join(COMMANDS)}; for an image: `mooring scan {word}`"
    )
    print(f"error: {word!r} is not a command\nhint:  {hint}", file=messages())
    return USAGE


def _context(output: Results) -> Context:
    return Context(
        environment=dict(os.environ),
        standard_input=standard_input(),
        output=output,
        messages=messages(),
        is_output_terminal=sys.stdout is not None and sys.stdout.isatty(),
        is_messages_terminal=sys.stderr is not None and sys.stderr.isatty(),
    )


def _finish(output: Results) -> None:
    """Write what was said before the error; where that is the error, let it go."""
    try:
        output.flush()
    except (BrokenPipeError, MooringError):
        abandon_output()


if __name__ == "__main__":
    sys.exit(main())
