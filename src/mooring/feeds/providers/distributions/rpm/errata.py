"""Errata as advisories: lists of packages as built, folded to a row for each package of a release."""

import re
from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.rpm.branches import vulnerable_below
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind
from mooring.model.severity import Severity, SeverityRating

CVE = re.compile(r"CVE-\d{4}-\d{4,12}", re.IGNORECASE)
_SOURCES = ("src", "nosrc")
_DEBUG = ("-debuginfo", "-debugsource", "-debuginfo-common")
_FIRST_WORD = re.compile(r"(\w+): ")
_LAST_WORD = re.compile(r"\((\w+)\)\s*$")


class Built(msgspec.Struct, frozen=True):
    """A package as an erratum lists it."""

    namespace: str
    name: str
    version: str
    """Epoch, version and release."""
    architecture: str = ""
    module: str | None = None
    repository: str = ""


def rows_of(packages: Iterable[Built], fix: Fix) -> tuple[Affected, ...]:
    """A row for each package; several where architectures are fixed by different builds. Source packages count only where no binary
    package is listed, debug packages never."""
    listed = [one for one in packages if one.name and one.version and not is_debug(one.name)]
    binary = [one for one in listed if one.architecture not in _SOURCES]
    groups: dict[tuple[str, str, str | None, str], dict[str, set[str]]] = {}
    for one in binary or listed:
        key = (one.namespace, one.name, one.module, one.repository)
        groups.setdefault(key, {}).setdefault(one.version, set()).add(one.architecture)
    kind = NameKind.BINARY if binary else NameKind.SOURCE
    return tuple(row for key, versions in groups.items() for row in _rows(key, versions, fix, kind))


def is_debug(name: str) -> bool:
    """Whether a package holds nothing but debugging symbols."""
    return name.endswith(_DEBUG)


def merged(advisory: Advisory) -> Advisory:
    """The advisory with one row for each package, where it had one for each build; for OSV, which lists builds one by one."""
    fixed: dict[tuple[object, ...], list[Affected]] = {}
    others = []
    for row in advisory.affected:
        if is_debug(row.name):
            continue
        if row.fix.state is not FixState.FIXED or row.versions or any(one.low for one in row.ranges):
            others.append(row)
            continue
        key = (
            row.namespace,
            row.name,
            row.name_kind,
            row.module,
            row.repository,
            row.architectures,
            row.vulnerabilities,
        )
        fixed.setdefault(key, []).append(row)
    rows = [_folded(group) for group in fixed.values()]
    return replace(advisory, affected=tuple(dict.fromkeys((*rows, *others))))


def rated(advisory: Advisory, source: str, word: Severity) -> Advisory:
    """The advisory with the publisher's own word, which its scores take over where they have none."""
    if word is Severity.UNKNOWN:
        return advisory
    ratings = tuple(replace(one, severity=word) if one.source == source else one for one in advisory.ratings) or (
        SeverityRating(source=source, severity=word),
    )
    return replace(advisory, ratings=ratings)


def severity_in_title(title: str) -> Severity:
    """`Important: bind security update`, `bind security update (IMPORTANT)`."""
    for pattern in (_FIRST_WORD, _LAST_WORD):
        found = pattern.match(title) if pattern is _FIRST_WORD else pattern.search(title[-40:])
        if found and (word := severity_of_word(found.group(1))) is not Severity.UNKNOWN:
            return word
    return Severity.UNKNOWN


def security_errata(
    forms: Iterable[tuple[str, Advisory]], prefixes: tuple[str, ...], log: FeedLog
) -> Iterator[Advisory]:
    """Those that deal with a vulnerability, or whose id says so; where several forms tell of one, the first counts."""
    told = Told()
    for form, advisory in forms:
        if not advisory.fixes and not advisory.id.startswith(prefixes):
            log.skip("a bug fix or enhancement, no vulnerability")
        elif not told.is_new(advisory, form):
            log.skip("told of before, in another form")
        else:
            yield advisory


class Told:
    """Which errata were told of, in which form: one form counts for a release, whatever number of records it has there."""

    def __init__(self) -> None:
        self._forms: dict[tuple[str, str], str] = {}

    def is_new(self, advisory: Advisory, form: str) -> bool:
        """Whether no other form told of this erratum for each of its releases; remembers it then."""
        keys = [(advisory.id, namespace) for namespace in {row.namespace for row in advisory.affected}] or [
            (advisory.id, "")
        ]
        if all(self._forms.get(key, form) != form for key in keys):
            return False
        for key in keys:
            self._forms.setdefault(key, form)
        return True


def cves_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The CVE identifiers in texts, upper case, each once."""
    return tuple(dict.fromkeys(name.upper() for one in texts for name in CVE.findall(one)))


def evr(epoch: str, version: str, release: str) -> str:
    """`32:9.11.4-26.el7`; an epoch that is none counts as 0."""
    number = epoch if epoch.isascii() and epoch.isdigit() else "0"
    return f"{number}:{version}-{release}" if release else f"{number}:{version}"


def _rows(
    key: tuple[str, str, str | None, str], versions: dict[str, set[str]], fix: Fix, kind: NameKind
) -> Iterator[Affected]:
    namespace, name, module, repository = key
    for architectures, builds in by_architecture(versions):
        ranges, fixes = vulnerable_below(builds, is_one_erratum=True)
        yield Affected(
            namespace=namespace,
            name=name,
            ranges=ranges,
            fix=replace(fix, versions=fixes),
            name_kind=kind,
            module=module,
            architectures=architectures,
            repository=repository,
        )


def by_architecture(versions: dict[str, set[str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Builds that belong together: all of them, or, where no architecture has two, those of each set of architectures."""
    sets: dict[frozenset[str], list[str]] = {}
    for version, built_for in versions.items():
        sets.setdefault(frozenset(built_for), []).append(version)
    total = sum(len(one) for one in sets)
    if len(sets) > 1 and total == len(frozenset[str]().union(*sets)):
        yield from ((tuple(sorted(built_for)), builds) for built_for, builds in sets.items())
    else:
        yield (), list(versions)


def _folded(group: list[Affected]) -> Affected:
    if len(group) == 1:
        return group[0]
    ranges, fixes = vulnerable_below((one.high for row in group for one in row.ranges), is_one_erratum=True)
    return replace(group[0], ranges=ranges, fix=replace(group[0].fix, versions=fixes))
