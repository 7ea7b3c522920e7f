"""Which vulnerability an advisory is about.

- An advisory that is named after a CVE (also `DEBIAN-CVE-…`, `ALPINE-CVE-…`) is about that one.
- An erratum (`fixes`), or an advisory with several CVEs among its aliases, is about each of them.
- One CVE among the aliases: that one.
- None: what its aliases lead to, from advisory to advisory and in both directions (RUSTSEC to GHSA to CVE). Where they lead to exactly one
  CVE it is that; where they lead to none, all of them are one vulnerability under the preferred identifier; where they lead to several,
  what the alias itself is about. Errata never lead anywhere: what they fix are no aliases.
"""

import re
from collections.abc import Iterable

from mooring.model.advisory import Advisory

_CVE = re.compile(r"(?:[A-Z][A-Z0-9]{0,15}-)?(CVE-[0-9]{4}-[0-9]{4,19})")
_PREFERRED = ("GHSA-", "PYSEC-", "GO-", "RUSTSEC-", "OSV-", "HSEC-", "RSEC-", "MAL-", "BIT-")
MAX_ALIASES = 1_000
"""Of one advisory; what comes later is left out."""


def folded(identifier: str) -> str:
    """As identifiers are compared: upper case, and the CVE alone where a distribution puts its name before it."""
    upper = identifier.strip().upper()
    match = _CVE.fullmatch(upper)
    return match[1] if match else upper


def is_cve(identifier: str) -> bool:
    """Whether a folded identifier is a CVE's."""
    return identifier.startswith("CVE-")


def direct_subjects(advisory: Advisory) -> tuple[str, ...]:
    """Folded identifiers that the advisory itself says it is about; where it names no CVE and fixes nothing, its own."""
    own = folded(advisory.id)
    if is_cve(own) and not advisory.fixes:
        return (own,)
    cves = {alias for alias in aliases_of(advisory) if is_cve(alias)}
    if advisory.fixes:
        return tuple(sorted(cves | {folded(each) for each in advisory.fixes if each.strip()}))
    return tuple(sorted(cves)) or (own,)


def aliases_of(advisory: Advisory) -> tuple[str, ...]:
    """Folded identifiers of the same vulnerability, its own not among them, in order."""
    own = folded(advisory.id)
    named = (advisory.id.strip().upper(), *(folded(alias) for alias in advisory.aliases[:MAX_ALIASES] if alias.strip()))
    return tuple(sorted({each for each in named if each != own}))


def preferred(identifiers: Iterable[str]) -> str:
    """The one under which a vulnerability without a CVE is shown."""
    return min(identifiers, key=lambda each: (_rank(each), each))


class Aliases:
    """Identifiers joined by the advisories that give them as the same thing. A CVE ends a chain: nothing is joined through it."""

    def __init__(self, links: Iterable[tuple[str, str]]) -> None:
        """`links`: pairs of which the first is no CVE; with both ways round where neither is."""
        self._near: dict[str, set[str]] = {}
        for one, other in links:
            self._near.setdefault(one, set()).add(other)
        self._group_of: dict[str, tuple[str, ...]] = {}

    def subjects(self, identifier: str) -> tuple[str, ...]:
        """What a folded identifier is about: one vulnerability, or several where its aliases disagree."""
        if is_cve(identifier) or identifier not in self._near:
            return (identifier,)
        answer = self._group_of.get(identifier)
        if answer is None:
            answer = self._explore(identifier)
        return answer or self._nearest(identifier)

    def _explore(self, start: str) -> tuple[str, ...]:
        """What everything that can be reached is about; empty where it is about several CVEs."""
        reached, waiting = {start}, [start]
        cves: set[str] = set()
        while waiting:
            for each in self._near.get(waiting.pop(), ()):
                if is_cve(each):
                    cves.add(each)
                elif each not in reached:
                    reached.add(each)
                    waiting.append(each)
        answer = tuple(cves) if len(cves) == 1 else () if cves else (preferred(reached),)
        self._group_of.update(dict.fromkeys(reached, answer))
        return answer

    def _nearest(self, identifier: str) -> tuple[str, ...]:
        near = self._near[identifier]
        cves = {each for each in near if is_cve(each)}
        cves = cves or {cve for each in near for cve in self._near.get(each, ()) if is_cve(cve)}
        return tuple(sorted(cves)) or (identifier,)


def _rank(identifier: str) -> int:
    if is_cve(identifier):
        return -1
    return next((rank for rank, prefix in enumerate(_PREFERRED) if identifier.startswith(prefix)), len(_PREFERRED))
