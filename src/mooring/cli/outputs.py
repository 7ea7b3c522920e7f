"""Reports to where they were asked for: formats by name, templates, files that nobody reads half."""

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
from mooring.base.errors import OutputError, UsageError
from mooring.base.families import collect
from mooring.base.limits import MIB
from mooring.base.replacing import replacing
from mooring.cli.command import Context
from mooring.cli.streams import Results
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat

MAX_TEMPLATE_BYTES = 16 * MIB
REPORTS = "mooring.reports"
"""Formats of whole reports."""
VERDICTS = "mooring.reports.verdicts"
"""Formats of verdicts."""


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """A report to write, and where to."""

    format: ReportFormat
    path: str
    """Empty for standard output."""


def write_reports(
    report: ScanReport, outputs: Sequence[Output], template: str, arguments: argparse.Namespace, context: Context
) -> None:
    """Write each report to its place. Files first: whoever reads standard output may stop reading."""
    for output in sorted(outputs, key=lambda output: not output.path):
        _write(report, output, template, arguments, context)


def outputs_of(texts: Sequence[str], family: str = REPORTS, extra: Sequence[ReportFormat] = ()) -> list[Output]:
    """What `-o` asks for. Raises UsageError at a format that does not exist, or two reports for one place."""
    outputs: list[Output] = []
    for text in texts:
        name, _, path = text.partition("=")
        if any(output.path == path for output in outputs):
            raise UsageError(
                f"two reports would go to {path or 'standard output'}", hint="give each but one a file: -o FORMAT=FILE"
            )
        outputs.append(Output(format=_format(name, family, extra), path=path))
    return outputs


def refuse_findings_formats(outputs: Sequence[Output]) -> None:
    """Formats that tell of findings alone have nothing to say about an inventory, and would look clean."""
    for output in outputs:
        if output.format.needs_findings:
            raise UsageError(
                f"{output.format.name} tells of findings, and nothing is matched here",
                hint="use `mooring scan` without --no-match, or `mooring match`",
            )


def _format(name: str, package: str, extra: Sequence[ReportFormat]) -> ReportFormat:
    """The format of this name; the others are not imported, which would cost 30 ms."""
    for one in extra:
        if one.name == name:
            return one
    module = name.replace("-", "_")
    if module != "format" and re.fullmatch(r"[a-z0-9_]+", module) and importlib.util.find_spec(f"{package}.{module}"):
        found = getattr(importlib.import_module(f"{package}.{module}"), "FORMAT", None)
        if isinstance(found, ReportFormat) and found.name == name:
            return found
    raise _unknown_format(
        name, [*(one.name for one in collect(package, ReportFormat, contract="format")), *(one.name for one in extra)]
    )


def _unknown_format(name: str, known: Sequence[str]) -> UsageError:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else None
    return UsageError(f"{name!r} is not a report format; expected one of {', '.join(known)}", hint=hint)


def template_of(arguments: argparse.Namespace, outputs: Sequence[Output]) -> str:
    """The text of the template; empty where no format asks for one. Raises UsageError where it is missing or cannot be read."""
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


def _write(report: ScanReport, output: Output, template: str, arguments: argparse.Namespace, context: Context) -> None:
    to_terminal = not output.path and context.is_output_terminal
    options = RenderOptions(
        width=shutil.get_terminal_size().columns if to_terminal else 0,
        use_color=to_terminal and not context.environment.get("NO_COLOR") and context.environment.get("TERM") != "dumb",
        with_files=getattr(arguments, "files", False) or getattr(arguments, "file_digests", False),
        created=now().strftime("%Y-%m-%dT%H:%M:%SZ") if context.environment.get("SOURCE_DATE_EPOCH") else "",
        template=template,
        template_name=getattr(arguments, "template", "") or "",
        with_packages=getattr(arguments, "packages", False),
        with_suppressed=getattr(arguments, "show_suppressed", False),
        by_vulnerability=getattr(arguments, "by_vulnerability", False),
    )
    write_pieces(output.format.render(report, options), output.path, context)


def write_pieces(pieces: Iterable[bytes], path: str, context: Context) -> None:
    """Write a document to the file, or to standard output where the path is empty. Raises OutputError."""
    if not path:
        _write_all(pieces, context.output)
        context.output.flush()
        return
    _write_file(pieces, Path(path))


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
