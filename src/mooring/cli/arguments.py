"""The parser of a command's arguments, which speaks as the rest of Mooring does."""

import argparse
import difflib
import re
from typing import NoReturn

from mooring.base.errors import UsageError
from mooring.cli.command import Command
from mooring.cli.streams import Results

EMPTY = "is a variable of the pipeline not set?"
"""What to think of where a text on the command line is empty."""


def parser_of(command: Command, output: Results) -> argparse.ArgumentParser:
    """The parser of one command; it raises UsageError, and writes its help to `output`."""
    parser = _Parser(
        prog=f"mooring {command.name}",
        description=command.description,
        epilog=command.examples,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    _give_output(parser, output)
    return parser


def refuse_empty(arguments: argparse.Namespace, *options: str) -> None:
    """Raise UsageError where one of these was given an empty text: what a pipeline asks for must not be passed over in silence."""
    for option in options:
        given = getattr(arguments, option, None)
        if given == "" or (isinstance(given, list) and "" in given):
            raise UsageError(f"--{option.replace('_', '-')} is empty", hint=EMPTY)


def _give_output(parser: "_Parser", output: Results) -> None:
    """Where it, and the parsers of its actions, write their help."""
    parser.output = output
    for child in children_of(parser).values():
        assert isinstance(child, _Parser)
        _give_output(child, output)


def children_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of a command's actions, by name; empty where it has none."""
    return {
        name: child
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, child in action.choices.items()
    }


class _Help(argparse.RawDescriptionHelpFormatter):
    """Words like `docker-archive:` stay whole."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        import textwrap

        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False, break_long_words=False)


class _Parser(argparse.ArgumentParser):
    output: Results

    def print_help(self, file: object = None) -> None:
        self.output.write(self.format_help().encode("utf-8", "surrogateescape"))
        self.output.flush()

    def error(self, message: str) -> NoReturn:
        unknown = message.removeprefix("unrecognized arguments: ")
        if unknown != message:
            raise self._unknown(unknown.split()[0])
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            raise UsageError(f"`{self.prog}` needs {missing}", hint=f"`{self.prog} --help` explains it")
        raise UsageError(_plain(message), hint=_nearest_choice(message) or f"`{self.prog} --help` explains it")

    def _unknown(self, word: str) -> UsageError:
        # What an action's parser does not know comes back to the command's.
        parsers = (self, *children_of(self).values())
        flags = {flag for parser in parsers for action in parser._actions for flag in action.option_strings}
        near = difflib.get_close_matches(word.partition("=")[0], flags, n=1) if word.startswith("-") else []
        hint = f"did you mean {near[0]!r}?" if near else f"`{self.prog} --help` lists what there is"
        kind = "flag" if word.startswith("-") else "second argument"
        return UsageError(f"`{self.prog}` has no {kind} {word!r}", hint=hint)


def _nearest_choice(message: str) -> str:
    found = re.search(r"invalid choice: '(.{0,60}?)' \(choose from (.*)\)", message, re.DOTALL)
    if not found:
        return ""
    near = difflib.get_close_matches(found[1], re.findall(r"[\w-]+", found[2]), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _plain(message: str) -> str:
    """`argument --jobs: invalid int value: 'x'` in our words."""
    found = re.fullmatch(r"argument ([^:]{1,60}): (.*)", message, re.DOTALL)
    if not found:
        return message
    flag, reason = found.groups()
    for theirs, ours in (("invalid int value: ", "{}; expected a whole number"), ("invalid choice: ", "{}")):
        if reason.startswith(theirs):
            return f"{flag} is {ours.format(reason.removeprefix(theirs))}".replace(
                " (choose from ", "; expected one of "
            ).rstrip(")")
    return f"{flag}: {reason}"
