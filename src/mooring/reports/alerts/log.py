"""A SARIF log within the limits of GitHub's code scanning: the envelope around rules, results and notifications."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import msgspec

from mooring.model.codec import array_pieces, encode, printable
from mooring.model.package import Location
from mooring.model.report import ScanReport
from mooring.reports.sbom.identity import is_image, repository
from mooring.reports.text.markup import in_markdown, in_sarif
from mooring.reports.text.style import clean

Part = dict[str, object]
Notice = tuple[str, str, str]
"""Kind (one of NOTICES), level (`error`, `warning`, `note`), text."""
MAX_RESULTS = 25_000
"""GitHub refuses a run with more results, or more rules."""
MAX_LOCATIONS = 10
MAX_TEXT = 1_000
_MAX_LINE = 2**31 - 1
_MAX_NOTIFICATIONS = 1_000
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
NOTICES = (
    ("not-assessed", "No data speak for these packages, or not wholly."),
    ("incomplete", "Something could not be read."),
    ("not-searched", "Content was not looked for wholly."),
    ("left-out", "More results than GitHub accepts."),
    ("exception", "An exception should be looked at."),
    ("bundle", "The bundle should be looked at."),
    ("verdict", "What the policy says of the image."),
    ("note", "What a person should know."),
)


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A result, and the rule that it is shown under."""

    rule: str
    """At most 255 characters."""
    title: str
    """Of the rule: one line that holds for all its results."""
    help: str = ""
    """Of the rule."""
    tags: tuple[str, ...]
    """Of the rule, beside `security`."""
    severity: float
    """Of the rule, 0.1 to 10: what GitHub sorts alerts by, and stops a merge at."""
    precision: str = "very-high"
    """Of the rule."""
    level: str
    """`error`, `warning` or `note`."""
    message: str
    places: tuple[Location, ...] = ()
    logical: Part | None = None
    """What the places are part of."""
    identity: tuple[str, ...]
    """Stays the same from scan to scan, line numbers or not."""
    properties: Part = {}
    suppressions: tuple[tuple[str, str], ...] = ()
    """Kind (`external`, `inSource`) and justification."""


def log_pieces(
    report: ScanReport, rules: Iterable[Part], results: Iterable[Part], notices: Sequence[Notice], properties: Part
) -> Iterator[bytes]:
    """The log. Rules and results are SARIF's objects; results know their rules by number."""
    name = report.tool.name or "mooring"
    yield b'{"$schema":' + encode(_SCHEMA) + b',"version":"2.1.0","runs":[{"tool":{"driver":{"name":' + encode(name)
    if report.tool.version:
        yield b',"version":' + encode(report.tool.version)
    yield b',"notifications":' + encode([{"id": kind, "shortDescription": {"text": text}} for kind, text in NOTICES])
    yield b',"rules":'
    yield from array_pieces(map(encode, rules))
    yield b'}},"automationDetails":' + encode({"id": f"{name}/{base_of(report) or 'files'}/"})
    yield b',"columnKind":"utf16CodeUnits","invocations":' + encode([_invocation(notices)])
    yield b',"properties":' + encode(properties) + b',"results":'
    yield from array_pieces(map(encode, results))
    yield b"}]}\n"


def rules_of(alerts: Iterable[Alert]) -> dict[str, Part]:
    """The rules by name, in the order of their first alerts; the highest level and severity count."""
    found: dict[str, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(alert.rule, []).append(alert)
    return {name: _rule(name, group) for name, group in found.items()}


def results_of(alerts: Iterable[Alert], report: ScanReport, numbers: dict[str, int]) -> Iterator[Part]:
    """The results. `numbers` are the places of the rules in the log."""
    seen: Counter[str] = Counter()
    for alert in alerts:
        told = "\0".join((alert.rule, *alert.identity)).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(told).hexdigest()[:32]
        seen[digest] += 1
        yield _result(alert, report, numbers[alert.rule], f"{digest}:{seen[digest]}")


def location(place: Location, report: ScanReport) -> Part:
    """Where a file is. Files of an image are named below its repository, those of a folder as they are."""
    return _located(place, base_of(report))


def base_of(report: ScanReport) -> str:
    """What the paths stand below: the repository of an image; nothing for a folder, whose files are where they say."""
    if not is_image(report):
        return ""
    steps = [step for step in clean(repository(report)).split("/") if step not in ("", ".", "..")]
    return "/".join(quote(step, safe="") for step in steps) or "image"


def image_properties(report: ScanReport) -> Part:
    """Which image it is, and which data it was matched with."""
    database = report.findings.database if report.findings is not None else None
    told = {
        "image": clean(report.image.name),
        "imageDigest": report.image.digest,
        "imageId": report.image.image_id,
        "databaseBuilt": clean(database.built) if database else "",
        "databaseDigest": database.digest if database else "",
    }
    return {name: value for name, value in told.items() if value}


def _located(place: Location, base: str) -> Part:
    steps = [step for step in printable(place.path).split("/") if step not in ("", ".", "..")]
    uri = "/".join(filter(None, (base, *(quote(step, safe="!@+~,=") for step in steps)))) or "image"
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": min(max(place.line, 1), _MAX_LINE)},
        }
    }


def _rule(name: str, alerts: Sequence[Alert]) -> Part:
    first, worst = alerts[0], min(alerts, key=lambda one: ("error", "warning", "note").index(one.level))
    title = in_sarif(first.title)[:MAX_TEXT] or name
    properties: Part = {
        "security-severity": f"{max(one.severity for one in alerts):.1f}",
        "precision": first.precision,
        "tags": ["security", *first.tags],
    }
    part: Part = {
        "id": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "defaultConfiguration": {"level": worst.level},
        "properties": properties,
    }
    words = first.help or first.title or name
    return part | {"help": {"text": in_sarif(words)[:MAX_TEXT], "markdown": in_markdown(words)[:MAX_TEXT]}}


def _result(alert: Alert, report: ScanReport, number: int, identity: str) -> Part:
    logical: Part = {} if alert.logical is None else {"logicalLocations": [alert.logical]}
    places = alert.places[:MAX_LOCATIONS] or (Location(path=""),)
    part: Part = {
        "ruleId": alert.rule,
        "ruleIndex": number,
        "level": alert.level,
        "message": {"text": in_sarif(alert.message)[:MAX_TEXT] or alert.rule},
        "locations": [location(place, report) | logical for place in places],
        "partialFingerprints": {"primaryLocationLineHash": identity, "mooringFinding/v1": identity},
        "properties": alert.properties,
    }
    if alert.suppressions:
        part["suppressions"] = [
            {"kind": kind, "status": "accepted", "justification": in_sarif(why)}
            for kind, why in alert.suppressions[:MAX_LOCATIONS]
        ]
    return part


def _invocation(notices: Sequence[Notice]) -> Part:
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            {"descriptor": {"id": kind}, "level": level, "message": {"text": in_sarif(text)}}
            for kind, level, text in notices[:_MAX_NOTIFICATIONS]
        ],
    }
