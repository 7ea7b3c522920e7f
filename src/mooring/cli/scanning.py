"""What `mooring scan` and `mooring sbom` share: arguments, the scan itself, writing the reports."""

import argparse
import importlib.util
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config, ScanConfig
from mooring.base.errors import OutputError, UsageError
from mooring.base.families import collect
from mooring.base.limits import MIB, Limits
from mooring.base.replacing import replacing
from mooring.cli.command import Context
from mooring.cli.exits import INCOMPLETE, PASS
from mooring.cli.matching import add_match_arguments, exit_code_of_findings, fail_conditions, matching_of
from mooring.cli.settings import add_registry_arguments, add_settings_arguments, cache_directory, load_settings
from mooring.cli.streams import Results
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.text.style import clean
from mooring.scan.cache import LayerCache
from mooring.scan.observer import SILENT, Observer
from mooring.scan.options import ScanOptions
from mooring.scan.pipeline import scan
from mooring.scan.readers import fingerprint

REFERENCE_HELP = """image reference, or SCHEME:PLACE: registry:, docker:, podman:, containerd:, docker-archive:, oci-dir:, oci-archive:,
dir:, rootfs:, file:, sbom:, or - for standard input; without a scheme it is guessed, and the guess is said"""


MAX_TEMPLATE_BYTES = 16 * MIB
DOCUMENTS = (".json", ".xml", ".yaml", ".yml", ".spdx", ".rdf")
"""Endings by which people tell a document from an image."""


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A report to write, and where to."""

    format: ReportFormat
    path: str
    """Empty for standard output."""


def add_scan_arguments(parser: argparse.ArgumentParser, *, default_format: str, is_matching: bool = False) -> None:
    """Everything that decides what is read, what is found in it and what is written."""
    parser.add_argument("reference", metavar="REFERENCE", help=REFERENCE_HELP)
    output = parser.add_argument_group("output")
    output.add_argument(
        "-o",
        "--output",
        metavar="FORMAT[=FILE]",
        action="append",
        help=f"write the report in this format, to standard output or a file; may be given several times (default: {default_format})",
    )
    output.add_argument("--template", metavar="FILE", help="Jinja2 template for -o template")
    output.add_argument(
        "--packages", action="store_true", help="list every package too, where the format shows findings first"
    )
    output.add_argument("--files", action="store_true", help="list every file, with its layer and owner")
    output.add_argument("--file-digests", action="store_true", help="and the SHA-256 of each; implies --files")
    output.add_argument("-q", "--quiet", action="store_true", help="say nothing but the report and errors")
    reading = parser.add_argument_group("reading")
    reading.add_argument("--platform", metavar="OS/ARCH", help="which image of an index (default: the host's)")
    reading.add_argument(
        "--manifests",
        action="store_true",
        help="read lock files and manifests in images too, not only what is installed",
    )
    reading.add_argument(
        "--exclude", metavar="GLOB", action="append", default=[], help="with dir: and rootfs: pass over these paths"
    )
    reading.add_argument(
        "--jobs", metavar="N", type=int, help="layers read at the same time (default: one for each processor)"
    )
    reading.add_argument("--no-cache", action="store_true", help="neither use nor fill the layer cache")
    reading.add_argument(
        "--java-index", metavar="FILE", help="file that knows jars by their SHA-1 (see docs/java-index.md)"
    )
    reading.add_argument(
        "--allow-incomplete", action="store_true", help="exit with 0 even where something could not be read"
    )
    if is_matching:
        add_match_arguments(parser)
    add_registry_arguments(parser)
    add_settings_arguments(parser)


def run_scan(arguments: argparse.Namespace, context: Context, *, default_format: str, is_matching: bool = False) -> int:
    """Scan, match where asked to, write the reports, say what a person should know; gives the exit code."""
    outputs = _outputs(arguments.output or [default_format])
    if not is_matching:
        _refuse_findings_formats(outputs)
    template = _template(arguments, outputs)
    config = load_settings(arguments, context)
    conditions = fail_conditions(arguments.fail_on) if is_matching else ()
    matching = matching_of(arguments, config) if is_matching else None
    report = scanned(arguments, config, context)
    if matching is not None:
        from mooring.scan.matching import with_findings

        report = with_findings(report, matching)
    shows_table = any(output.format.name == "table" and not output.path for output in outputs)
    if not arguments.quiet and not (shows_table and context.is_output_terminal):
        say(report, context)
    for output in sorted(outputs, key=lambda output: not output.path):
        # Files first: whoever reads standard output may stop reading.
        _write(report, output, template, arguments, context)
    code = exit_code_of_findings(report, conditions, context)
    if code != PASS:
        return code
    return PASS if report.is_complete or arguments.allow_incomplete else INCOMPLETE


def sbom_reference(text: str) -> str:
    """What names a file, as an SBOM. Raises UsageError where it looks like a document and is not there: it is no image of a registry."""
    # Not only plain files: what a shell puts in place of `<(command)` is a pipe.
    if text != "-" and os.path.exists(text) and not os.path.isdir(text):  # These never raise.
        return f"sbom:{text}"
    if text.endswith(DOCUMENTS) and ":" not in text and not os.path.exists(text):
        raise UsageError(f"there is no file {text!r}", hint="`mooring scan REFERENCE -o json=FILE` writes a report")
    return text


def scanned(arguments: argparse.Namespace, config: Config, context: Context) -> ScanReport:
    """The inventory of what the arguments of `add_scan_arguments` name."""
    report, _ = scan(
        arguments.reference,
        _scan_options(arguments, config),
        _source_options(arguments, config, context),
        cache=_cache(arguments, config, context),
        observer=SILENT if arguments.quiet else _observer(context),
    )
    return report


def _scan_options(arguments: argparse.Namespace, config: Config) -> ScanOptions:
    return ScanOptions(
        limits=_limits(config.scan),
        jobs=config.scan.jobs,
        with_files=arguments.files or arguments.file_digests,
        with_file_digests=arguments.file_digests,
        with_manifests=arguments.manifests,
        exclude=tuple(arguments.exclude),
        java_index=config.scan.java_index,
    )


def _limits(section: ScanConfig) -> Limits:
    return Limits(**{name: getattr(section, name) for name in Limits.__struct_fields__})


def _source_options(arguments: argparse.Namespace, config: Config, context: Context) -> SourceOptions:
    return SourceOptions(
        platform=Platform.parse(arguments.platform) if arguments.platform else None,
        registry=config.registry,
        limits=_limits(config.scan),
        environment=context.environment,
        standard_input=context.standard_input,
        offline=arguments.offline,
    )


def _cache(arguments: argparse.Namespace, config: Config, context: Context) -> LayerCache | None:
    if arguments.no_cache or not config.cache.enabled:
        return None
    return LayerCache(cache_directory(config, context), fingerprint(), config.cache.max_bytes)


def _observer(context: Context) -> Observer:
    if not context.is_messages_terminal:
        return SILENT
    from mooring.cli.progress import Progress

    return Progress(context.messages)


def _outputs(texts: Sequence[str]) -> list[Output]:
    """What `-o` asks for. Raises UsageError at a format that does not exist, or two reports for one place."""
    outputs: list[Output] = []
    for text in texts:
        name, _, path = text.partition("=")
        if any(output.path == path for output in outputs):
            raise UsageError(
                f"two reports would go to {path or 'standard output'}", hint="give each but one a file: -o FORMAT=FILE"
            )
        outputs.append(Output(format=_format(name), path=path))
    return outputs


def _refuse_findings_formats(outputs: Sequence[Output]) -> None:
    """Formats that tell of findings alone have nothing to say about an inventory, and would look clean."""
    for output in outputs:
        if output.format.needs_findings:
            raise UsageError(
                f"{output.format.name} tells of findings, and nothing is matched here",
                hint="use `mooring scan` without --no-match, or `mooring match`",
            )


def _format(name: str) -> ReportFormat:
    """The format of this name; the others are not imported, which would cost 30 ms."""
    package = "mooring.reports"
    module = name.replace("-", "_")
    if module != "format" and re.fullmatch(r"[a-z0-9_]+", module) and importlib.util.find_spec(f"{package}.{module}"):
        found = getattr(importlib.import_module(f"{package}.{module}"), "FORMAT", None)
        if isinstance(found, ReportFormat) and found.name == name:
            return found
    raise _unknown_format(name, [one.name for one in collect(package, ReportFormat, contract="format")])


def _unknown_format(name: str, known: Sequence[str]) -> UsageError:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else None
    return UsageError(f"{name!r} is not a report format; expected one of {', '.join(known)}", hint=hint)


def _template(arguments: argparse.Namespace, outputs: Sequence[Output]) -> str:
    wants = any(output.format.name == "template" for output in outputs)
    if not arguments.template:
        if wants:
            raise UsageError("-o template needs a template", hint="name a Jinja2 file with --template FILE")
        return ""
    try:
        with Path(arguments.template).open("rb") as file:
            content = file.read(MAX_TEMPLATE_BYTES + 1)
        if len(content) > MAX_TEMPLATE_BYTES:
            raise UsageError(f"the template {arguments.template!r} is larger than {MAX_TEMPLATE_BYTES // MIB} MiB")
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the template {arguments.template!r} cannot be read: {_why(error)}") from None


def say(report: ScanReport, context: Context) -> None:
    """Guesses and problems, for people; the reports hold them too."""
    for note in report.all_notes:
        print(clean(f"note: {note}"), file=context.messages)
    shown = report.problems[:10]
    for problem in shown:
        print(clean(f"problem: {problem}"), file=context.messages)
    if len(report.problems) > len(shown):
        print(f"problem: and {len(report.problems) - len(shown)} more; the report lists them", file=context.messages)


def _write(report: ScanReport, output: Output, template: str, arguments: argparse.Namespace, context: Context) -> None:
    to_terminal = not output.path and context.is_output_terminal
    options = RenderOptions(
        width=shutil.get_terminal_size().columns if to_terminal else 0,
        use_color=to_terminal and not context.environment.get("NO_COLOR") and context.environment.get("TERM") != "dumb",
        with_files=arguments.files or arguments.file_digests,
        created=now().strftime("%Y-%m-%dT%H:%M:%SZ") if context.environment.get("SOURCE_DATE_EPOCH") else "",
        template=template,
        template_name=arguments.template or "",
        with_packages=arguments.packages,
        with_suppressed=getattr(arguments, "show_suppressed", False),
        by_vulnerability=getattr(arguments, "by_vulnerability", False),
    )
    pieces = output.format.render(report, options)
    if not output.path:
        _write_all(pieces, context.output)
        context.output.flush()
        return
    _write_file(pieces, Path(output.path))


def _write_all(pieces: Iterable[bytes], out: BinaryIO | Results) -> None:
    for piece in pieces:
        out.write(piece)


def _write_file(pieces: Iterable[bytes], path: Path) -> None:
    """Write beside the file and rename, so that nobody ever reads half a report."""
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                _write_all(pieces, out)
            return
        with replacing(path, f".{path.name}.") as out:
            _write_all(pieces, out)
            os.chmod(out.fileno(), 0o666 & ~_umask())
    except OSError as error:
        raise OutputError(f"the report {str(path)!r} could not be written: {_why(error)}") from None


def _why(error: OSError | UnicodeDecodeError) -> str:
    """The reason in lower case, for the end of a sentence."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return (error.strerror or str(error)).lower()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
