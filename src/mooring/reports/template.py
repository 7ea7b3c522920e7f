"""A report by the user's own template (Jinja2), in a sandbox: a template reads the report and can do nothing else.

It sees `report` and, for short, `image`, `inventory`, `packages`, `problems`, `tool` and `findings` (none where the inventory was not
matched): the structs of `mooring.model`. Where there are findings it sees `matches`, `suppressed`, `groups` and `counts`, too; elsewhere
these names do not exist, so that no loop over them looks clean. `content`, `dockerfile`, `supply`, `base` and `verdict` are the report's
(the last four none where nobody asked); `secrets` are those that nobody accepted, the worst first, and exist only where secrets were
searched for; `sections` are titled tables of all that, with `title`, `state`, `summary`, `gaps`, `columns`, `rows` and `accepted`.
Filters: `size` (bytes in words), `step` (a build step without the builder's wrapping), `json`, `words` (why a match is one, in
sentences), `package` (of a match). Nothing is escaped unless the template says so (`|e`); a name that does not exist is an error and not
an empty text.
"""

from collections.abc import Iterator

from mooring.base.errors import UsageError
from mooring.model.codec import encode, printable
from mooring.model.evidence.content import Need
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import counts_of
from mooring.reports.findings.groups import counted_matches, groups_of, package_of, packages_by_id, suppressed_matches
from mooring.reports.findings.words import in_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sections.all import sections_of
from mooring.reports.sections.content import counted_secrets
from mooring.reports.text.summary import build_step, size_of

_PIECE = 500
_HINT = (
    "a template sees report, image, inventory, packages, problems, tool, findings, content, sections, verdict, and matches after matching; "
    "see docs/reports.md"
)


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """What the template makes of the report. Raises UsageError with the line where it goes wrong."""
    if not options.template:
        raise UsageError("the format 'template' needs a template", hint="name a Jinja2 file with --template FILE")
    return _rendered(report, options.template, options.template_name or "template")


def _rendered(report: ScanReport, template: str, name: str) -> Iterator[bytes]:
    # Jinja2 costs a quarter of a scan of a small image, and only this format needs it.
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # What comes out is Markdown, CSV, … as the user writes it.
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["size"] = size_of
    environment.filters["step"] = build_step
    environment.filters["json"] = lambda value: encode(value).decode()
    packages = packages_by_id(report)
    feeds = report.findings.database.feeds if report.findings else ()
    environment.filters["package"] = lambda match: package_of(match, packages)
    environment.filters["words"] = lambda match: in_words(match, package_of(match, packages), feeds)
    try:
        stream = environment.from_string(template).stream(_names(report))
        stream.enable_buffering(_PIECE)
        for piece in stream:
            yield printable(piece).encode()
    except TemplateSyntaxError as error:
        raise UsageError(f"{name}: line {error.lineno}: {error.message}", hint=_HINT) from None
    except SecurityError as error:
        raise UsageError(f"{name}: line {_line_of(error)}: {error}; a template may only read", hint=_HINT) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise UsageError(f"{name}: line {_line_of(error)}: {error}", hint=_HINT) from None


def _names(report: ScanReport) -> dict[str, object]:
    names: dict[str, object] = {
        "report": report,
        "image": report.image,
        "inventory": report.inventory,
        "packages": report.inventory.packages,
        "problems": report.problems,
        "tool": report.tool,
        "findings": report.findings,
        "content": report.inventory.content,
        "dockerfile": report.dockerfile,
        "supply": report.supply,
        "base": report.base,
        "verdict": report.verdict,
        "sections": list(sections_of(report)),
    }
    if any(search.need is Need.SECRETS for search in report.inventory.content.searches):
        names["secrets"] = counted_secrets(report.inventory.content)
    if report.findings is None:
        return names
    matches = counted_matches(report.findings)
    return names | {
        "matches": matches,
        "suppressed": suppressed_matches(report.findings),
        "groups": groups_of(report, matches),
        "counts": counts_of(report.findings),
    }


def _line_of(error: BaseException) -> int:
    """The line of the template, which Jinja2 writes into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


FORMAT = ReportFormat(
    name="template",
    media_type="text/plain; charset=utf-8",
    render=render,
    summary="by your own Jinja2 template, given with --template",
)
