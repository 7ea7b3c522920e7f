"""`mooring match`: what is known to be wrong with an inventory, without the image."""

import argparse

from mooring.cli.command import Command, Context
from mooring.cli.judging import add_judging_arguments
from mooring.cli.scanning import add_scan_arguments, run_scan, sbom_reference

DEFAULT_FORMAT = "table"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of a scan's; what names a file is read as an SBOM."""
    add_scan_arguments(parser, default_format=DEFAULT_FORMAT, is_matching=True)
    add_judging_arguments(parser, "--policy")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Match and report."""
    arguments.reference = sbom_reference(arguments.reference)
    return run_scan(arguments, context, default_format=DEFAULT_FORMAT, is_matching=True)


COMMAND = Command(
    name="match",
    add_arguments=add_arguments,
    run=run,
    description="Match a stored inventory or an SBOM of any tool against the vulnerability database. The result is that of the scan it "
    "came from; the image is not needed.\n\nexit codes: 0 done, 1 a --fail-on condition holds, 2 the command makes no sense, 3 the "
    "inventory was not or not wholly read, or was not assessed and --fail-on not-assessed was given",
    examples="""examples:
  mooring match app.cdx.json
  mooring match report.json --fail-on high --only-fixed
  mooring scan app:1.0 -o json=today.json && mooring match today.json --new-since yesterday.json
  syft app:1.0 -o syft-json | mooring match -""",
)
