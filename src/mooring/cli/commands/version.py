"""`mooring version`."""

import argparse
import platform

from mooring import __version__
from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Print versions."""
    context.output.write(
        f"mooring {__version__} (Python {platform.python_version()}, {platform.system().lower()}/{platform.machine()})\n".encode()
    )
    return PASS


COMMAND = Command(name="version", add_arguments=add_arguments, run=run, description="Print the version.")
