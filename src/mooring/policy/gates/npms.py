"""npm packages compared with what the npm registry offers.

Without data about the registry the first three triggers say nothing, as in Anchore Engine, whose bundles must give the same verdict here;
`feed_data_unavailable` is the trigger that tells of it, and a bundle that uses the others should have it.
"""

from collections.abc import Iterator
from typing import Annotated

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, Trigger
from mooring.policy.packages.choosing import by_name, is_version
from mooring.policy.packages.registered import has_no_data, not_latest, not_offered, unknown
from mooring.policy.parameter import TRIMMED, WORD, Parameter

_TYPE = "npm"
_SILENT = "Without data about the registry it says nothing: use it together with feed_data_unavailable."


class NewerVersionInFeed(Trigger, frozen=True, kw_only=True):
    """Fires for each npm package that is not the latest version."""

    NAME = "newer_version_in_feed"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each npm package of which the registry has a newer version. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        for package, latest in not_latest(evidence, _TYPE):
            yield Fired(
                message=f"NPMNOTLATEST Package ({package.name}) version ({package.version}) installed but is not the latest "
                f"version ({latest})",
                subject=package.id,
            )


class UnknownInFeeds(Trigger, frozen=True, kw_only=True):
    """Fires for each npm package that the registry does not know."""

    NAME = "unknown_in_feeds"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each npm package that the registry does not know. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        for package in unknown(evidence, _TYPE):
            yield Fired(
                message=f"NPMNOTOFFICIAL Package ({package.name}) in container but not in official NPM feed.",
                subject=package.id,
            )


class VersionNotInFeeds(Trigger, frozen=True, kw_only=True):
    """Fires for each npm package whose version the registry does not offer."""

    NAME = "version_not_in_feeds"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each npm package of which the registry has other versions, but not this one. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        for package, versions in not_offered(evidence, _TYPE):
            yield Fired(
                message=f"NPMBADVERSION Package ({package.name}) version ({package.version}) installed but version is not in the "
                f"official feed for this package ({list(versions)})",
                subject=package.id,
            )


class DeniedNpm(Trigger, frozen=True, kw_only=True):
    """Fires for each npm package of a name, and of a version where one is given."""

    NAME = "blacklisted_name_version"
    ALIASES = ("denylisted_name_version", "denylist")
    DESCRIPTION = "Fires for each npm package of this name; with a version, only for that one."

    name: Annotated[str, Parameter(kind=WORD, help="Name of the package.", example="event-stream")]
    version: Annotated[str, Parameter(kind=TRIMMED, help="The version; left out, every one.", example="3.3.6")] = ""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        what = f"{self.name}-{self.version}" if self.version else self.name
        for package in by_name(evidence, self.name):
            if package.type == _TYPE and (not self.version or is_version(package, self.version)):
                yield Fired(message=f"NPM Package is blacklisted: {what}", subject=package.id)


class FeedDataUnavailable(Trigger, frozen=True, kw_only=True):
    """Fires where there are npm packages and no data about the registry."""

    NAME = "feed_data_unavailable"
    DESCRIPTION = "Fires where there are npm packages and nobody knows what the npm registry offers."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        if has_no_data(evidence, _TYPE):
            yield Fired(
                message="NPM packages are present but the anchore npm feed is not available - will be unable to perform checks that "
                "require feed data"
            )


GATE = Gate(
    name="npms",
    description="npm packages that are unknown to the npm registry, not the latest there, or denied.",
    triggers=(NewerVersionInFeed, UnknownInFeeds, VersionNotInFeeds, DeniedNpm, FeedDataUnavailable),
)
