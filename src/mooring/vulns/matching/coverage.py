"""Whether packages could be judged at all. Zero matches mean something only where this says so."""

from collections import Counter
from datetime import datetime

import msgspec

from mooring.model.advisory import ReleaseLife
from mooring.model.distro import Distro
from mooring.model.match import Assessment, AssessmentState
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.lookups import Scope
from mooring.vulns.matching.namespaces import product_of, releases_of

NO_VERSION = "the version is not known"
ONLY_PRODUCTS = "only product ranges of NVD speak about it; see --cpe"
BY_PRODUCTS = "judged by product ranges of NVD alone"
NO_PRODUCT = "no feed speaks about it, and no product of NVD is known to be it"
NO_PACKAGES = "none of its packages was found; the list of what is installed is missing"
_STARTER = "the starter database holds only a small part of the advisories"
_LIFE_NAMES = {
    "alpine": "alpine-linux",
    "amazon": "amazon-linux",
    "oracle": "oracle-linux",
    "rocky": "rocky-linux",
    "opensuse-leap": "opensuse",
}
"""Products whose ends endoflife.date lists under another name."""


_EXTENDED_FOR_ALL = frozenset({"debian"})
"""Products whose extended support needs no subscription: Debian's LTS team writes its advisories into the same feed."""


class Tally(msgspec.Struct):
    """What became of the packages of one subject."""

    is_distribution: bool
    count: int = 0
    packages: list[str] = msgspec.field(default_factory=list)
    """Ids of those that could not be judged."""
    reasons: Counter[str] = msgspec.field(default_factory=Counter)
    limit: str = ""
    """What keeps even those from being judged wholly that were."""


class Coverage:
    """Counts packages by subject and writes the assessments."""

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}

    def count(
        self, subject: str, package_id: str, obstacle: str, *, is_distribution: bool = False, limit: str = ""
    ) -> None:
        """One package; `obstacle` says why it could not be judged, `limit` why only partly, and both are empty where it could."""
        tally = self._tallies.get(subject)
        if tally is None:
            tally = self._tallies[subject] = Tally(is_distribution=is_distribution)
        tally.count += 1
        if limit and not obstacle:
            tally.limit = limit
        if obstacle:
            tally.packages.append(package_id)
            tally.reasons[obstacle] += 1

    def miss(self, subject: str) -> None:
        """The inventory names a distribution and has none of its packages: their list was removed, or lies where no reader looks."""
        self._tallies[subject] = Tally(is_distribution=True, reasons=Counter([NO_PACKAGES]))

    def assessments(self, limits: "Limits") -> tuple[Assessment, ...]:
        """One for each subject; the distribution first, then by name."""
        order = sorted(self._tallies.items(), key=lambda item: (not item[1].is_distribution, item[0]))
        return tuple(_assessment(subject, tally, limits) for subject, tally in order)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps whole subjects from being assessed wholly, in words; empty where nothing does."""

    of_database: str = ""
    of_distribution: str = ""
    end_of_distribution: str = ""
    """That its release has ended: nobody tells of what was found since, so that it is not assessed, whatever is known from before."""


def limits_of(distro: Distro | None, scope: Scope, database: Advisories, now: datetime) -> Limits:
    """What the kind of database, the parent's data and the end of the release mean for the assessments."""
    state = database.state
    reasons = [scope.speakers.reason] if scope.speakers.speakers and scope.speakers.reason else []
    ended = ending_of(distro, database, now) if distro is not None and scope.speakers.speakers else ""
    return Limits(
        of_database=_STARTER if state.kind == "starter" else "",
        of_distribution="; ".join(reasons),
        end_of_distribution=ended,
    )


def ending_of(distro: Distro, database: Advisories, now: datetime) -> str:
    """That the release gets no advisories any more, in words; empty while it does, or where nobody says."""
    today = now.date().isoformat()
    life = _life(distro, database)
    if life is None and distro.parent_id:
        life = _life(
            Distro(id=distro.parent_id, version_id=distro.parent_version, codename=distro.parent_codename), database
        )
    if life is None:
        end = distro.support_end
        return f"its support ended on {end}" if len(end) == 10 and end < today else ""
    end = life.end_of_life
    if life.end_of_extended_support and (distro.channels or life.product in _EXTENDED_FOR_ALL):
        end = max(end, life.end_of_extended_support)
    if end and end[:10] < today:
        name = f"{life.product} {life.release}"
        return f"{name} ended on {end[:10]}: nobody tells of what was found since; what was known until then is matched"
    return (
        f"{life.product} {life.release} has ended; advisories for it are no longer made"
        if life.is_ended and not end
        else ""
    )


def _life(distro: Distro, database: Advisories) -> ReleaseLife | None:
    product = product_of(distro)
    lives = {
        life.release: life for name in (product, _LIFE_NAMES.get(product, "")) if name for life in database.lives(name)
    }
    for release in releases_of(distro):
        if release in lives:
            return lives[release]
    codename = distro.codename.lower()
    return next((life for life in lives.values() if codename and life.codename.lower().split(" ")[0] == codename), None)


def _assessment(subject: str, tally: Tally, limits: Limits) -> Assessment:
    left_out = len(tally.packages)
    reason = _reason(tally)
    if left_out == tally.count:
        return Assessment(subject=subject, state=AssessmentState.NOT_ASSESSED, reason=reason, package_count=tally.count)
    ended = limits.end_of_distribution if tally.is_distribution else ""
    whole = [one for one in (ended, limits.of_distribution if tally.is_distribution else "") if one]
    if tally.limit:
        whole.append(tally.limit)
    if limits.of_database:
        whole.append(limits.of_database)
    if left_out:
        whole.append(f"{left_out} of {tally.count} could not be judged: {reason}")
    state = AssessmentState.PARTLY if whole else AssessmentState.ASSESSED
    return Assessment(
        subject=subject,
        state=AssessmentState.NOT_ASSESSED if ended else state,
        reason="; ".join(whole),
        package_count=tally.count,
        packages=tuple(tally.packages),
    )


def _reason(tally: Tally) -> str:
    """The most frequent reason; how many others there are."""
    ordered = sorted(tally.reasons.items(), key=lambda item: (-item[1], item[0]))
    if not ordered:
        return ""
    more = sum(count for _, count in ordered[1:])
    return f"{ordered[0][0]} (and other reasons for {more} more)" if more else ordered[0][0]
