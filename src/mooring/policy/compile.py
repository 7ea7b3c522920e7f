"""A bundle made ready once, so that judging an image is fast: rules become triggers, patterns are compiled, items arranged.

What is wrong with a bundle stops images only where it matters to them, as in the old engine: a mistake in a policy that the image's
mapping does not name does not touch it. `validate` counts all mistakes.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from mooring.model.evidence.content import Need
from mooring.model.policy import Bundle, BundleProblem, ImageRule
from mooring.model.policy import Mapping as ImageMapping
from mooring.policy.compiling.allowlists import CompiledAllowlist, compile_allowlist
from mooring.policy.compiling.references import reference_problems
from mooring.policy.compiling.rules import END_OF_LIFE, CompiledPolicy, compile_policy
from mooring.policy.evidence import JudgedName
from mooring.policy.mapping import CompiledMapping, Identity, compile_mapping, why_not
from mooring.policy.reading.bundle import ReadBundle
from mooring.policy.registry import Registry, all_gates

TOLERATED = frozenset(
    {
        END_OF_LIFE,
        "non-string-value",
        "both-policy-ids",
        "missing-version",
        "missing-bundle-id",
        "missing-name",
        "duplicate-rule-id",
        "duplicate-item-id",
        "duplicate-mapping-id",
    }
)
"""Kinds of problems that keep a bundle from being added, and that an image is judged in spite of: what the bundle means is plain."""


class CompiledBundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle, ready to judge images."""

    bundle: Bundle
    policies: Mapping[str, CompiledPolicy]
    allowlists: Mapping[str, CompiledAllowlist]
    mappings: tuple[CompiledMapping, ...]
    allowed: tuple[CompiledMapping, ...]
    denied: tuple[CompiledMapping, ...]
    strict_problems: tuple[BundleProblem, ...]
    """All that is wrong, as one who adds the bundle should see it."""
    places: Mapping[str, tuple[str, ...]]
    """Id of a policy (`policy …`) or allowlist (`allowlist …`) to the parts of the document that have it: one, where all is well."""
    problems: Mapping[str, tuple[BundleProblem, ...]]
    """The same as it counts when an image is judged, by the part of the document it is in: `policies[2]`, or empty."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What must be gathered before a bundle can judge."""

    needs: frozenset[Need] = frozenset()
    retrieve: tuple[str, ...] = ()
    """Paths of files to keep, in order."""
    search: tuple[tuple[str, str], ...] = ()
    """Name and expression of content searches, in order."""


def compile_bundle(read: ReadBundle, *, gates: Registry | None = None) -> CompiledBundle:
    """The bundle made ready. Never raises: what cannot be used is a problem, and stops the images it is for."""
    registry = gates or all_gates()
    bundle = read.bundle
    problems = list(read.problems)
    policies: dict[str, CompiledPolicy] = {}
    allowlists: dict[str, CompiledAllowlist] = {}
    for policy in bundle.policies:
        compiled, wrong = compile_policy(policy, registry, dict(read.param_paths))
        policies.setdefault(policy.id, compiled)
        problems += wrong
    for allowlist in bundle.allowlists:
        arranged, wrong = compile_allowlist(allowlist, registry)
        allowlists.setdefault(allowlist.id, arranged)
        problems += wrong
    mappings = _mappings(bundle.mappings, problems)
    allowed, denied = _mappings(bundle.allowed_images, problems), _mappings(bundle.denied_images, problems)
    problems += reference_problems(bundle, mappings)
    return CompiledBundle(
        bundle=bundle,
        policies=policies,
        allowlists=allowlists,
        mappings=mappings,
        allowed=allowed,
        denied=denied,
        strict_problems=tuple(problems),
        places=_places(bundle),
        problems=_by_place(problems),
    )


def wanted_evidence(compiled: CompiledBundle, name: JudgedName | None = None) -> Wanted:
    """What must be gathered for images of this name; without one, for any image that the bundle has a mapping for.

    Where a mapping by digest or id may turn out to hold, what it wants is wanted too.
    """
    needs: set[Need] = set()
    retrieve: dict[str, None] = {}
    search: dict[tuple[str, str], None] = {}
    for policy in _policies_for(compiled, name):
        for rule in policy.rules:
            if rule.trigger is not None:
                needs.update(rule.needs)
                retrieve.update(dict.fromkeys(rule.trigger.retrieves()))
                search.update(dict.fromkeys(rule.trigger.searches()))
    if retrieve:
        needs.add(Need.RETRIEVED_FILES)
    if search:
        needs.add(Need.CONTENT_SEARCH)
    return Wanted(needs=frozenset(needs), retrieve=tuple(retrieve), search=tuple(search))


def place_of(path: str) -> str:
    """The part of the document that a path is in: `policies[2]` for `policies[2].rules[0].gate`, empty for what is not in a list."""
    head = path.partition(".")[0]
    return head if head.endswith("]") else ""


def tolerant(problem: BundleProblem) -> BundleProblem:
    """The problem as it counts when an image is judged."""
    return msgspec.structs.replace(problem, is_error=False) if problem.kind in TOLERATED else problem


def _mappings(rules: Iterable[ImageMapping | ImageRule], problems: list[BundleProblem]) -> tuple[CompiledMapping, ...]:
    found = []
    for rule in rules:
        compiled, wrong = compile_mapping(rule)
        found.append(compiled)
        problems += wrong
    return tuple(found)


def _places(bundle: Bundle) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for policy in bundle.policies:
        found.setdefault(f"policy {policy.id}", []).append(policy.path)
    for allowlist in bundle.allowlists:
        found.setdefault(f"allowlist {allowlist.id}", []).append(allowlist.path)
    return {name: tuple(paths) for name, paths in found.items()}


def _by_place(problems: Iterable[BundleProblem]) -> dict[str, tuple[BundleProblem, ...]]:
    found: dict[str, list[BundleProblem]] = {}
    for problem in problems:
        found.setdefault(place_of(problem.path), []).append(tolerant(problem))
    return {place: tuple(some) for place, some in found.items()}


def _policies_for(compiled: CompiledBundle, name: JudgedName | None) -> Iterator[CompiledPolicy]:
    seen: set[str] = set()
    for mapping in compiled.mappings:
        if name is not None and why_not(mapping, Identity(name=name, is_scanned=False)):
            continue
        ids = mapping.rule.policy_ids if isinstance(mapping.rule, ImageMapping) else ()
        for policy_id in ids:
            if policy_id in compiled.policies and policy_id not in seen:
                seen.add(policy_id)
                yield compiled.policies[policy_id]
        if name is not None and mapping.rule.image.kind == "tag":
            return
