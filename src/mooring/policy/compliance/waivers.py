"""Findings that a user accepts: the allowlists of a bundle, as they hold for the image that is judged, or allowlists alone."""

from mooring.base.errors import BadBundle, ReadError
from mooring.model.policy import Allowlist, Bundle, Mapping
from mooring.policy.compile import compile_bundle
from mooring.policy.evidence import Evidence
from mooring.policy.mapping import choose, identity_of
from mooring.policy.reading.bundle import MAX_ITEMS, ReadBundle, read_bundle
from mooring.policy.reading.document import parse_document
from mooring.policy.reading.rows import Problems, Row
from mooring.policy.reading.rules import read_allowlist

_ALLOWLISTS = ("whitelists", "allowlists")
_OF_BUNDLES = ("policies", "rule_sets", "mappings")


def read_waivers(content: bytes, name: str, *, max_bytes: int) -> ReadBundle:
    """A bundle, of which only allowlists and mappings are used, or a document with allowlists alone. Raises BadBundle where one of these
    has a mistake, since an item that is not understood must not be taken for one that accepts nothing."""
    read = _read(content, name, max_bytes)
    places = (*_ALLOWLISTS, "mappings")
    for problem in compile_bundle(read).strict_problems:
        if problem.is_error and (problem.path.startswith(places) or problem.kind in ("unknown-key", "unreadable")):
            raise BadBundle(f"{problem.path} {problem.message}".strip(), hint=problem.hint or None, path=name)
    if not read.bundle.allowlists:
        raise BadBundle(
            "has no allowlists, so it accepts nothing",
            hint="write `allowlists: [{id: …, version: 1_0, items: […]}]` (docs/compliance.md)",
            path=name,
        )
    return read


def waivers_for(read: ReadBundle, evidence: Evidence) -> tuple[Allowlist, ...]:
    """The allowlists that the first mapping which matches the image names; all of them where the document has no mappings."""
    if not read.bundle.mappings:
        return read.bundle.allowlists
    chosen = choose(compile_bundle(read).mappings, identity_of(evidence)).chosen
    wanted = chosen.allowlist_ids if isinstance(chosen, Mapping) else ()
    return tuple(one for one in read.bundle.allowlists if one.id in wanted)


def _read(content: bytes, name: str, max_bytes: int) -> ReadBundle:
    try:
        document = parse_document(content, name, max_bytes=max_bytes)
    except ReadError as error:
        raise BadBundle(error.message, hint=error.hint, path=name) from None
    if not isinstance(document, dict) or any(key in document for key in _OF_BUNDLES):
        return read_bundle(content, name, max_bytes=max_bytes)
    problems, left = Problems(), [MAX_ITEMS]
    row = Row(document, "", problems)
    found = tuple(read_allowlist(one, left) for one in row.rows(*_ALLOWLISTS))
    row.finish(("id", "version", "name", "comment", "description"))
    return ReadBundle(bundle=Bundle(id="waivers", allowlists=found), problems=problems.all())
