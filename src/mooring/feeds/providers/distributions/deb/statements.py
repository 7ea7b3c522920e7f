"""How trackers of Debian and Ubuntu say things about a source package, as `Affected`."""

from functools import lru_cache

from mooring.model.advisory import Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.severity import Severity

_URGENCIES = {
    "unimportant": Severity.NEGLIGIBLE,
    "low": Severity.LOW,
    "medium": Severity.MEDIUM,
    "high": Severity.HIGH,
}


def urgency_severity(urgency: str) -> Severity | None:
    """Debian's urgency as a severity; None for `not yet assigned` and `end-of-life`. Asterisks mark automatic values."""
    return _URGENCIES.get(urgency.rstrip("*").strip())


@lru_cache(maxsize=65536)
def below(version: str) -> tuple[VersionRange, ...]:
    """Every version older than this one; one object per version, since thousands of rows share it."""
    return (VersionRange(high=version),)


def affected_below(namespace: str, name: str, version: str, fix: Fix, severity: Severity | None) -> Affected:
    """Versions older than `version` are affected; all of them where it is empty."""
    return Affected(
        namespace=namespace,
        name=name,
        ranges=below(version) if version else (),
        fix=fix,
        severity=severity,
        name_kind=NameKind.SOURCE,
    )


def not_affected(namespace: str, name: str, note: str = "", *, since: str = "", repository: str = "") -> Affected:
    """No version is affected, or none from `since` on."""
    return Affected(
        namespace=namespace,
        name=name,
        ranges=(VersionRange(low=since),) if since else (),
        is_negative=True,
        fix=Fix(note=note) if note else _NOTHING,
        name_kind=NameKind.SOURCE,
        repository=repository,
    )


def undetermined(namespace: str, name: str, severity: Severity | None = None) -> Affected:
    """Nobody has looked yet."""
    return Affected(
        namespace=namespace,
        name=name,
        severity=severity,
        name_kind=NameKind.SOURCE,
        is_under_investigation=True,
        fix=Fix(note="undetermined"),
    )


def unfixed(reason: str, note: str) -> Fix:
    """No fix: `reason` is the tracker's word (`ignored`, `postponed`, `no-dsa`, `end-of-life`, or empty), `note` its explanation."""
    state = FixState.WONT_FIX if reason in ("ignored", "end-of-life") else FixState.NOT_FIXED
    text = ": ".join(part for part in (reason.replace("end-of-life", "end of life"), note) if part)
    return Fix(state=state, note=text)


_NOTHING = Fix()
