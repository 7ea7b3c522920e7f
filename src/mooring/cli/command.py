"""The contract of a command."""

import argparse
from collections.abc import Callable, Mapping
from typing import BinaryIO, TextIO

import msgspec

from mooring.cli.streams import Results


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a command gets of the process it runs in; nothing else touches it."""

    environment: Mapping[str, str]
    standard_input: BinaryIO
    output: Results
    """Results."""
    messages: TextIO
    """Everything else."""
    is_output_terminal: bool
    is_messages_terminal: bool


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command of the command line."""

    name: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Context], int]
    """Gives the exit code; raises MooringError."""
    description: str = ""
    examples: str = ""
