"""`mooring policy init`: a first bundle."""

import argparse
import os

from mooring.base.config import Config
from mooring.base.errors import NotFound, UsageError
from mooring.cli.arguments import EMPTY
from mooring.cli.command import Context
from mooring.cli.exits import PASS
from mooring.cli.outputs import write_pieces
from mooring.policy.bundles.shipped import shipped_bundle, shipped_bundles


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Write it, to a file that is not there yet."""
    del config
    if arguments.list:
        write_pieces((f"{name}\n".encode() for name in shipped_bundles()), "", context)
        return PASS
    try:
        _, content = shipped_bundle(arguments.source)
    except NotFound as error:
        raise UsageError(error.message, hint=error.hint) from None
    if arguments.file == "":
        raise UsageError("the name of the file is empty", hint=EMPTY)
    if arguments.file and os.path.exists(arguments.file) and not arguments.force:
        raise UsageError(f"{arguments.file!r} is there already", hint="--force writes over it")
    write_pieces((content,), arguments.file or "", context)
    if arguments.file:
        print(f"wrote {arguments.file}; try: mooring policy validate {arguments.file}", file=context.messages)
    return PASS
