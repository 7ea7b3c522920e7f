"""A report to its verdict: nothing is read again, neither image nor database."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from mooring.base.collection import no_cycle_search
from mooring.model.report import ScanReport
from mooring.policy.compile import CompiledBundle
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence, JudgedName, PackageIndex
from mooring.policy.mapping import judged_name


class Judging(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides what is said of a report, besides the report."""

    compiled: CompiledBundle
    now: datetime
    name: str = ""
    """`registry/repository:tag` to judge by; empty: what the report says the image is called."""
    index: PackageIndex | None = None
    """What registries of packages offer."""
    detected: Mapping[str, str] = {}
    """`Match.id` to the day it was first seen on this image."""


def with_verdict(report: ScanReport, judging: Judging) -> ScanReport:
    """The report with what the bundle says of it."""
    with no_cycle_search():
        return msgspec.structs.replace(report, verdict=evaluate(judging.compiled, evidence_of(report, judging)))


def evidence_of(report: ScanReport, judging: Judging) -> Evidence:
    """What triggers may look at."""
    return evidence(
        report, now=judging.now, name=name_of(report, judging.name), index=judging.index, detected=judging.detected
    )


def evidence(
    report: ScanReport,
    *,
    now: datetime,
    name: JudgedName | None = None,
    index: PackageIndex | None = None,
    detected: Mapping[str, str] | None = None,
) -> Evidence:
    """The evidence of a report: with a Dockerfile rebuilt from history and config of the image where none was given."""
    dockerfile = report.dockerfile
    if dockerfile is None and report.image.kind == "image":
        from mooring.content.dockerfile.read import dockerfile_of

        dockerfile = dockerfile_of(report.image, None, "")
    return Evidence(
        report, now=now, name=name or name_of(report), dockerfile=dockerfile, index=index, detected=detected or {}
    )


def name_of(report: ScanReport, given: str = "") -> JudgedName:
    """The name that mappings are chosen by: the given one, else the registry reference that was scanned, else the image's first tag."""
    image = report.image
    if given:
        return judged_name(given)
    if image.source == "registry":
        return judged_name(image.name)
    named = next(
        (tag for tag in image.tags if "/" in tag or ":" in tag), ""
    )  # An OCI layout knows images by tags alone.
    return judged_name(named)
