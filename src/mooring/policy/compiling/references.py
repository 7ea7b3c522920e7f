"""What the parts of a bundle say of one another: ids that nothing has, parts that nothing reaches."""

from collections.abc import Iterable, Iterator, Sequence

from mooring.model.policy import Bundle, BundleProblem
from mooring.policy.compiling.rules import twins
from mooring.policy.mapping import CompiledMapping, shadowed_by, shown
from mooring.policy.registry import did_you_mean


def reference_problems(bundle: Bundle, mappings: Sequence[CompiledMapping]) -> Iterator[BundleProblem]:
    """Ids that stand twice or name nothing; policies and mappings that no image reaches."""
    yield from twins(((policy.id, policy.path) for policy in bundle.policies), "duplicate-policy-id")
    yield from twins(((allowlist.id, allowlist.path) for allowlist in bundle.allowlists), "duplicate-allowlist-id")
    yield from twins(((mapping.id, mapping.path) for mapping in bundle.mappings), "duplicate-mapping-id")
    policies = {policy.id for policy in bundle.policies if policy.id}
    allowlists = {allowlist.id for allowlist in bundle.allowlists if allowlist.id}
    for mapping in bundle.mappings:
        yield from _unknown(mapping.path, "policy", mapping.policy_ids, policies)
        yield from _unknown(mapping.path, "allowlist", mapping.allowlist_ids, allowlists)
    yield from _unreached(bundle)
    yield from _shadowed(mappings)


def _unknown(path: str, word: str, named: Iterable[str], known: set[str]) -> Iterator[BundleProblem]:
    for name in named:
        if name not in known:
            lowered = {one.lower(): one for one in known}
            near = did_you_mean(name, lowered)
            yield BundleProblem(
                path=path,
                message=f"names the {word} {name[:100]!r}, which the bundle does not have",
                kind=f"unknown-{word}",
                hint=near,
            )


def _unreached(bundle: Bundle) -> Iterator[BundleProblem]:
    used = {policy_id for mapping in bundle.mappings for policy_id in mapping.policy_ids}
    for policy in bundle.policies:
        if policy.id and policy.id not in used:
            yield BundleProblem(
                path=policy.path,
                message=f"is the policy {policy.id[:100]!r}, which no mapping names",
                kind="unreached-policy",
                is_error=False,
            )


def _shadowed(mappings: Sequence[CompiledMapping]) -> Iterator[BundleProblem]:
    for mapping in mappings:
        earlier = shadowed_by(mappings, mapping)
        if earlier is not None:
            yield BundleProblem(
                path=mapping.rule.path,
                message=f"is never reached: {earlier.path} ({shown(earlier.image)}) matches every image before it",
                kind="unreached-mapping",
                hint="put the wider mapping last",
                is_error=False,
            )
            return
