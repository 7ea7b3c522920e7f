"""`mooring config`: every setting, its value and who says so."""

import argparse

from mooring.base.settings import settings_of
from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS
from mooring.cli.settings import add_settings_arguments, load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings themselves."""
    add_settings_arguments(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Print the table."""
    rows = settings_of(load_settings(arguments, context))
    name_width = max(len(name) for name, _, _ in rows)
    value_width = min(max(len(value) for _, value, _ in rows), 50)
    for name, value, origin in rows:
        context.output.write(
            f"{name:<{name_width}}  {value:<{value_width}}  {origin}\n".encode("utf-8", "surrogateescape")
        )
    return PASS


COMMAND = Command(
    name="config",
    add_arguments=add_arguments,
    run=run,
    description="Print each setting with its value and origin: default, file, environment variable or flag. Credentials are not shown.",
)
