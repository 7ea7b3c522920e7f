"""What `mooring scan` and `mooring sbom` share: arguments, the scan itself, writing the reports."""

import argparse
import os
from typing import TYPE_CHECKING

import msgspec

from mooring.base.config import Config, ScanConfig
from mooring.base.errors import UsageError
from mooring.base.limits import Limits
from mooring.cli.bases import given_base
from mooring.cli.command import Context
from mooring.cli.content import NOTHING, Wanted, add_content_arguments, wanted_by, with_content
from mooring.cli.exits import INCOMPLETE, PASS
from mooring.cli.judging import anchore_formats, both, exit_code_of_verdict, judging_of, wanted_by_bundle
from mooring.cli.matching import add_match_arguments, exit_code_of_findings, fail_conditions, matching_of
from mooring.cli.outputs import REPORTS, outputs_of, refuse_findings_formats, template_of, write_reports
from mooring.cli.settings import add_registry_arguments, add_settings_arguments, cache_directory, load_settings
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform
from mooring.model.report import ScanReport
from mooring.reports.text.style import clean
from mooring.scan.cache import LayerCache
from mooring.scan.observer import SILENT, Observer
from mooring.scan.options import ScanOptions
from mooring.scan.pipeline import scan
from mooring.scan.readers import fingerprint

if TYPE_CHECKING:
    from mooring.scan.judging import Judging

REFERENCE_HELP = """image reference, or SCHEME:PLACE: registry:, docker:, podman:, containerd:, docker-archive:, oci-dir:, oci-archive:,
dir:, rootfs:, file:, sbom:, or - for standard input; without a scheme it is guessed, and the guess is said"""


DOCUMENTS = (".json", ".xml", ".yaml", ".yml", ".spdx", ".rdf")
"""Endings by which people tell a document from an image."""


def add_scan_arguments(
    parser: argparse.ArgumentParser,
    *,
    default_format: str,
    is_matching: bool = False,
    has_content: bool = False,
    needs_reference: bool = True,
) -> None:
    """Everything that decides what is read, what is found in it and what is written."""
    parser.add_argument("reference", metavar="REFERENCE", nargs=None if needs_reference else "?", help=REFERENCE_HELP)
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
    if has_content:
        add_content_arguments(parser)
    add_registry_arguments(parser)
    add_settings_arguments(parser)


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """How a command that is about the verdict differs from one that is about the image."""

    fallback: str = ""
    """The bundle where nobody names one."""
    keeps_findings: bool = False
    """What a stored report says it was matched with stands."""


NOT_JUDGED = Judged()


def run_scan(
    arguments: argparse.Namespace,
    context: Context,
    *,
    default_format: str,
    is_matching: bool = False,
    family: str = REPORTS,
    judged: Judged = NOT_JUDGED,
    config: Config | None = None,
) -> int:
    """Scan, match and judge where asked to, write the reports, say what a person should know; gives the exit code."""
    config = config or load_settings(arguments, context)
    judging = judging_of(arguments, config, judged.fallback)
    outputs = outputs_of(arguments.output or [default_format], family, extra=anchore_formats(judging))
    if not is_matching:
        refuse_findings_formats(outputs)
    template = template_of(arguments, outputs)
    conditions = fail_conditions(arguments.fail_on) if is_matching else ()
    report = gathered(
        arguments, config, context, judging, is_matching=is_matching, keeps_findings=judged.keeps_findings
    )
    shows_table = any(output.format.name == "table" and not output.path for output in outputs)
    if not arguments.quiet and not (shows_table and context.is_output_terminal):
        say(report, context)
    write_reports(report, outputs, template, arguments, context)
    code = exit_code_of_findings(report, conditions, context)
    if code == PASS:
        code = exit_code_of_verdict(report, context)
    if code != PASS:
        return code
    return PASS if report.is_complete or arguments.allow_incomplete else INCOMPLETE


def gathered(
    arguments: argparse.Namespace,
    config: Config,
    context: Context,
    judging: "Judging | None",
    *,
    is_matching: bool,
    keeps_findings: bool = False,
) -> ScanReport:
    """The report on what the arguments name: scanned with all that they and the bundle ask for, matched, judged.

    `keeps_findings`: what a stored report says it was matched with stands; otherwise it is matched anew.
    """
    report = collected(arguments, config, context, judging, is_matching=is_matching, keeps_findings=keeps_findings)
    if judging is None:
        return report
    from mooring.scan.judging import with_verdict

    return with_verdict(report, judging)


def collected(
    arguments: argparse.Namespace,
    config: Config,
    context: Context,
    judging: "Judging | None",
    *,
    is_matching: bool,
    keeps_findings: bool = False,
) -> ScanReport:
    """The same report, with all that the bundle asks for, not judged yet."""
    matching = matching_of(arguments, config) if is_matching else None
    wanted = NOTHING
    if hasattr(arguments, "content"):
        wanted = both(wanted_by(arguments, config.content), wanted_by_bundle(judging))
    report = scanned(arguments, config, context, wanted)
    if matching is not None and not (keeps_findings and report.findings is not None):
        from mooring.scan.matching import with_findings

        return with_findings(report, matching)
    return report


def sbom_reference(text: str) -> str:
    """What names a file, as an SBOM. Raises UsageError where it looks like a document and is not there: it is no image of a registry."""
    # Not only plain files: what a shell puts in place of `<(command)` is a pipe.
    if text != "-" and os.path.exists(text) and not os.path.isdir(text):  # These never raise.
        return f"sbom:{text}"
    if text.endswith(DOCUMENTS) and ":" not in text and not os.path.exists(text):
        raise UsageError(f"there is no file {text!r}", hint="`mooring scan REFERENCE -o json=FILE` writes a report")
    return text


def stored_reference(text: str) -> str:
    """What is plainly a document, as an SBOM; anything else as it stands."""
    return sbom_reference(text) if text.endswith(DOCUMENTS) else text


def scanned(
    arguments: argparse.Namespace,
    config: Config,
    context: Context,
    wanted: Wanted = NOTHING,
    *,
    with_packages: bool = True,
) -> ScanReport:
    """The inventory of what the arguments of `add_scan_arguments` name, with the content that is wanted."""
    options = msgspec.structs.replace(_scan_options(arguments, config), with_packages=with_packages)
    source_options = _source_options(arguments, config, context)
    if wanted != NOTHING:
        options = with_content(options, wanted, config, arguments, context)
    if getattr(arguments, "base", None):
        options = msgspec.structs.replace(options, base=given_base(arguments.base, source_options))
    report, _ = scan(
        arguments.reference,
        options,
        source_options,
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


def say(report: ScanReport, context: Context) -> None:
    """Guesses and problems, for people; the reports hold them too."""
    for note in report.all_notes:
        print(clean(f"note: {note}"), file=context.messages)
    for search in report.inventory.content.searches:
        if search.problem:
            print(clean(f"problem: {search.need.value}: {search.problem}"), file=context.messages)
    shown = report.problems[:10]
    for problem in shown:
        print(clean(f"problem: {problem}"), file=context.messages)
    if len(report.problems) > len(shown):
        print(f"problem: and {len(report.problems) - len(shown)} more; the report lists them", file=context.messages)
