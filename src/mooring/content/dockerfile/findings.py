"""What the checks say of one Dockerfile."""

from collections.abc import Iterator
from itertools import islice

from mooring.content.dockerfile.checks.all import CHECKS
from mooring.content.dockerfile.checks.check import MAX_HITS, Check, Hit
from mooring.content.dockerfile.ignores import ignores_of, ignores_of_file
from mooring.content.dockerfile.masking import Mask
from mooring.content.dockerfile.steps import Parsed
from mooring.content.dockerfile.view import View
from mooring.model.evidence.dockerfile import DockerfileFinding


def findings_of(parsed: Parsed, masked: Mask) -> tuple[DockerfileFinding, ...]:
    """Every finding by line, accepted ones included with what accepts them."""
    view = View(parsed)
    for_file = ignores_of_file(parsed)
    found: set[DockerfileFinding] = set()
    for check in CHECKS:
        if parsed.is_guess and not check.on_guess:
            continue
        for hit in islice(_hits(check, view), MAX_HITS):
            accepted_by = for_file.accepting(check) or ignores_of(hit.step.comments).accepting(check)
            found.add(_finding(check, hit, masked, accepted_by))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.check, finding.message)))


def _hits(check: Check, view: View) -> Iterator[Hit]:
    return check.find(view) if view.stages else iter(())


def _finding(check: Check, hit: Hit, masked: Mask, accepted_by: str) -> DockerfileFinding:
    line = hit.line or hit.step.line
    return DockerfileFinding(
        line=line,
        end_line=hit.end_line or (line if hit.line else hit.step.end_line),
        check=check.id,
        title=check.title,
        severity=check.severity,
        message=masked(hit.message),
        aliases=check.aliases,
        accepted_by=accepted_by,
    )
