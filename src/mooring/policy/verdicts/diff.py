"""What would change if another bundle were activated: which stored images flip, and which findings come and go."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.policy import Action
from mooring.model.verdict import Finding, Verdict
from mooring.policy.compile import CompiledBundle
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence


class FindingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that only one verdict has, or that counts differently."""

    old: Finding | None
    new: Finding | None

    @property
    def finding(self) -> Finding:
        """The one there is, the new one where there are two."""
        found = self.new or self.old
        assert found is not None
        return found


class ImageDiff(msgspec.Struct, frozen=True, kw_only=True):
    """One image under both bundles."""

    image: str
    """Its tag, else its digest, else what it was scanned as."""
    old: Verdict
    new: Verdict
    changes: tuple[FindingChange, ...]
    """In the order of the new verdict, what went away after it."""

    @property
    def flips(self) -> bool:
        """Whether it passes under one bundle and is stopped under the other."""
        return self.old.passes is not self.new.passes

    @property
    def is_same(self) -> bool:
        """Whether nothing that a user sees is different."""
        return (
            not self.changes
            and (self.old.action, self.old.reason) == (self.new.action, self.new.reason)
            and any(problem.is_error for problem in self.old.problems)
            == any(problem.is_error for problem in self.new.problems)
        )


class BundleDiff(msgspec.Struct, frozen=True, kw_only=True):
    """All images that differ, and how many there were."""

    images: int
    differing: tuple[ImageDiff, ...]
    counts: dict[str, int]
    """`go -> stop`: how many images, for each pair of actions that occurs; the same action twice included."""

    @property
    def flips(self) -> tuple[ImageDiff, ...]:
        """Images that pass under one bundle only."""
        return tuple(image for image in self.differing if image.flips)


def diff(old: CompiledBundle, new: CompiledBundle, evidences: Iterable[Evidence]) -> BundleDiff:
    """Judge each image by both bundles. Images that come out the same are counted, not kept, so that a fleet may be compared."""
    images, differing, counts = 0, [], dict[str, int]()
    for evidence in evidences:
        images += 1
        compared = image_diff(old, new, evidence)
        pair = f"{compared.old.action.value} -> {compared.new.action.value}"
        counts[pair] = counts.get(pair, 0) + 1
        if not compared.is_same:
            differing.append(compared)
    return BundleDiff(images=images, differing=tuple(differing), counts=dict(sorted(counts.items())))


def image_diff(old: CompiledBundle, new: CompiledBundle, evidence: Evidence) -> ImageDiff:
    """One image under both bundles."""
    before, after = evaluate(old, evidence), evaluate(new, evidence)
    image = evidence.report.image
    return ImageDiff(
        image=after.tag or after.image_digest or image.name,
        old=before,
        new=after,
        changes=tuple(_changes(before.findings, after.findings)),
    )


def _changes(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> Iterator[FindingChange]:
    """Findings are the same where gate, trigger, id and message are; of several such the strictest counts."""
    old, new = _by_identity(before), _by_identity(after)
    for identity, finding in new.items():
        earlier = old.get(identity)
        if earlier is None or earlier.action is not finding.action:
            yield FindingChange(old=earlier, new=finding)
    for identity, finding in old.items():
        if identity not in new:
            yield FindingChange(old=finding, new=None)


def _by_identity(findings: tuple[Finding, ...]) -> dict[tuple[str, str, str, str], Finding]:
    found: dict[tuple[str, str, str, str], Finding] = {}
    for finding in findings:
        identity = (finding.gate, finding.trigger, finding.trigger_id, finding.message)
        known = found.get(identity)
        if known is None or _rank(finding.action) < _rank(known.action):
            found[identity] = finding
    return found


def _rank(action: Action) -> int:
    return action.rank
