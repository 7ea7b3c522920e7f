"""`mooring readers`: what is read, file by file."""

import argparse

from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS
from mooring.model.reader import Claim, Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The machine-readable form."""
    parser.add_argument("--json", action="store_true", help="print JSON lines instead of a table")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Print every reader with its claim."""
    from mooring.base.families import collect
    from mooring.scan.readers import FAMILIES

    rows = [(family, reader) for family in FAMILIES for reader in collect(f"mooring.packages.{family}", Reader)]
    if arguments.json:
        import msgspec

        for family, reader in rows:
            claim = {
                key: value
                for key, value in msgspec.to_builtins(reader.claim, builtin_types=(bytes,)).items()
                if key != "magics"
            }
            line = {
                "family": family,
                "name": reader.name,
                "version": reader.version,
                "reads": reader.summary,
                "claim": claim,
            }
            context.output.write(msgspec.json.encode(line) + b"\n")
        return PASS
    width = max(len(reader.name) for _, reader in rows)
    for family, reader in rows:
        text = f"{family:<10}  {reader.name:<{width}}  {_where(reader.claim):<18}  {reader.summary or _files(reader.claim)}\n"
        context.output.write(text.encode())
    return PASS


def _where(claim: Claim) -> str:
    places = [name for name, holds in (("images", claim.in_images), ("directories", claim.in_directories)) if holds]
    return ", ".join(places)


def _files(claim: Claim) -> str:
    return " ".join(
        (
            *claim.paths,
            *claim.names,
            *(f"*{suffix}" for suffix in claim.suffixes),
            *(f"{folder}/*" for folder in claim.folders),
        )
    )


COMMAND = Command(
    name="readers",
    add_arguments=add_arguments,
    run=run,
    description="List what Mooring reads. Lock files and manifests are read in directories, and in images with --manifests.",
)
