"""A bundle from its bytes: Anchore Engine's form `1_0` or Anchore Enterprise's form `2`, in JSON or YAML.

The words of either form are known in both. Nothing is raised: whatever is wrong is a problem with its path, and the bundle holds
what could be read. A document that cannot be read at all gives an empty bundle and a problem of kind `unreadable`; judged by it,
every image is stopped.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from mooring.base.errors import ReadError
from mooring.model.policy import Bundle, BundleProblem
from mooring.policy.reading.document import MAX_BUNDLE_BYTES, parse_document
from mooring.policy.reading.images import read_image_rule, read_mapping
from mooring.policy.reading.other import something_else
from mooring.policy.reading.rows import Problems, Row, shown
from mooring.policy.reading.rules import RuleReader, read_allowlist

MAX_RULES = 20_000
MAX_ITEMS = 200_000
MAX_MAPPINGS = 20_000
UNREADABLE = "unreadable"
FORMS = ("1_0", "2")
_TOLERATED = ("last_updated", "created_at", "source_mappings", "sbom_mappings", "$schema")
_OTHER_MAPPINGS = ("source_mappings", "sbom_mappings")


class ReadBundle(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says, and what is wrong with it."""

    bundle: Bundle
    problems: tuple[BundleProblem, ...] = ()
    """In the order of the document. Those of a kind in `compile.TOLERATED` count when a bundle is added, and not when an image is
    judged."""
    param_paths: Mapping[str, tuple[str, ...]] = {}
    """`Rule.path` to the paths of its parameters' values, where they are not `params[N].value` one after the other."""

    @property
    def is_readable(self) -> bool:
        """Whether the document could be read as a bundle at all."""
        return not any(problem.kind == UNREADABLE for problem in self.problems)


def read_bundle(content: bytes, name: str, *, max_bytes: int = MAX_BUNDLE_BYTES) -> ReadBundle:
    """The bundle that a document is. Never raises."""
    problems = Problems()
    try:
        document = parse_document(content, name, max_bytes=max_bytes)
    except ReadError as error:
        problems.add("", error.message, kind=UNREADABLE, hint=error.hint or "")
        return ReadBundle(bundle=Bundle(id=""), problems=problems.all())
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if not isinstance(document, dict):
        problems.add("", f"is {shown(document)}; expected an object", kind=UNREADABLE, hint=_hint(document))
        return ReadBundle(bundle=Bundle(id="", digest=digest), problems=problems.all())
    if isinstance(document.get("policybundle"), dict) and "policies" not in document:
        message = "is a record of Anchore's policy service; the bundle is the value of its key 'policybundle'"
        problems.add("", message, kind=UNREADABLE, hint="store that value as a file of its own")
        return ReadBundle(bundle=Bundle(id="", digest=digest), problems=problems.all())
    if other := something_else(document):
        problems.add("", other, kind=UNREADABLE, hint=_hint(document))
        return ReadBundle(bundle=Bundle(id="", digest=digest), problems=problems.all())
    return _read(Row(document, "", problems), digest, problems)


def _read(row: Row, digest: str, problems: Problems) -> ReadBundle:
    rules = RuleReader(MAX_RULES, problems)
    version = _version(row)
    policies = tuple(filter(None, map(rules.policy, row.rows("policies", "rule_sets", is_required=True))))
    left = [MAX_ITEMS]
    bundle = Bundle(
        id=row.text("id", is_required=True, kind="missing-bundle-id"),
        version=version,
        name=row.text("name"),
        comment=row.text("comment", "description"),
        policies=policies,
        allowlists=tuple(filter(None, (read_allowlist(one, left) for one in row.rows("whitelists", "allowlists")))),
        mappings=tuple(filter(None, map(read_mapping, row.rows("mappings", is_required=True)))),
        allowed_images=tuple(filter(None, map(read_image_rule, row.rows("whitelisted_images", "allowlisted_images")))),
        denied_images=tuple(filter(None, map(read_image_rule, row.rows("blacklisted_images", "denylisted_images")))),
        digest=digest,
    )
    if len(bundle.mappings) > MAX_MAPPINGS:
        row.problem(
            "mappings", f"has {len(bundle.mappings)} mappings; at most {MAX_MAPPINGS} are read", kind="too-many"
        )
        bundle = msgspec.structs.replace(bundle, mappings=bundle.mappings[:MAX_MAPPINGS])
    for key in _OTHER_MAPPINGS:
        if row.value(key):
            message = "is about source code or SBOMs in Anchore Enterprise; it is not used for images"
            row.problem(key, message, kind="not-for-images", is_error=False)
    row.finish(_TOLERATED)
    return ReadBundle(bundle=bundle, problems=problems.all(), param_paths=rules.param_paths)


def _version(row: Row) -> str:
    value = row.value("version")
    guess = "2" if row.has("rule_sets") else "1_0"
    if value in FORMS:
        return str(value)
    if value == 2 and not isinstance(value, bool):
        row.problem("version", "is the number 2; expected a text", kind="non-string-value", hint='write "2"')
        return "2"
    if value is None:
        row.problem("", "has no 'version'", kind="missing-version", hint=f'write "version": "{guess}"')
        return guess
    row.problem(
        "version",
        f"is {shown(value)}; expected one of {', '.join(FORMS)}",
        kind="bad-version",
        hint=f'write "{guess}"',
    )
    return guess


def _hint(document: object) -> str:
    if isinstance(document, list) and len(document) == 1:
        return "the list has one object: store that as a file of its own"
    return "a bundle begins with its 'id', 'version', 'policies' and 'mappings'"
