"""`mooring policy`: bundles, and what they say of images."""

import argparse
import importlib

from mooring.base.errors import UsageError
from mooring.cli.command import Command, Context
from mooring.cli.judging import add_judging_arguments
from mooring.cli.scanning import add_scan_arguments
from mooring.cli.settings import add_settings_arguments, load_settings

ACTIONS = {
    "check": "judge an image, an SBOM or a stored report by a bundle",
    "explain": "tell why the verdict is what it is: mappings, rules, allowlists, one by one",
    "validate": "say what is wrong with a bundle, with the exact path and the nearest right word",
    "describe": "print every gate, trigger and parameter with its documentation",
    "test": "run a bundle against cases with expected verdicts, so that policies are tested like code",
    "diff": "show which stored images would flip if another bundle were activated",
    "init": "write a first bundle, commented",
}
_SCANNING = ("check", "explain")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One parser for each action."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    for name, summary in ACTIONS.items():
        child = actions.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", allow_abbrev=False
        )
        if name in _SCANNING:
            add_scan_arguments(child, default_format="table", is_matching=True, has_content=True)
            add_judging_arguments(child, "--bundle")
        else:
            _add_own(name, child)
            add_settings_arguments(child)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Carry the action out."""
    if arguments.action is None:
        raise UsageError(
            f"`mooring policy` needs an action: {', '.join(ACTIONS)}",
            hint="`mooring policy check IMAGE` judges by the bundle that comes with Mooring",
        )
    config = load_settings(arguments, context)
    action = importlib.import_module(f"mooring.cli.policies.{arguments.action}").run
    code = action(arguments, config, context)
    assert isinstance(code, int)
    return code


def _add_own(name: str, parser: argparse.ArgumentParser) -> None:
    match name:
        case "validate":
            parser.add_argument(
                "bundle", metavar="BUNDLE", help="JSON or YAML, or the name of one that comes with Mooring"
            )
            parser.add_argument(
                "--lenient",
                action="store_true",
                help="as bundles are read when an image is judged: gates that have ended are notes",
            )
            _add_output(parser)
        case "describe":
            parser.add_argument("gate", metavar="GATE", nargs="?", default="", help="only this gate")
            parser.add_argument("trigger", metavar="TRIGGER", nargs="?", default="", help="only this trigger of it")
            _add_output(parser)
        case "test":
            parser.add_argument("cases", metavar="CASES", nargs="+", help="files with cases (YAML)")
            parser.add_argument(
                "--bundle", metavar="FILE", help="the bundle to test (default: the setting policy.bundle)"
            )
            _add_output(parser)
        case "diff":
            parser.add_argument("old", metavar="OLD", help="the bundle that is active")
            parser.add_argument("new", metavar="NEW", help="the bundle that would take its place")
            parser.add_argument(
                "--reports",
                metavar="PLACE",
                action="append",
                required=True,
                help="folder of reports (-o json), or one report",
            )
            parser.add_argument("--fail-on-flip", action="store_true", help="exit with 1 where an image flips")
            _add_output(parser)
        case "init":
            parser.add_argument("file", metavar="FILE", nargs="?", help="where to (default: standard output)")
            parser.add_argument(
                "--from", dest="source", metavar="NAME", default="starter", help="which of those that come with Mooring"
            )
            parser.add_argument("--list", action="store_true", help="name those that come with Mooring")
            parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table", help="form of the answer")


COMMAND = Command(
    name="policy",
    add_arguments=add_arguments,
    run=run,
    description="Judge images by policy bundles: Anchore's, unchanged, and more.\n\nexit codes: 0 pass (go or warn), 1 stop, a case "
    "failed, an image flips; 2 the command or the bundle makes no sense, 3 the image was not or not wholly read",
    examples="""examples:
  mooring policy check app:1.0                                  # by the default bundle
  mooring policy check report.json --bundle bundle.json --tag registry.example/app:1.0
  mooring policy check app:1.0 --bundle strict -o table -o sarif=verdict.sarif
  mooring policy init bundle.yaml && mooring policy validate bundle.yaml
  mooring policy describe vulnerabilities package
  mooring policy test cases.yaml --bundle bundle.yaml
  mooring policy diff active.json next.json --reports reports/""",
)
