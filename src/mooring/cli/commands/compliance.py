"""`mooring compliance`: what a standard's controls come to on an image, an SBOM or a stored report."""

import argparse
import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import NotFound, UsageError
from mooring.base.families import collect
from mooring.base.limits import MIB
from mooring.cli.command import Command, Context
from mooring.cli.content import read_bounded
from mooring.cli.exits import INCOMPLETE, PASS, STOP
from mooring.cli.matching import exit_code_of_findings, fail_conditions
from mooring.cli.outputs import write_pieces
from mooring.cli.scanning import add_scan_arguments, collected, say, stored_reference
from mooring.cli.settings import load_settings
from mooring.model.compliance import ComplianceReport
from mooring.model.report import ScanReport
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.format import RenderOptions
from mooring.reports.text.style import clean

if TYPE_CHECKING:
    from mooring.policy.packs.pack import Pack

FORMATS = "mooring.reports.compliance"
DEFAULT_FORMAT = "table"
_MAX_SETTING_BYTES = 4 * MIB


class _Output(msgspec.Struct, frozen=True, kw_only=True):
    """A report to write, and where to; an empty path is standard output."""

    format: ComplianceFormat
    path: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All arguments of a scan, the pack, and what only the reader's house can say."""
    add_scan_arguments(parser, default_format=DEFAULT_FORMAT, is_matching=True, has_content=True, needs_reference=False)
    group = parser.add_argument_group("compliance")
    group.add_argument("--pack", metavar="NAME", help="the pack of controls; --list names them")
    group.add_argument(
        "--set",
        dest="settings",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what a check needs and no pack can know: allowed base images, keys, ports; --list names them; @FILE reads a file",
    )
    group.add_argument(
        "--waivers", metavar="FILE", help="findings that are accepted: the allowlists of this bundle (JSON or YAML)"
    )
    group.add_argument("--tag", metavar="NAME", default="", help="judge as REGISTRY/REPOSITORY:TAG")
    group.add_argument(
        "--fail-on-fail",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="whether to exit with 1 where a control fails (default: yes)",
    )
    group.add_argument(
        "--list", action="store_true", help="name the packs with what they cover and the settings they take"
    )
    group.add_argument(
        "--bundle", action="store_true", help="write the pack as a policy bundle in Anchore's form, and look at no image"
    )  # fmt: skip


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Carry it out; gives the exit code."""
    config = load_settings(arguments, context)
    if arguments.list:
        return _list(context)
    pack = _pack(arguments.pack)
    settings = _settings(arguments.settings, pack)
    if arguments.bundle:
        from mooring.policy.compliance.evaluate import compiled_pack
        from mooring.policy.packs.rendering import bundle_json

        compiled_pack(pack, settings)
        write_pieces((bundle_json(pack, settings),), "", context)
        return PASS
    if not arguments.reference:
        raise UsageError("no image is named", hint=f"mooring compliance IMAGE --pack {pack.id}")
    return _judge(arguments, config, context, pack, settings)


def _judge(
    arguments: argparse.Namespace, config: Config, context: Context, pack: "Pack", settings: dict[str, str]
) -> int:
    """Gather what the pack asks for, judge it, write the reports."""
    from mooring.policy.compliance.evaluate import compiled_pack, evaluate_pack
    from mooring.policy.compliance.waivers import read_waivers, waivers_for
    from mooring.scan.judging import Judging, evidence_of

    outputs = _outputs(arguments.output or [DEFAULT_FORMAT])
    conditions = fail_conditions(arguments.fail_on)
    arguments.reference = stored_reference(arguments.reference)
    limit = config.policy.max_bundle_bytes
    waivers = None
    if arguments.waivers:
        content = read_bounded(arguments.waivers, "the file of waivers", limit)
        waivers = read_waivers(content, arguments.waivers, max_bytes=limit)
    judging = Judging(compiled=compiled_pack(pack, settings), now=now(), name=arguments.tag)
    scanned = collected(arguments, config, context, judging, is_matching=True, keeps_findings=True)
    evidence = evidence_of(scanned, judging)
    accepted = waivers_for(waivers, evidence) if waivers is not None else ()
    report = evaluate_pack(pack, evidence, settings=settings, waivers=accepted)
    shows_table = any(output.format.name == DEFAULT_FORMAT and not output.path for output in outputs)
    if not arguments.quiet and not (shows_table and context.is_output_terminal):
        say(scanned, context)
    for output in sorted(outputs, key=lambda one: not one.path):
        write_pieces(output.format.render(report, _options(output, arguments, context)), output.path, context)
    return exit_code_of_findings(scanned, conditions, context) or _exit_code(report, scanned, arguments, context)


def _exit_code(report: ComplianceReport, scanned: ScanReport, arguments: argparse.Namespace, context: Context) -> int:
    """1 where a control fails, 3 where something could not be checked, with the reason on standard error."""
    totals = report.totals
    if totals.failed and arguments.fail_on_fail:
        first = next(one for one in report.controls if one.state.value == "fail")
        count = f"{totals.failed} controls fail, first" if totals.failed > 1 else "a control fails:"
        print(clean(f"stop: {count} {first.id} {first.title}"), file=context.messages)
        return STOP
    if arguments.allow_incomplete:
        return PASS
    if totals.not_gathered:
        first = next(one for one in report.controls if one.state.value == "not-gathered")
        count = f"{totals.not_gathered} controls were" if totals.not_gathered > 1 else "a control was"
        print(clean(f"incomplete: {count} not gathered, first {first.id} {first.title}"), file=context.messages)
        return INCOMPLETE
    return PASS if scanned.is_complete else INCOMPLETE


def _pack(name: str | None) -> "Pack":
    from mooring.policy.bundles.shipped import shipped_bundles
    from mooring.policy.packs.library import load_pack, pack_names

    if not name:
        raise UsageError("no pack is named", hint=f"--pack takes one of {', '.join(pack_names())}")
    if name not in pack_names() and name in shipped_bundles():
        raise UsageError(
            f"{name!r} is a bundle without controls", hint=f"`mooring policy check IMAGE --bundle {name}` judges by it"
        )
    try:
        return load_pack(name)
    except NotFound as error:
        raise UsageError(error.message, hint=error.hint) from None


def _settings(texts: Sequence[str], pack: "Pack") -> dict[str, str]:
    """The settings, files read. Raises UsageError where one is not known, or cannot be read."""
    from mooring.policy.packs.library import read_settings

    found = read_settings(texts, pack)
    for name, value in found.items():
        if value.startswith("@"):
            content = read_bounded(value[1:], f"the setting {name}", _MAX_SETTING_BYTES)
            try:
                found[name] = content.decode("utf-8").strip()
            except UnicodeDecodeError:
                raise UsageError(f"the setting {name}: {value[1:]!r} is not UTF-8") from None
    return found


def _list(context: Context) -> int:
    from mooring.policy.packs.library import all_settings, load_pack, pack_names, settings_of

    lines: list[str] = []
    packs = [load_pack(name) for name in pack_names()]
    width = max(len(pack.id) for pack in packs)
    for pack in packs:
        automatic = sum(control.check.value != "manual" for control in pack.controls)
        lines.append(
            f"{pack.id:<{width}}  {pack.source}: {len(pack.controls)} controls, {automatic} of them checked in whole or in part"
        )
        asked = settings_of(pack)
        if asked:
            lines.append(f"{'':<{width}}  takes {', '.join(asked)}")
    lines += ["", "settings (--set NAME=VALUE):"]
    lines += [f"  {name}: {setting.help}" for name, setting in all_settings().items()]
    write_pieces(("\n".join(lines).encode() + b"\n",), "", context)
    return PASS


def _outputs(texts: Sequence[str]) -> list[_Output]:
    """What `-o` asks for. Raises UsageError at a format that does not exist, or two reports for one place."""
    known = {one.name: one for one in collect(FORMATS, ComplianceFormat, contract="format")}
    outputs: list[_Output] = []
    for text in texts:
        name, _, path = text.partition("=")
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            raise UsageError(
                f"{name!r} is not a format of compliance reports; expected one of {', '.join(known)}",
                hint=f"did you mean {near[0]!r}?" if near else None,
            )
        if any(output.path == path for output in outputs):
            where = path or "standard output"
            raise UsageError(f"two reports would go to {where}", hint="give each but one a file: -o FORMAT=FILE")
        outputs.append(_Output(format=known[name], path=path))
    return outputs


def _options(output: _Output, arguments: argparse.Namespace, context: Context) -> RenderOptions:
    to_terminal = not output.path and context.is_output_terminal
    environment = context.environment
    return RenderOptions(
        width=shutil.get_terminal_size().columns if to_terminal else 0,
        use_color=to_terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb",
        with_suppressed=getattr(arguments, "show_suppressed", False),
    )


COMMAND = Command(
    name="compliance",
    add_arguments=add_arguments,
    run=run,
    description="Judge an image by the controls of a standard, one by one: pass, fail, not applicable, by hand, not gathered.\n\n"
    "exit codes: 0 every control that can be checked passes, 1 one fails, 2 the command makes no sense, 3 the evidence for one was not "
    "gathered or the image was not wholly read",
    examples="""examples:
  mooring compliance --list
  mooring compliance app:1.0 --pack cis-docker --dockerfile Dockerfile
  mooring compliance report.json --pack nist-800-190 -o html=nist.html -o csv=nist.csv
  mooring compliance app:1.0 --pack cis-docker --set base-images='registry.example/base/*' --set signing-keys=@cosign.pub
  mooring compliance app:1.0 --pack pci-dss-4 --waivers accepted.yaml
  mooring compliance --pack cis-docker --bundle > cis-docker.json""",
)
