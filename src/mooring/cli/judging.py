"""What the commands that judge share: the bundle, what it needs, the name it is judged by, and the exit code."""

import argparse
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mooring.base.clock import now
from mooring.base.config import Config, PolicyConfig
from mooring.base.errors import BadBundle, UsageError
from mooring.cli.arguments import EMPTY, refuse_empty
from mooring.cli.command import Context
from mooring.cli.content import Wanted, read_bounded
from mooring.cli.exits import PASS, STOP
from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.text.style import clean

if TYPE_CHECKING:
    from mooring.policy.compile import CompiledBundle
    from mooring.policy.evidence import PackageIndex
    from mooring.scan.judging import Judging

_MAX_INDEX_BYTES = 512 << 20


def add_judging_arguments(parser: argparse.ArgumentParser, flag: str) -> None:
    """The bundle, by this flag, and what it is judged with."""
    group = parser.add_argument_group("policy")
    group.add_argument(
        flag,
        dest="bundle",
        metavar="FILE",
        help="judge by this bundle (Anchore's form, JSON or YAML), or by one that comes with Mooring: default, strict, cis-docker, …; "
        "exit with 1 where it says stop",
    )
    group.add_argument("--tag", metavar="NAME", help="judge as REGISTRY/REPOSITORY:TAG, whatever the image is called")
    group.add_argument(
        "--package-index", metavar="FILE", help="versions that registries offer, for the gates npms and ruby_gems"
    )


def judging_of(arguments: argparse.Namespace, config: Config, fallback: str = "") -> "Judging | None":
    """The bundle made ready, with all that goes with it; None where neither flag, setting nor `fallback` names one.

    Raises BadBundle, UsageError.
    """
    if not hasattr(arguments, "bundle"):
        return None
    if arguments.bundle == "":
        raise UsageError("the name of the bundle is empty", hint=EMPTY)
    refuse_empty(arguments, "tag", "package_index")
    name = arguments.bundle or config.policy.bundle or fallback
    if not name:
        return None
    from mooring.scan.judging import Judging

    return Judging(
        compiled=compiled_bundle(name, config.policy),
        now=now(),
        name=arguments.tag or "",
        index=_package_index(arguments.package_index or config.policy.package_index),
    )


def compiled_bundle(name: str, section: PolicyConfig) -> "CompiledBundle":
    """The bundle of a file, or one that comes with Mooring. Raises BadBundle where it cannot be read as one at all."""
    from mooring.policy.compile import compile_bundle
    from mooring.policy.reading.bundle import read_bundle

    read = read_bundle(bundle_content(name, section), name, max_bytes=section.max_bundle_bytes)
    if not read.is_readable:
        problem = read.problems[0]
        raise BadBundle(f"{name!r} {problem.message}", hint=problem.hint or None)
    return compile_bundle(read)


def bundle_content(name: str, section: PolicyConfig) -> bytes:
    """The bytes of a bundle: a file, else one that comes with Mooring. Raises UsageError where there is neither."""
    from mooring.policy.bundles.shipped import shipped_bundle, shipped_bundles
    from mooring.policy.registry import did_you_mean

    if not name.strip():
        raise UsageError("the name of the bundle is empty", hint=EMPTY)
    if not os.path.lexists(name):
        if name in shipped_bundles():
            return shipped_bundle(name)[1]
        near = (
            did_you_mean(name, shipped_bundles()) or f"those that come with Mooring are {', '.join(shipped_bundles())}"
        )
        raise UsageError(
            f"there is no bundle {name!r}: no such file, and none of that name comes with Mooring", hint=near
        )
    return read_bounded(name, "the bundle", section.max_bundle_bytes)


def refuse_bundle(reference: str, section: PolicyConfig) -> None:
    """Raise UsageError where the reference is the file of a bundle: it stands where an image or a report should."""
    if not os.path.isfile(reference):
        return
    from mooring.policy.reading.bundle import read_bundle

    try:
        content = read_bounded(reference, "the bundle", section.max_bundle_bytes)
    except UsageError:
        return
    read = read_bundle(content, reference, max_bytes=section.max_bundle_bytes)
    if not read.is_readable or not (read.bundle.policies or read.bundle.mappings):
        return
    raise UsageError(
        f"{reference!r} is a policy bundle; expected an image, an SBOM or a report",
        hint=f"`mooring policy check REFERENCE --bundle {reference}` judges by it",
    )


def wanted_by_bundle(judging: "Judging | None") -> Wanted:
    """What must be gathered so that the bundle can judge. Where nobody says what the image is called, all mappings count."""
    if judging is None:
        return Wanted()
    from mooring.policy.compile import wanted_evidence
    from mooring.policy.mapping import judged_name

    wanted = wanted_evidence(judging.compiled, judged_name(judging.name) if judging.name else None)
    return Wanted(
        needs=wanted.needs, with_dockerfile=True, with_base=True, retrieve=wanted.retrieve, search=wanted.search
    )


def both(one: Wanted, other: Wanted) -> Wanted:
    """What either wants."""
    return Wanted(
        needs=one.needs | other.needs,
        with_dockerfile=one.with_dockerfile or other.with_dockerfile,
        with_base=one.with_base or other.with_base,
        retrieve=(*one.retrieve, *other.retrieve),
        search=(*one.search, *other.search),
    )


def exit_code_of_verdict(report: ScanReport, context: Context) -> int:
    """What the verdict says, with the reason on standard error."""
    verdict = report.verdict
    if verdict is None or verdict.passes:
        return PASS
    stopping = [one for one in verdict.findings if one.action is Action.STOP]
    if verdict.denied_image:
        why = f"the image is denied by {verdict.denied_image!r}"
    elif stopping:
        first = stopping[0]
        count = f"{len(stopping)} findings" if len(stopping) > 1 else "a finding"
        why = f"{count} of the policy, first {first.gate}.{first.trigger}: {first.message}"
    else:
        wrong = [problem for problem in verdict.problems if problem.is_error]
        why = f"the bundle has mistakes, first {wrong[0].path} {wrong[0].message}" if wrong else "the policy says so"
    print(clean(f"stop: {why}")[:500], file=context.messages)
    return STOP


def anchore_formats(judging: "Judging | None") -> tuple[ReportFormat, ...]:
    """The format that needs more than a report: the evaluation as Anchore Engine's API gives it."""
    if judging is None:
        return ()
    bundle = judging.compiled.bundle

    def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
        from mooring.model.codec import encode
        from mooring.policy.verdicts.anchore_result import anchore_result

        del options
        assert report.verdict is not None
        yield encode(anchore_result(report.verdict, bundle)) + b"\n"

    summary = "the evaluation as Anchore Engine's API gives it"
    return (ReportFormat(name="anchore-json", media_type="application/json", render=render, summary=summary),)


def _package_index(name: str) -> "PackageIndex | None":
    if not name:
        return None
    from mooring.policy.package_index import read_index

    return read_index(read_bounded(name, "the package index", _MAX_INDEX_BYTES), name)
