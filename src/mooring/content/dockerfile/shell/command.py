"""One command of a shell script, as far as it can be told without running it."""

import msgspec


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word of a command."""

    text: str
    """Without quotes; variables and substitutions stay as they are written."""
    is_literal: bool = True
    """Whether nothing in it is filled in by the shell."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command with its place and its neighbours."""

    words: tuple[Word, ...]
    """Name and arguments, without assignments, redirections and keywords (`if`, `do`, `!`)."""
    start: int
    """Place of the first character in the script."""
    end: int
    """Place after the last one."""
    assignments: tuple[tuple[str, str], ...] = ()
    """`NAME=value` before the name."""
    targets: tuple[str, ...] = ()
    """Files that output is written to."""
    joined_by: str = ""
    """What stands before it: `&&`, `||`, `;`, `|`, `&`, a newline, or nothing at the start."""
    pipeline: int = 0
    """Commands that a pipe joins share the number."""
    depth: int = 0
    """0 for the script itself; above within subshells, substitutions and scripts in strings."""
    wrappers: tuple[str, ...] = ()
    """`sudo`, `env`, `time`, …: what the command is called through."""

    @property
    def name(self) -> str:
        """Of the program, without its folder; empty where there are assignments alone."""
        return self.words[0].text.rsplit("/", 1)[-1] if self.words else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The arguments."""
        return tuple(word.text for word in self.words[1:])

    @property
    def options(self) -> frozenset[str]:
        """Options as they are written, long ones without their value: `-y`, `--no-cache`."""
        return frozenset(text.partition("=")[0] for text in self.texts if text.startswith("-") and len(text) > 1)

    @property
    def operands(self) -> tuple[str, ...]:
        """Arguments that are no options. An option's value in a word of its own is among them."""
        return tuple(text for text in self.texts if not text.startswith("-"))

    def has_short(self, letter: str) -> bool:
        """Whether a one-letter option is given, alone or among others: `-y`, `-qqy`."""
        return any(
            text[0] == "-" and text[1:2] != "-" and letter in text[1:] and text[1:].replace("=", "").isalnum()
            for text in self.options
        )
