"""OVAL definitions of rpm distributions (OVAL 5.x, linux schema), flattened to conditions on packages.

A file of hundreds of megabytes is read record by record. Tests, objects and states follow the definitions that refer to them, so
definitions wait in a condensed form until the end.
"""

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.xml.stream import text_of, xml_records
from mooring.feeds.raw import RawFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_DEFINITIONS = 1_000_000
MAX_CONDITIONS = 200_000
"""Package conditions of one definition."""
MAX_COMMENT_CHARACTERS = 500
_TAGS = frozenset(("definition", "generator"))
_INSTALLED = re.compile(r"(.+?) is installed$")
_ARCH = re.compile(r"\barch is (\w+)$")
_MODULE = re.compile(r"Module (\S+:\S+) is enabled$")
_EARLIER = re.compile(r"(?:Package )?(\S+) is earlier than ([^\s,]+)")
_ARCHES = re.compile(r"\^?\(?([\w|]+)\)?\$?")


class OvalPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on one package: it is vulnerable between the bounds, both empty for every version."""

    name: str
    low: str = ""
    is_low_included: bool = True
    high: str = ""
    is_high_included: bool = False
    equal: str = ""
    """Exactly this version; `0` says that no version is vulnerable."""
    architectures: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    """Products of which one must be installed, as the file names them."""
    module: str = ""


class OvalDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """One definition."""

    id: str
    kind: str = ""
    """Class: `patch`, `vulnerability`, …"""
    title: str = ""
    description: str = ""
    severity: str = ""
    issued: str = ""
    updated: str = ""
    platforms: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()
    """Source, identifier and address."""
    cves: tuple[str, ...] = ()
    patchable: str = ""
    advisory_id: str = ""
    packages: tuple[OvalPackage, ...] = ()


class _Node(msgspec.Struct, frozen=True):
    operator: str
    children: tuple["str | _Node", ...]
    """Tests by their identifier, and groups."""


class _State(msgspec.Struct, frozen=True):
    operation: str = ""
    version: str = ""
    is_version: bool = False
    """Compares the version alone, not epoch, version and release."""
    architectures: tuple[str, ...] = ()


class _Context(msgspec.Struct, frozen=True):
    platforms: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    module: str = ""


def read_oval(file: RawFile, log: FeedLog) -> Iterator[OvalDefinition]:
    """Every definition of a file, counted, those without a package included. Raises FeedMalformed where it is no OVAL."""
    waiting: list[tuple[OvalDefinition, _Node]] = []
    tests: dict[str, tuple[str, str]] = {}
    names: dict[str, str] = {}
    states: dict[str, _State] = {}
    comments: dict[str, str] = {}
    is_oval = False
    for element in xml_records(file, _RECORDS):
        is_oval = True
        identifier = element.get("id") or ""
        if element.tag == "definition":
            log.seen()
            if not identifier or len(waiting) >= MAX_DEFINITIONS:
                log.reject(
                    f"{file.name}: definition {log.records}", "has no id" if not identifier else "is one too many"
                )
                continue
            waiting.append((_definition(identifier, element), _node(element.find("criteria"), comments)))
        elif element.tag in _TEST_TAGS:
            tests[_short(identifier)] = (_reference(element, "object"), _reference(element, "state"))
        elif element.tag in _OBJECT_TAGS:
            names[_short(identifier)] = text_of(element, "name")
        elif element.tag in _STATE_TAGS:
            states[_short(identifier)] = _state(element)
    if not is_oval:
        raise FeedMalformed(f"{file.name} holds no OVAL")
    resolver = _Resolver(tests, names, states, comments)
    for definition, criteria in waiting:
        yield msgspec.structs.replace(definition, packages=tuple(dict.fromkeys(resolver.packages(criteria))))


_TEST_TAGS = frozenset(("rpminfo_test", "rpmverifyfile_test", "textfilecontent54_test"))
_OBJECT_TAGS = frozenset(("rpminfo_object",))
_STATE_TAGS = frozenset(("rpminfo_state",))
_RECORDS = _TAGS | _TEST_TAGS | _OBJECT_TAGS | _STATE_TAGS


def _definition(identifier: str, element: "Element") -> OvalDefinition:
    metadata = element.find("metadata")
    advisory = metadata.find("advisory") if metadata is not None else None
    references = metadata.findall("reference") if metadata is not None else []
    cves = [text_of(one) for one in (advisory.findall("cve") if advisory is not None else [])]
    return OvalDefinition(
        id=identifier,
        kind=element.get("class") or "",
        title=" ".join(text_of(metadata, "title").split()),
        description=text_of(metadata, "description"),
        severity=text_of(advisory, "severity") or text_of(metadata, "severity"),
        issued=_date(advisory, "issued") or text_of(metadata, "advisory_date"),
        updated=_date(advisory, "updated"),
        platforms=tuple(
            text_of(one) for one in (metadata.iterfind("affected/platform") if metadata is not None else ())
        ),
        references=tuple(
            (one.get("source") or "", one.get("ref_id") or "", one.get("ref_url") or "") for one in references
        ),
        cves=tuple(name for name in cves if name),
        patchable=text_of(metadata, "patchable"),
        advisory_id=text_of(metadata, "advisory_id"),
    )


def _date(advisory: "Element | None", tag: str) -> str:
    found = advisory.find(tag) if advisory is not None else None
    return (found.get("date") or "") if found is not None else ""


def _node(element: "Element | None", comments: dict[str, str]) -> _Node:
    """The criteria, whose depth the reader of XML bounds; what tests are about in words is put aside once for each test."""
    if element is None:
        return _Node("AND", ())
    children: list[str | _Node] = []
    for child in element:
        if child.get("negate") == "true":
            continue
        if child.tag == "criteria":
            children.append(_node(child, comments))
        elif child.tag == "criterion":
            test = sys.intern(_short(child.get("test_ref") or ""))
            comments.setdefault(test, (child.get("comment") or "")[:MAX_COMMENT_CHARACTERS])
            children.append(test)
    return _Node(sys.intern((element.get("operator") or "AND").upper()), tuple(children))


def _state(element: "Element") -> _State:
    compared = element.find("evr")
    is_version = compared is None
    if compared is None:
        compared = element.find("version")
    arch = _ARCHES.fullmatch(text_of(element, "arch"))
    architectures = tuple(arch.group(1).split("|")) if arch else ()
    if compared is None:
        return _State(architectures=architectures)
    operation = compared.get("operation") or "equals"
    return _State(_OPERATIONS.get(operation, operation), text_of(compared), is_version, architectures)


_OPERATIONS = {
    "1": "equals",
    "3": "greater than",
    "4": "greater than or equal",
    "5": "less than or equal",
    "6": "less than",
}
"""Some files of SUSE write the number of an operation."""


def _reference(element: "Element", tag: str) -> str:
    found = element.find(tag)
    return _short(found.get(f"{tag}_ref") or "") if found is not None else ""


def _short(identifier: str) -> str:
    return identifier.rpartition(":")[2]


class _Resolver:
    """Turns criteria into package conditions."""

    def __init__(
        self,
        tests: dict[str, tuple[str, str]],
        names: dict[str, str],
        states: dict[str, _State],
        comments: dict[str, str],
    ) -> None:
        self._tests = tests
        self._names = names
        self._states = states
        self._comments = comments
        self._known: dict[str, OvalPackage | None] = {}
        self._count = 0

    def packages(self, criteria: _Node) -> Iterator[OvalPackage]:
        """The conditions under which a definition holds."""
        self._count = 0
        yield from self._walk(criteria, _Context())

    def _walk(self, node: _Node, context: _Context) -> Iterator[OvalPackage]:
        found: list[OvalPackage] = []
        rest: list[_Node] = []
        for child in node.children:
            if isinstance(child, str):
                package = self._package(child)
                if package is not None:
                    found.append(package)
                elif node.operator == "AND":
                    context = _narrowed(context, [self._comments[child]])
            elif node.operator == "AND" and (comments := self._only_conditions(child)):
                context = _narrowed(context, comments)
            else:
                rest.append(child)
        self._count += len(found)
        if self._count > MAX_CONDITIONS:
            raise HostileInput(f"a definition has more than {MAX_CONDITIONS} conditions on packages")
        # The context is known only now: a condition may follow the packages that it is for.
        placed = [_placed(one, context) for one in found]
        yield from _joined(placed) if node.operator == "AND" else placed
        for group in rest:
            yield from self._walk(group, context)

    def _only_conditions(self, node: _Node) -> list[str]:
        """The comments of a group without packages (`SLES 15 is installed` or `SLED 15 is installed`)."""
        comments = []
        for child in node.children:
            if not isinstance(child, str) or self._package(child) is not None:
                return []
            comments.append(self._comments[child])
        return comments

    def _package(self, test: str) -> OvalPackage | None:
        """The condition of a test on a version; None for tests on platform, architecture, key or module."""
        if test not in self._known:
            self._known[test] = self._read(test)
        return self._known[test]

    def _read(self, test: str) -> OvalPackage | None:
        if test not in self._tests:
            # A file that is cut to its definitions still says it in words.
            found = _EARLIER.match(self._comments[test])
            return OvalPackage(name=found[1], high=found[2]) if found else None
        reference, state_reference = self._tests[test]
        state = self._states.get(state_reference)
        name = self._names.get(reference, "")
        if state is None or not name or not state.version or state.operation == "pattern match":
            return None
        if state.is_version and (state.version != "0" or name.endswith("-release")):
            return None
        return _condition(OvalPackage(name=name, architectures=state.architectures), state)


def _condition(base: OvalPackage, state: _State) -> OvalPackage | None:
    included = state.operation.endswith("or equal")
    match state.operation.removesuffix(" or equal"):
        case "less than":
            return msgspec.structs.replace(base, high=state.version, is_high_included=included)
        case "greater than":
            is_any = state.version.strip("0:-.") == ""
            return base if is_any else msgspec.structs.replace(base, low=state.version, is_low_included=included)
        case "equals":
            return msgspec.structs.replace(base, equal=state.version)
        case _:
            return None


def _narrowed(context: _Context, comments: list[str]) -> _Context:
    """The context with what comments say: any of the platforms or architectures that they name."""
    platforms = tuple(found[1] for comment in comments if (found := _INSTALLED.match(comment)))
    arches = tuple(found[1] for comment in comments if (found := _ARCH.search(comment)))
    modules = [found[1] for comment in comments if (found := _MODULE.match(comment))]
    return _Context(
        platforms or context.platforms,
        arches or context.architectures,
        modules[0] if modules else context.module,
    )


def _placed(package: OvalPackage, context: _Context) -> OvalPackage:
    return msgspec.structs.replace(
        package,
        architectures=context.architectures or package.architectures,
        platforms=context.platforms,
        module=context.module,
    )


def _joined(packages: list[OvalPackage]) -> Iterator[OvalPackage]:
    """Bounds of one package that must hold together are one interval."""
    joined: dict[str, OvalPackage] = {}
    for one in packages:
        other = joined.get(one.name)
        if other is None:
            joined[one.name] = one
        elif one.low and not other.low:
            joined[one.name] = msgspec.structs.replace(other, low=one.low, is_low_included=one.is_low_included)
        elif one.high and not other.high:
            joined[one.name] = msgspec.structs.replace(other, high=one.high, is_high_included=one.is_high_included)
        else:
            yield one
    yield from joined.values()
