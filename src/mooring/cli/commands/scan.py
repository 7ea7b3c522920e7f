"""`mooring scan`: take an image apart and show what it holds."""

import argparse

from mooring.cli.command import Command, Context
from mooring.cli.judging import add_judging_arguments
from mooring.cli.scanning import add_scan_arguments, run_scan

DEFAULT_FORMAT = "table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of a scan's."""
    add_scan_arguments(parser, default_format=DEFAULT_FORMAT, is_matching=True, has_content=True)
    add_judging_arguments(parser, "--policy")
    parser.add_argument(
        "--no-match", action="store_true", help="the inventory only: neither needs nor reads a vulnerability database"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Scan and report."""
    return run_scan(arguments, context, default_format=DEFAULT_FORMAT, is_matching=not arguments.no_match)


COMMAND = Command(
    name="scan",
    add_arguments=add_arguments,
    run=run,
    description="Take an image apart and say what is wrong with it: distribution, packages with the layer each came from, licences, files, "
    "and every vulnerability that an advisory tells of, with its reason.\n\nexit codes: 0 everything was read, 1 a --fail-on condition "
    "holds, 2 the command makes no sense, 3 the image was not or not wholly read, or was not assessed and --fail-on not-assessed was given",
    examples="""examples:
  mooring scan alpine:3.20
  mooring scan docker-archive:app.tar
  docker save app:1.0 | mooring scan -
  mooring scan app:1.0 --fail-on critical --fail-on kev --only-fixed
  mooring scan dir:. -o table -o cyclonedx-json=sbom.json
  mooring scan registry.example/app@sha256:... --platform linux/arm64 -o json --files""",
)
