"""CSAF documents of Red Hat: VEX (one for each CVE, every product and state) and advisories (one for each erratum, fixes only)."""

from mooring.base.errors import ReadError
from mooring.feeds.formats.csaf import category, note, ratings, statements, tracking_id, vulnerability_id
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.rpm.csaf_rows import affected_rows
from mooring.feeds.providers.distributions.rpm.redhat_rows import (
    module_of,
    paid_only,
    place_of,
    with_releases,
    worth_keeping,
)
from mooring.model.advisory import Advisory


def is_csaf(document: JsonObject) -> bool:
    """Whether the document is CSAF at all, or what is left of one."""
    return category(document).startswith("csaf_") or bool(inner(inner(document, "document"), "tracking"))


def is_deleted(document: JsonObject) -> bool:
    """Red Hat leaves documents that it took back in place, with little in them."""
    status = text(inner(inner(document, "document"), "tracking"), "status")
    return category(document) == "csaf_deleted" or status == "deleted"


def read_csaf(document: JsonObject, feed: str) -> Advisory:
    """The advisory of one document. Raises ReadError where it names nothing, HostileInput where its product tree is out of bounds."""
    identifier = tracking_id(document)
    head = inner(document, "document")
    tracking = inner(head, "tracking")
    vulnerabilities = list(objects(document, "vulnerabilities"))
    if not vulnerabilities:
        raise ReadError(f"{identifier} has no vulnerabilities")
    rows = with_releases(worth_keeping(affected_rows(statements(document), place_of, module_of)))
    names = tuple(dict.fromkeys(filter(None, map(vulnerability_id, vulnerabilities))))
    is_vex = category(document) == "csaf_vex" or names == (identifier,)
    word = severity_of_word(text(inner(head, "aggregate_severity"), "text"))
    main = vulnerabilities[0] if is_vex else {}
    references = [text(one, "url") for holder in (head, main) for one in objects(holder, "references")]
    return Advisory(
        id=identifier,
        feed=feed,
        url=f"https://access.redhat.com/{'security/cve' if is_vex else 'errata'}/{identifier}",
        fixes=() if is_vex else names,
        title=text(main, "title") or text(head, "title"),
        description=note(main, "description", "summary") or note(head, "summary", "general"),
        ratings=tuple(ratings(main, "redhat", word)),
        cwes=tuple(dict.fromkeys(filter(None, (text(inner(main, "cwe"), "id"),)))),
        references=tuple(dict.fromkeys(filter(None, references)))[:100],
        published=text(main, "release_date") or text(tracking, "initial_release_date"),
        modified=text(tracking, "current_release_date"),
        affected=(*rows, *paid_only(rows)),
    )
