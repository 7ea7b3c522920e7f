"""Test cases in suites, as build servers read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from mooring.model.report import ScanReport
from mooring.reports.text.markup import in_xml, in_xml_attribute
from mooring.reports.text.style import clean

_PIECE_CASES = 200


class Case(msgspec.Struct, frozen=True):
    """One test."""

    group: str
    name: str
    outcome: str = ""
    """`failure`, `error`, `skipped`; empty where it passed."""
    kind: str = ""
    message: str = ""
    lines: tuple[str, ...] = ()
    """Below the message; of a test that passed, its output."""


def document_pieces(image: str, suites: Mapping[str, Sequence[Case]], properties: Mapping[str, str]) -> Iterator[bytes]:
    """The document: a suite for each name that has cases, with these properties."""
    totals = _totals(case for cases in suites.values() for case in cases)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={in_xml_attribute(image)}{totals}>\n'.encode()
    rows = ((name, clean(value)) for name, value in properties.items() if value)
    told = "".join(f'<property name="{name}" value={in_xml_attribute(value)}/>' for name, value in rows)
    for name, cases in suites.items():
        if cases:
            yield f"<testsuite name={in_xml_attribute(f'{image}: {name}')}{_totals(cases)}>\n".encode()
            yield f"<properties>{told}</properties>\n".encode()
            for start in range(0, len(cases), _PIECE_CASES):
                yield "".join(map(_element, cases[start : start + _PIECE_CASES])).encode()
            yield b"</testsuite>\n"
    yield b"</testsuites>\n"


def image_of(report: ScanReport) -> str:
    """What the document calls the image."""
    return clean(report.image.name) or report.image.kind


def _element(case: Case) -> str:
    name = in_xml_attribute(case.name or "unnamed")
    head = f'<testcase classname={in_xml_attribute(case.group or "unknown")} name={name} time="0"'
    inner = in_xml("\n".join(case.lines))
    if not case.outcome:
        return f"{head}><system-out>{inner}</system-out></testcase>\n" if inner else f"{head}/>\n"
    kind = f" type={in_xml_attribute(case.kind)}" if case.outcome != "skipped" else ""
    return (
        f"{head}><{case.outcome} message={in_xml_attribute(case.message)}{kind}>{inner}</{case.outcome}></testcase>\n"
    )


def _totals(cases: Iterable[Case]) -> str:
    counts = Counter(case.outcome for case in cases)
    return (
        f' tests="{counts.total()}" failures="{counts["failure"]}" errors="{counts["error"]}" '
        f'skipped="{counts["skipped"]}" time="0"'
    )
