"""`mooring secrets`: tokens, keys and passwords in an image or a folder, and nothing else."""

import argparse
from collections.abc import Iterator, Sequence

import msgspec

from mooring.cli.command import Command, Context
from mooring.cli.content import wanted_by
from mooring.cli.exits import INCOMPLETE, PASS, STOP
from mooring.cli.outputs import write_pieces
from mooring.cli.scanning import add_scan_arguments, say, scanned
from mooring.cli.settings import load_settings
from mooring.model.codec import encode
from mooring.model.evidence.content import Need, Secret, Surface
from mooring.model.report import ScanReport
from mooring.reports.text.columns import Column, aligned
from mooring.reports.text.style import BOLD, RED, YELLOW, clean, cut_path

FORMATS = ("table", "json")
_SHORT = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A scan's, and what becomes of what is found."""
    add_scan_arguments(parser, default_format="table", has_content=True)
    parser.add_argument(
        "--write-baseline", metavar="FILE", help="write what is found as a baseline that accepts it; then exit with 0"
    )
    parser.add_argument("--show-accepted", action="store_true", help="list what a baseline or a comment accepts, too")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Search, show, write; exit 1 where a secret is not accepted."""
    from mooring.content.secrets.baseline import baseline_bytes

    outputs = [_output(text) for text in arguments.output or ["table"]]
    config = load_settings(arguments, context)
    wanted = wanted_by(arguments, config.content)
    wanted = msgspec.structs.replace(wanted, needs=wanted.needs | {Need.SECRETS})
    report = scanned(arguments, config, context, wanted, with_packages=False)
    if not arguments.quiet:
        say(report, context)
    secrets = report.inventory.content.told_secrets
    counted = [secret for secret in secrets if not secret.accepted_by]
    if arguments.write_baseline:
        write_pieces((baseline_bytes(secrets),), arguments.write_baseline, context)
    for name, path in outputs:
        shown = secrets if arguments.show_accepted else counted
        pieces = (
            _json(report) if name == "json" else _table(shown, len(secrets) - len(counted), context, to_file=bool(path))
        )
        write_pieces(pieces, path, context)
    if counted and not arguments.write_baseline:
        return STOP
    return PASS if report.is_complete or arguments.allow_incomplete else INCOMPLETE


def _output(text: str) -> tuple[str, str]:
    from mooring.base.errors import UsageError

    name, _, path = text.partition("=")
    if name not in FORMATS:
        raise UsageError(
            f"{name!r} is not a format of `mooring secrets`; expected one of {', '.join(FORMATS)}",
            hint="`mooring scan --secrets -o FORMAT` writes secrets in every other format",
        )
    return name, path


def _json(report: ScanReport) -> Iterator[bytes]:
    content = report.inventory.content
    document = {"image": report.image.name, "digest": report.image.digest, "secrets": content.told_secrets}
    yield encode({**document, "searches": content.searches, "problems": report.problems}) + b"\n"


def _table(secrets: Sequence[Secret], accepted: int, context: Context, *, to_file: bool) -> Iterator[bytes]:
    is_terminal = context.is_output_terminal and not to_file
    import shutil

    width = shutil.get_terminal_size().columns if is_terminal else 0
    use_color = is_terminal and not context.environment.get("NO_COLOR") and context.environment.get("TERM") != "dumb"
    columns = (
        Column(title="severity", style_of=_style),
        Column(title="secret", least=20),
        Column(title="where", least=20, cut=cut_path),
        Column(title="state"),
        Column(title="fingerprint"),
        Column(title="accepted by", least=10),
    )
    worst_first = sorted(secrets, key=lambda secret: (-secret.severity.rank, secret.place, secret.line))
    rows = [
        (
            secret.severity.value,
            clean(secret.title or secret.rule),
            clean(f"{secret.place}:{secret.line}" if secret.line else secret.place),
            _state(secret),
            secret.fingerprint[:_SHORT],
            clean(secret.accepted_by),
        )
        for secret in worst_first
    ]
    for line in aligned(columns, rows, width=width, use_color=use_color, indent=0):
        yield f"{line}\n".encode("utf-8", "replace")
    more = f"; {accepted} accepted" if accepted else ""
    counted = sum(not secret.accepted_by for secret in secrets)
    yield f"{counted} secret{'' if counted == 1 else 's'}{more}\n".encode()


def _state(secret: Secret) -> str:
    words = {
        Surface.SHADOWED: "replaced later, still in its layer",
        Surface.DELETED: "deleted later, still in its layer",
        Surface.CONFIG: "in the image config",
        Surface.HISTORY: "in the history",
    }
    return words.get(secret.surface, "")


def _style(text: str) -> str:
    return {"critical": f"{BOLD};{RED}", "high": RED, "medium": YELLOW}.get(text, "")


COMMAND = Command(
    name="secrets",
    add_arguments=add_arguments,
    run=run,
    description="Search an image (every layer, what later layers hide included, environment, labels and history) or a folder for tokens, "
    "keys and passwords. No value is ever shown or kept: only rule, place and a keyed fingerprint.\n\nexit codes: 0 none, or all "
    "accepted; 1 one is not accepted; 2 the command makes no sense, 3 the image was not or not wholly read",
    examples="""examples:
  mooring secrets app:1.0
  mooring secrets dir:. --write-baseline secrets.json && mooring secrets dir:. --secret-baseline secrets.json
  mooring secrets app:1.0 --secret-rules .gitleaks.toml -o json=secrets.json""",
)
