"""Advisories that nobody published, shaped like those that somebody did: few packages have most of the rows.

About 10 rows an advisory: each CVE is told of by distributions in all their releases, by errata for every binary package, or by an
ecosystem. The same seed gives the same items.
"""

import random
from collections.abc import Iterator

from mooring.model.advisory import Advisory, Affected, ExploitScore, Fix, FixState, NameKind, VersionRange
from mooring.model.match import FeedState
from mooring.model.severity import SEVERITIES, SeverityRating

NAMESPACES = {
    "debian": ("debian:11", "debian:12", "debian:13", "debian:unstable"),
    "ubuntu": ("ubuntu:20.04", "ubuntu:22.04", "ubuntu:24.04"),
    "alpine": ("alpine:3.18", "alpine:3.19", "alpine:3.20", "alpine:3.21"),
    "redhat": ("rhel:8", "rhel:9"),
    "github": ("npm", "pypi", "maven", "golang", "gem"),
}
"""18 of them, by feed."""
_NAMES = {"debian": 9_000, "ubuntu": 9_000, "alpine": 5_000, "redhat": 5_500, "github": 18_500}
"""Different names in each namespace of a feed that advisories speak of: 145,000 pairs in all."""
_SHARES = {"debian": 0.32, "ubuntu": 0.2, "alpine": 0.1, "redhat": 0.2, "github": 0.18}
_BINARIES = 12
"""Packages that an erratum of an rpm distribution names, on average, for each release."""
_WORDS = [
    "a",
    "an",
    "the",
    "in",
    "of",
    "to",
    "and",
    "allows",
    "remote",
    "local",
    "attackers",
    "users",
    "execute",
    "arbitrary",
    "code",
    "via",
    "crafted",
    "request",
    "file",
    "buffer",
    "overflow",
    "heap",
    "stack",
    "memory",
    "use",
    "after",
    "free",
    "out",
    "bounds",
    "read",
    "write",
    "denial",
    "service",
    "crash",
    "null",
    "pointer",
    "dereference",
    "improper",
    "validation",
    "input",
    "authentication",
    "bypass",
    "privilege",
    "escalation",
    "cross",
    "site",
    "scripting",
    "injection",
    "SQL",
    "command",
    "path",
    "traversal",
    "symlink",
    "race",
    "condition",
    "integer",
    "truncation",
    "uninitialized",
    "information",
    "disclosure",
    "leak",
    "kernel",
    "parser",
    "function",
    "module",
    "library",
    "server",
    "client",
    "certificate",
    "TLS",
    "header",
    "cookie",
    "session",
    "before",
    "through",
    "versions",
    "prior",
    "earlier",
    "affected",
    "component",
    "issue",
    "discovered",
    "flaw",
    "vulnerability",
    "possible",
    "could",
    "lead",
    "when",
    "handling",
]


def name_of(feed: str, number: int) -> str:
    """The name of a feed's n-th package."""
    return (
        f"com.example.g{number % 997}:artifact-{number}"
        if feed == "github" and number % 5 == 2
        else f"pkg-{number:05d}-{feed[:2]}"
    )


