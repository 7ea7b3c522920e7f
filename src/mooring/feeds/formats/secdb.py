"""The security database of apk distributions: which version of a source package first had the fix of what.

    {"distroversion": "v3.19", "reponame": "main", "packages": [
        {"pkg": {"name": "apk-tools", "secfixes": {"2.12.6-r0": ["CVE-2021-36159"]}}}]}

Format: Alpine's secdb, as JSON, and as YAML until 2020. Version `0` says that no version was ever affected. An entry of a list may hold
several identifiers and remarks in parentheses.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import msgspec

from mooring.base.errors import FeedMalformed, HostileInput, ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.loose_json import JsonObject, json_object, text
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.versions.scheme import InvalidVersion, scheme_named

_CVE = re.compile(r"(?:CVE|CAN)[-_]([0-9]{4})-([0-9]{4,12})")
_SPLIT_CVE = re.compile(r"\bCVE (?=[0-9]{4}-)")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{3,80}")
_REMARK = re.compile(r"\(([^()]*)\)?")
MAX_ROWS = 5_000_000
_NEVER = ("0", "0-r0")
_NOT_YET = ("None", "none", "null")
"""SecureOS: known, and not fixed."""
_SAME_FLAW = ("GHSA-", "RUSTSEC-", "PYSEC-", "GO-")
"""Databases with a record for each flaw; others' advisories (XSA, TALOS, …) may be about several."""
_DENIALS = ("not affected", "not applicable", "not actually applicable")


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry of a list of fixes names."""

    ids: tuple[str, ...]
    """CVEs; where there are none, the other identifiers."""
    others: tuple[str, ...] = ()
    """Further identifiers beside CVEs."""
    remark: str = ""


class _Key(msgspec.Struct, frozen=True, gc=False):
    namespace: str
    package: str


class SecDb:
    """Collects the documents of all releases; one advisory for each identifier comes out."""

    def __init__(self, feed: str, *, page: str, has_parallel_versions: bool = False) -> None:
        """`page` is the address of a vulnerability with `{id}` in it. With `has_parallel_versions` several fixed versions of one package
        are lines kept side by side; else the highest holds."""
        self._feed = feed
        self._page = page
        self._is_parallel = has_parallel_versions
        self._fixes: dict[str, dict[_Key, list[tuple[str, Named]]]] = {}
        self._namespaces: dict[str, None] = {}
        self._rejections: list[tuple[str, str]] = []
        self._rows = 0

    def add(self, document: JsonObject, namespace: str, place: str, log: FeedLog) -> None:
        """The packages of a document, each a record of the log; one that cannot be read is rejected there."""
        self._namespaces[namespace] = None
        for package in _packages(document):
            log.seen()
            if package is None:
                log.reject(place, "a package is no mapping")
                continue
            name, fixes = text(package, "name"), package.get("secfixes")
            if not name:
                log.reject(place, "a package has no name")
            elif fixes is not None and not isinstance(fixes, dict):
                log.reject(f"{place}: {name[:100]}", "its secfixes are no mapping of versions")
            else:
                for version, entries in (fixes or {}).items():
                    self._add_version(_Key(namespace, name), version.strip(), entries, place, log)

    def reject(self, identifier: str, package: str) -> None:
        """The distribution looked and says that the package does not have the flaw, in any release."""
        self._rejections.append((identifier, package))

    def advisories(self) -> Iterator[Advisory]:
        """One for each identifier, in order of appearance."""
        self._deny_rejections()
        for identifier, rows in self._fixes.items():
            yield Advisory(
                id=identifier,
                feed=self._feed,
                url=self._page.format(id=identifier),
                aliases=_aliases(rows),
                affected=tuple(self._row(key, fixes) for key, fixes in rows.items()),
            )

    def _add_version(self, key: _Key, version: str, entries: object, place: str, log: FeedLog) -> None:
        where = f"{place}: {key.package[:100]}"
        if isinstance(entries, str):
            entries = [entries]
        if not entries:
            return
        if not isinstance(entries, list) or not version:
            log.reject(where, f"version {version[:40]!r} has no list of identifiers")
            return
        for entry in filter(None, entries):
            named = names_of(entry) if isinstance(entry, str) else None
            if named is None:
                log.reject(where, f"{str(entry)[:80]!r} is no text")
                continue
            if not named.ids:
                log.skip("an entry that names no vulnerability")
                continue
            never = any(denial in named.remark.lower() for denial in _DENIALS)
            for identifier in named.ids:
                fixes = self._fixes.setdefault(identifier, {}).setdefault(key, [])
                self._rows += 1
                if self._rows > MAX_ROWS:
                    raise HostileInput(f"the databases of {self._feed} name more than {MAX_ROWS} fixes")
                fixes.append(("0" if never else version, named))

    def _deny_rejections(self) -> None:
        for identifier, package in self._rejections:
            for namespace in self._namespaces:
                rows = self._fixes.setdefault(identifier, {})
                rows.setdefault(_Key(namespace, package), [("0", Named(ids=(identifier,), remark="rejected"))])

    def _row(self, key: _Key, fixes: Sequence[tuple[str, Named]]) -> Affected:
        versions = _in_order({version for version, _ in fixes if version not in (*_NEVER, *_NOT_YET)})
        note = "; ".join(dict.fromkeys(named.remark for _, named in fixes if named.remark))
        if not versions and any(version in _NOT_YET for version, _ in fixes):
            fix = Fix(state=FixState.NOT_FIXED, note=note)
            return Affected(namespace=key.namespace, name=key.package, name_kind=NameKind.SOURCE, fix=fix)
        if not versions:
            return Affected(
                namespace=key.namespace,
                name=key.package,
                name_kind=NameKind.SOURCE,
                is_negative=True,
                fix=Fix(note=note),
            )
        kept = _newest_of_lines(versions) if self._is_parallel else versions[-1:]
        return Affected(
            namespace=key.namespace,
            name=key.package,
            name_kind=NameKind.SOURCE,
            ranges=_ranges(kept),
            fix=Fix(state=FixState.FIXED, versions=tuple(kept), advisories=_others(fixes), note=note),
        )


def parse_secdb(
    file: RawFile, feed: SecDb, namespace_of: Callable[[JsonObject, str], str | None], log: FeedLog
) -> None:
    """Add a file, JSON or YAML. A document of one package that is damaged is rejected; one of a release raises FeedMalformed, since the
    release would look clean without it."""
    try:
        document = _document(file)
        namespace = namespace_of(document, file.name)
        if namespace is None:
            raise ReadError("does not say which release it is about")
        if not _has_packages(document):
            raise ReadError("has no packages")
    except ReadError as error:
        if _is_of_one_package(file.name):
            log.seen()
            log.reject(file.name, error.message)
            return
        raise FeedMalformed(f"{file.name} {error.message}") from None
    feed.add(document, namespace, file.name, log)


@lru_cache(maxsize=65536)
def names_of(entry: str) -> Named:
    """The identifiers of an entry such as `CVE-2023-34320 XSA-433` or `CVE-2017-2616 (+ regression fix)`; none where it names nothing."""
    remark = " ".join(part.strip() for part in _REMARK.findall(entry))
    words = _SPLIT_CVE.sub("CVE-", _REMARK.sub(" ", entry)).replace(",", " ").split()
    cves = tuple(dict.fromkeys(f"CVE-{found[1]}-{found[2]}" for word in words if (found := _CVE.match(word))))
    others = tuple(dict.fromkeys(word for word in words if not _CVE.match(word) and _is_identifier(word)))
    return Named(ids=cves or others, others=others if cves else (), remark=remark)


def _is_identifier(word: str) -> bool:
    return bool(_IDENTIFIER.fullmatch(word)) and any(letter.isdigit() for letter in word)


def _document(file: RawFile) -> JsonObject:
    content = file.read()
    if not file.name.endswith((".yaml", ".yml")):
        return json_object(content)
    from mooring.feeds.formats.yaml_text import parse_text_yaml

    document = parse_text_yaml(content)
    if not isinstance(document, dict):
        raise ReadError("is no mapping")
    return document


def _packages(document: JsonObject) -> Iterator[JsonObject | None]:
    """The packages of a document, or the document that is one; None in the place of what is no package."""
    if "secfixes" in document:
        yield document
        return
    listed = document.get("packages")
    for one in listed if isinstance(listed, list) else ():
        package = one.get("pkg") if isinstance(one, dict) else None
        yield package if isinstance(package, dict) else None


def _has_packages(document: JsonObject) -> bool:
    """A release without fixes has an empty list, an empty mapping, or in YAML nothing at all."""
    packages = document.get("packages", False)
    is_empty = packages is not False and not packages
    return is_empty or isinstance(packages, list) or isinstance(document.get("secfixes"), dict)


def _is_of_one_package(name: str) -> bool:
    """Whether the file's name says that it is one package of many, as in a split copy."""
    stem = name.rpartition("/")[2].partition(".")[0]
    return stem not in ("main", "community", "security", "testing") and "secdb" not in stem


