"""`mooring sbom`: the inventory as an SBOM."""

import argparse

from mooring.cli.command import Command, Context
from mooring.cli.scanning import add_scan_arguments, run_scan

DEFAULT_FORMAT = "cyclonedx-json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All of a scan's."""
    add_scan_arguments(parser, default_format=DEFAULT_FORMAT)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Scan and write the inventory."""
    return run_scan(arguments, context, default_format=DEFAULT_FORMAT)


COMMAND = Command(
    name="sbom",
    add_arguments=add_arguments,
    run=run,
    description="Write the inventory of an image as an SBOM: CycloneDX, SPDX, Syft JSON or Mooring's own. An SBOM as input is converted.",
    examples="""examples:
  mooring sbom alpine:3.20 > alpine.cdx.json
  mooring sbom oci-dir:layout -o spdx-json=app.spdx.json -o cyclonedx-xml=app.cdx.xml
  mooring sbom sbom:app.spdx.json -o cyclonedx-json""",
)
