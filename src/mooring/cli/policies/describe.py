"""`mooring policy describe`: the reference of gates, triggers and parameters, made from the gates themselves."""

import argparse
import shutil

import msgspec

from mooring.base.config import Config
from mooring.base.errors import UsageError
from mooring.cli.command import Context
from mooring.cli.exits import PASS
from mooring.cli.outputs import write_pieces
from mooring.policy.describe import describe_text, spec

_WIDTH = 100


def run(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Print it; as JSON it is what Anchore's API serves as `policy_spec`."""
    del config
    width = min(shutil.get_terminal_size().columns, 120) if context.is_output_terminal else _WIDTH
    lines = describe_text(arguments.gate, arguments.trigger, width=width)
    if arguments.output == "json":
        if arguments.trigger:
            raise UsageError("the JSON is of whole gates", hint="leave the trigger out")
        document = [gate for gate in spec() if not arguments.gate or gate["name"] == arguments.gate.lower()]
        pieces = iter((msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n",))
    else:
        pieces = (f"{line}\n".encode() for line in lines)
    write_pieces(pieces, "", context)
    return PASS