def _aliases(rows: dict[_Key, list[tuple[str, Named]]]) -> tuple[str, ...]:
    """Identifiers of the same flaw in other databases: those that stand beside it alone."""
    found = {
        other: None
        for fixes in rows.values()
        for _, named in fixes
        if len(named.ids) == 1
        for other in named.others
        if other.startswith(_SAME_FLAW)
    }
    return tuple(found)


def _others(fixes: Sequence[tuple[str, Named]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, named in fixes for name in named.others if not name.startswith(_SAME_FLAW)))


def _in_order(versions: set[str]) -> list[str]:
    key = scheme_named("apk").key

    def order(version: str) -> tuple[int, bytes, str]:
        try:
            return (1, key(version), version)
        except InvalidVersion:
            return (0, b"", version)

    return sorted(versions, key=order)


def _newest_of_lines(versions: Sequence[str]) -> list[str]:
    """The newest build of each upstream version, in order."""
    return list({version.rpartition("-")[0] or version: version for version in versions}.values())


def _ranges(versions: Sequence[str]) -> tuple[VersionRange, ...]:
    """Everything below the first, and in each further line what is below its fix."""
    lines = [VersionRange(high=versions[0])]
    lines += [VersionRange(low=version.rpartition("-")[0], high=version) for version in versions[1:]]
    return tuple(lines)
