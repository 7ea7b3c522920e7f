"""Ruby gems compared with what the gem registry offers.

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

_TYPE = "gem"
_SILENT = "Without data about the registry it says nothing: use it together with feed_data_unavailable."


class NewerVersionFoundInFeed(Trigger, frozen=True, kw_only=True):
    """Fires for each gem that is not the latest version."""

    NAME = "newer_version_found_in_feed"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each gem of which the registry has a newer version. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each gem."""
        for package, latest in not_latest(evidence, _TYPE):
            yield Fired(
                message=f"Package ({package.name}) version ({package.version}) installed but is not the latest version ({latest})",
                subject=package.id,
            )


class NotFoundInFeed(Trigger, frozen=True, kw_only=True):
    """Fires for each gem that the registry does not know."""

    NAME = "not_found_in_feed"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each gem that the registry does not know. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each gem."""
        for package in unknown(evidence, _TYPE):
            yield Fired(
                message=f"GEMNOTOFFICIAL Package ({package.name}) in container but not in official GEM feed.",
                subject=package.id,
            )


class VersionNotFoundInFeed(Trigger, frozen=True, kw_only=True):
    """Fires for each gem whose version the registry does not offer."""

    NAME = "version_not_found_in_feed"
    REGISTRY = _TYPE
    DESCRIPTION = f"Fires for each gem of which the registry has other versions, but not this one. {_SILENT}"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each gem."""
        for package, versions in not_offered(evidence, _TYPE):
            yield Fired(
                message=f"GEMBADVERSION Package ({package.name}) version ({package.version}) installed but version is not in the "
                f"official feed for this package ({list(versions)})",
                subject=package.id,
            )


class DeniedGem(Trigger, frozen=True, kw_only=True):
    """Fires for each gem of a name, and of a version where one is given."""

    NAME = "blacklist"
    ALIASES = ("denylist",)
    DESCRIPTION = "Fires for each gem of this name; with a version, only for that one."

    name: Annotated[str, Parameter(kind=WORD, help="Name of the gem.", example="rest-client")]
    version: Annotated[str, Parameter(kind=TRIMMED, help="The version; left out, every one.", example="1.6.13")] = ""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each gem."""
        what = f"{self.name}-{self.version}" if self.version else self.name
        for package in by_name(evidence, self.name):
            if package.type == _TYPE and (not self.version or is_version(package, self.version)):
                yield Fired(message=f"Gem Package is blacklisted: {what}", subject=package.id)


class FeedDataUnavailable(Trigger, frozen=True, kw_only=True):
    """Fires where there are gems and no data about the registry."""

    NAME = "feed_data_unavailable"
    DESCRIPTION = "Fires where there are gems and nobody knows what the gem registry offers."

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        if has_no_data(evidence, _TYPE):
            yield Fired(
                message="Gem packages are present but the anchore gem feed is not available - will be unable to perform checks that "
                "require feed data"
            )


GATE = Gate(
    name="ruby_gems",
    description="Ruby gems that are unknown to the gem registry, not the latest there, or denied.",
    triggers=(NewerVersionFoundInFeed, NotFoundInFeed, VersionNotFoundInFeed, DeniedGem, FeedDataUnavailable),
)
