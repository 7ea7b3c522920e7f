"""`mooring policy check`: the verdict on an image, an SBOM or a stored report."""

import argparse

from mooring.base.config import Config
from mooring.base.errors import SourceError
from mooring.cli.command import Context
from mooring.cli.judging import refuse_bundle
from mooring.cli.outputs import VERDICTS
from mooring.cli.scanning import Judged, run_scan, stored_reference

DEFAULT_BUNDLE = "default"


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Scan where there is something to scan, match, judge, write."""
    given = arguments.reference
    arguments.reference = stored_reference(given)
    judged = Judged(fallback=DEFAULT_BUNDLE, keeps_findings=True)
    try:
        return run_scan(
            arguments, context, default_format="table", is_matching=True, family=VERDICTS, judged=judged, config=config
        )
    except SourceError:
        refuse_bundle(given, config.policy)
        raise
