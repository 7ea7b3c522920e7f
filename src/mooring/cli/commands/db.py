"""`mooring db`: the vulnerability database."""

import argparse
import importlib

from mooring.base.errors import UsageError
from mooring.cli.command import Command, Context
from mooring.cli.settings import add_settings_arguments, load_settings

ACTIONS = {
    "status": "what is installed, how old it is, and what each feed gave",
    "update": "fetch a ready database from database.url",
    "build": "fetch advisories from their publishers and build a database",
    "import": "install a database file: ours, or one of Grype's",
    "export": "write the installed database as one file, for a machine without a network or for a mirror",
    "verify": "read the installed database whole and check its digest",
    "search": "look a vulnerability or a package up",
    "feeds": "list the feeds that a build can take",
    "remove": "remove the installed databases",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One parser for each action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    for name, summary in ACTIONS.items():
        child = actions.add_parser(name, help=summary, description=_sentence(summary), allow_abbrev=False)
        _add_own(name, child)
        child.add_argument("--database-dir", metavar="FOLDER", help="where databases are installed")
        add_settings_arguments(child)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Carry the action out; without one, show the status."""
    if arguments.action is None:
        raise UsageError(
            f"`mooring db` needs an action: {', '.join(ACTIONS)}", hint="`mooring db status` shows what is installed"
        )
    config = load_settings(arguments, context)
    module = importlib.import_module(f"mooring.cli.databases.{_MODULES[arguments.action]}")
    action = getattr(module, f"run_{arguments.action}")
    code = action(arguments, config, context)
    assert isinstance(code, int)
    return code


_MODULES = {
    **dict.fromkeys(("status", "verify", "search", "remove"), "look"),
    **dict.fromkeys(("update", "import", "export"), "exchange"),
    **dict.fromkeys(("build", "feeds"), "build"),
}


def _add_own(name: str, parser: argparse.ArgumentParser) -> None:
    match name:
        case "status" | "search" | "feeds":
            parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="form of the answer")
        case "update":
            parser.add_argument("--url", metavar="URL", help="listing document of the database (default: database.url)")
            parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
        case "import":
            parser.add_argument(
                "file",
                metavar="FILE",
                help="NAME.db.zst as `mooring db export` writes it, NAME.db, an archive of Grype's, or a folder of vunnel's workspaces",
            )
            parser.add_argument(
                "--checksum", metavar="sha256:HEX", default="", help="the digest that the file must have"
            )
            parser.add_argument(
                "--fetch",
                metavar="PROVIDER",
                action="append",
                default=[],
                help="with a folder: have vunnel bring this provider up to date first (needs mooring[feeds]); may be given several times",
            )
        case "export":
            parser.add_argument(
                "target",
                metavar="FILE",
                help="NAME.db.zst; a folder gets the file and latest.json, as a mirror serves them",
            )
            parser.add_argument("--key", metavar="FILE", help="sign it with this Ed25519 key (PEM)")
        case "build":
            _add_build(parser)
    if name == "search":
        parser.add_argument("name", metavar="NAME", help="CVE-…, GHSA-…, DSA-… or any other identifier; or a package")
        parser.add_argument("--namespace", metavar="NAMESPACE", help="only here: debian:12, npm, …")


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "feeds", metavar="FEED", nargs="*", help="feeds to take (default: feeds.enabled, else those on by default)"
    )
    parser.add_argument(
        "--input",
        metavar="FEED=PATH",
        action="append",
        default=[],
        help="read this feed from a file, archive or folder that is already here; may be given several times",
    )
    parser.add_argument("--workspace", metavar="FOLDER", help="where raw files are kept (default: feeds.directory)")
    parser.add_argument("--offline", action="store_true", help="fetch nothing: build from what the workspace holds")
    parser.add_argument(
        "--accept",
        metavar="FEED",
        action="append",
        default=[],
        help="take this feed's new data although they look wrong: many records cannot be read, or far fewer are there than last time",
    )
    parser.add_argument("--output", metavar="FILE", help="write the database here instead of installing it")
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def _sentence(summary: str) -> str:
    return summary[0].upper() + summary[1:] + "."


COMMAND = Command(
    name="db",
    add_arguments=add_arguments,
    run=run,
    description="The vulnerability database that scans are matched against: one file, the same for the command line and every worker. "
    "Whatever fails, the last good one stays in use.\n\nexit codes: 0 done, 2 the command makes no sense, 3 there is no usable database, "
    "or the action could not be carried out",
    examples="""examples:
  mooring db status
  mooring db build                                   # everything, from the publishers
  mooring db build debian alpine github kev epss     # only what you run
  mooring db import grype-db.tar.zst
  mooring db export /mnt/usb/mooring.db.zst
  mooring db search CVE-2021-44228
  mooring db search openssl --namespace debian:12""",
)
