"""`mooring scan`: take an image apart and show what it holds."""

import argparse

from mooring.cli.command import Command, Context
from mooring.cli.scanning import add_scan_arguments, run_scan

DEFAULT_FORMAT = "table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of a scan's."""
    add_scan_arguments(parser, default_format=DEFAULT_FORMAT)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Scan and report."""
    return run_scan(arguments, context, default_format=DEFAULT_FORMAT)


COMMAND = Command(
    name="scan",
    add_arguments=add_arguments,
    run=run,
    description="Take an image apart: distribution, packages with the layer each came from, licences, files, executables that no package "
    "explains.\n\nexit codes: 0 everything was read, 2 the command makes no sense, 3 the image was not or not wholly read",
    examples="""examples:
  mooring scan alpine:3.20
  mooring scan docker-archive:app.tar
  docker save app:1.0 | mooring scan -
  mooring scan dir:. -o table -o cyclonedx-json=sbom.json
  mooring scan registry.example/app@sha256:... --platform linux/arm64 -o json --files""",
)
