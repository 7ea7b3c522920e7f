"""Errata of Debian (DSA, DLA, DTSA): what they fixed, kept until the statements about single CVEs are known.

The tracker's statement about a CVE in a release is exact; an erratum only says that everything below its version lacks some of its fixes.
So an erratum speaks for itself only where no statement about its CVE, its package and the release was read, or where one names the very
version and lacks what the erratum knows: its identifier and its day.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import HostileInput
from mooring.feeds.providers.distributions.deb.statements import affected_below, not_affected, undetermined, unfixed
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, Fix, FixState

MAX_ERRATA = 500_000
_NO_FLAW = ("regression", "end-of-life", "end of life", "end of support")
_UPKEEP = frozenset(
    {"update", "new upstream version", "new timezone database", "bugfix update", "new package", "database update"}
    | {"version number correction", "long term security support update"}
)
"""Titles of updates that name no flaw."""


class ErratumFix(msgspec.Struct, frozen=True, kw_only=True):
    """One package of an erratum in one release."""

    namespace: str
    package: str
    version: str
    """Empty where the erratum has no version for it; `kind` says why."""
    kind: str = "fixed"
    note: str = ""


class Erratum(msgspec.Struct, frozen=True, kw_only=True):
    """One DSA, DLA or DTSA."""

    id: str
    title: str
    date: str
    cves: tuple[str, ...]
    fixes: tuple[ErratumFix, ...]
    modified: str = ""


class Errata:
    """All errata of a parse, by CVE, release and package."""

    def __init__(self) -> None:
        self._errata: dict[str, Erratum] = {}
        self._by_key: dict[tuple[str, str, str], list[tuple[Erratum, ErratumFix]]] = {}
        self._covered: dict[tuple[str, str, str], str] = {}

    @property
    def namespaces(self) -> set[str]:
        """All that an erratum fixed something in."""
        return {fix.namespace for erratum in self._errata.values() for fix in erratum.fixes}

    def add(self, erratum: Erratum) -> None:
        """Keep it; what a second one of the same id adds is taken in."""
        known = self._errata.get(erratum.id)
        if known is None and len(self._errata) >= MAX_ERRATA:
            raise HostileInput(f"there are more than {MAX_ERRATA} Debian advisories")
        merged = _merged(known, erratum) if known is not None else erratum
        self._errata[erratum.id] = merged
        for cve in merged.cves:
            for fix in merged.fixes:
                named = self._by_key.setdefault((cve, fix.namespace, fix.package), [])
                if all(one.id != erratum.id or other != fix for one, other in named):
                    named.append((merged, fix))

    def fix(self, cve: str, namespace: str, package: str, version: str) -> Fix:
        """A fix by this version, with the errata that name the CVE for it; the date is that of the one that brought the version.

        Errata of other versions than the fix's are left out where one has the very version.
        """
        known = self._by_key.get((cve, namespace, package), [])
        exact = [erratum for erratum, fix in known if fix.version == version]
        named = exact or [erratum for erratum, _ in known]
        return Fix(
            state=FixState.FIXED,
            versions=(version,),
            date=min((erratum.date for erratum in exact if erratum.date), default=""),
            advisories=tuple(dict.fromkeys(erratum.id for erratum in named)),
        )

    def version(self, cve: str, namespace: str, package: str) -> str:
        """The version that an erratum gave for the CVE; the first erratum's where several did."""
        known = self._by_key.get((cve, namespace, package), [])
        dated = sorted(
            (erratum.date, number, fix.version) for number, (erratum, fix) in enumerate(known) if fix.version
        )
        return dated[0][2] if dated else ""

    def cover(self, cve: str, namespace: str, package: str, version: str = "") -> None:
        """A statement about the CVE in this release was read. `version` is its fix where it does not name its errata."""
        self._covered[(cve, namespace, package)] = version

    def advisories(self, feed: str) -> Iterator[Advisory]:
        """Every erratum, its rows reduced to what nothing else speaks for."""
        for erratum in self._errata.values():
            yield Advisory(
                id=erratum.id,
                feed=feed,
                url=f"https://security-tracker.debian.org/tracker/{erratum.id}",
                kind=_kind(erratum),
                fixes=erratum.cves,
                title=erratum.title,
                published=erratum.date,
                modified=erratum.modified,
                affected=tuple(self._rows(erratum)),
            )

    def _rows(self, erratum: Erratum) -> Iterator[Affected]:
        for fix in erratum.fixes:
            left = tuple(cve for cve in erratum.cves if self._is_needed(cve, fix))
            if erratum.cves and not left:
                continue
            row = _row(erratum, fix)
            yield row if left == erratum.cves else msgspec.structs.replace(row, vulnerabilities=left)

    def _is_needed(self, cve: str, fix: ErratumFix) -> bool:
        known = self._covered.get((cve, fix.namespace, fix.package))
        return known is None or (bool(known) and known == fix.version)


def _merged(first: Erratum, second: Erratum) -> Erratum:
    return msgspec.structs.replace(
        first,
        date=min(date for date in (first.date, second.date, "9") if date) if first.date or second.date else "",
        modified=max(first.modified, second.modified),
        cves=tuple(dict.fromkeys((*first.cves, *second.cves))),
        fixes=tuple(dict.fromkeys((*first.fixes, *second.fixes))),
    )


def _kind(erratum: Erratum) -> AdvisoryKind:
    """An erratum without a CVE that repairs an earlier one, brings new data, or only tells something, is no vulnerability."""
    if erratum.cves:
        return AdvisoryKind.VULNERABILITY
    title = erratum.title.lower()
    is_notice = (
        not erratum.fixes or title.rpartition(" - ")[2] in _UPKEEP or any(phrase in title for phrase in _NO_FLAW)
    )
    return AdvisoryKind.NOTICE if is_notice else AdvisoryKind.VULNERABILITY


def _row(erratum: Erratum, fix: ErratumFix) -> Affected:
    if fix.kind == "not-affected":
        return not_affected(fix.namespace, fix.package, fix.note)
    if fix.kind == "undetermined":
        return undetermined(fix.namespace, fix.package)
    if not fix.version:
        return affected_below(fix.namespace, fix.package, "", unfixed(fix.kind, fix.note), None)
    cure = Fix(state=FixState.FIXED, versions=(fix.version,), date=erratum.date, advisories=(erratum.id,))
    return affected_below(fix.namespace, fix.package, fix.version, cure, None)