def feeds(advisories: int, seed: int = 11) -> Iterator[tuple[FeedState, Iterator[Advisory | ExploitScore]]]:
    """Every feed with its items; `advisories` of them in all, and a score for every CVE."""
    for feed, share in _SHARES.items():
        yield FeedState(name=feed, captured="2026-01-01T00:00:00Z"), _items(feed, round(advisories * share), seed)
    yield (
        FeedState(name="epss"),
        (
            ExploitScore(
                cve=_cve(number),
                score=(number * 7919 % 99_991) / 1e5,
                percentile=(number * 104_729 % 99_991) / 1e5,
                date="2026-01-01",
            )
            for number in range(advisories * 3 // 5)
        ),
    )


def _items(feed: str, count: int, seed: int) -> Iterator[Advisory]:
    chance = random.Random(f"{seed} {feed}")
    make = {"redhat": _erratum, "github": _language}.get(feed, _tracker)
    for number in range(count):
        yield make(feed, number, chance)


def _tracker(feed: str, number: int, chance: random.Random) -> Advisory:
    cve = _cve(number)
    affected = []
    for _ in range(3 if chance.random() < 0.25 else 2):
        name = name_of(feed, _heavy(chance, _NAMES[feed], number))
        version = _distribution_version(chance, feed)
        for namespace in NAMESPACES[feed]:
            is_fixed = chance.random() < 0.8
            affected.append(
                Affected(
                    namespace=namespace,
                    name=name,
                    name_kind=NameKind.SOURCE,
                    ranges=(VersionRange(high=version if is_fixed else ""),),
                    fix=Fix(state=FixState.FIXED, versions=(version,)) if is_fixed else Fix(state=FixState.NOT_FIXED),
                    severity=chance.choice(SEVERITIES),
                )
            )
    return Advisory(
        id=cve,
        feed=feed,
        url=f"https://tracker.example/{feed}/{cve}",
        description=_text(chance, 40),
        affected=tuple(affected),
    )


def _erratum(feed: str, number: int, chance: random.Random) -> Advisory:
    version = _distribution_version(chance, feed)
    first = _heavy(chance, _NAMES[feed], number)
    fix = Fix(state=FixState.FIXED, versions=(version,), date="2025-03-01", advisories=(f"RHSA-2025:{number}",))
    return Advisory(
        id=f"RHSA-2025:{number}",
        feed=feed,
        url=f"https://access.example/errata/RHSA-2025:{number}",
        fixes=tuple(_cve(chance.randrange(200_000)) for _ in range(chance.randrange(1, 6))),
        title=_text(chance, 8),
        ratings=(SeverityRating(source="redhat", severity=chance.choice(SEVERITIES)),),
        affected=tuple(
            Affected(
                namespace=namespace,
                name=name_of(feed, (first + step) % _NAMES[feed]),
                ranges=(VersionRange(high=version),),
                fix=fix,
            )
            for namespace in NAMESPACES[feed]
            for step in range(chance.randrange(1, 2 * _BINARIES))
        ),
    )


def _language(feed: str, number: int, chance: random.Random) -> Advisory:
    cve = _cve(number * 2)
    high = f"{chance.randrange(20)}.{chance.randrange(30)}.{chance.randrange(30)}"
    namespace = NAMESPACES[feed][number % 5]
    return Advisory(
        id=f"GHSA-{number:04x}-{chance.randrange(1 << 16):04x}-{chance.randrange(1 << 16):04x}",
        feed=feed,
        url=f"https://advisories.example/{number}",
        aliases=(cve,) if chance.random() < 0.9 else (),
        title=_text(chance, 8),
        description=_text(chance, 90),
        ratings=(
            SeverityRating(
                source="github", severity=chance.choice(SEVERITIES), cvss_version="3.1", score=chance.randrange(100) / 10,
                vector=f"CVSS:3.1/AV:N/AC:{chance.choice('LH')}/PR:N/UI:{chance.choice('NR')}/S:U/C:H/I:{chance.choice('NLH')}/A:H",
            ),
        ),
        cwes=(f"CWE-{chance.randrange(20, 900)}",),
        references=tuple(f"https://code.example/{chance.randrange(9999)}/commit/{chance.randrange(1 << 64):016x}" for _ in range(4)),
        published="2025-02-03T04:05:06Z",
        modified="2025-03-04T05:06:07Z",
        affected=tuple(
            Affected(
                namespace=namespace,
                name=name_of(feed, _heavy(chance, _NAMES[feed], number)),
                ranges=(VersionRange(low=f"{line}.0.0", high=f"{line}.{high}" if namespace != "npm" else high),),
                fix=Fix(state=FixState.FIXED, versions=(high,)),
            )
            for line in range(chance.randrange(1, 5))
        ),
    )  # fmt: skip


def _heavy(chance: random.Random, most: int, number: int) -> int:
    """Half of the draws go round all names, so that each has a row; the others fall on few, the first one most."""
    return number % most if chance.random() < 0.5 else int(most * chance.random() ** 3.6)


def _cve(number: int) -> str:
    return f"CVE-{2010 + number % 16}-{1000 + number // 16 * 7}"


def _distribution_version(chance: random.Random, feed: str) -> str:
    upstream = f"{chance.randrange(30)}.{chance.randrange(40)}.{chance.randrange(40)}"
    release = chance.randrange(1, 30)
    return {
        "alpine": f"{upstream}-r{release}",
        "redhat": f"{chance.choice(('0', '0', '1', '4'))}:{upstream}-{release}.el9_{chance.randrange(8)}",
        "debian": f"{upstream}-{release}+deb12u{chance.randrange(1, 9)}",
    }.get(feed, f"{upstream}-{release}ubuntu0.22.04.{chance.randrange(1, 9)}")


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words))
