"""Triggers of Anchore's gate `packages`: what must be there, what must be as it was installed, what must not be there.

DEVIATIONS from Anchore Engine: where several versions of a required package are installed, any of them may fulfil the rule; a version may
be written without its epoch, and of rpm, apk and Arch packages without its release; versions are compared in the order of their ecosystem;
for Maven the artifact alone is a name, as there, and so is `group:artifact`.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.model.package import Package
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Trigger
from mooring.policy.packages.choosing import by_name, is_version
from mooring.policy.packages.versions import compares
from mooring.policy.parameter import COMMA_LIST, TRIMMED, WORD, Parameter, one_of

_NAME = Parameter(kind=WORD, help="Name of the package; for Maven the artifact alone will do.", example="openssl")


class RequiredPackage(Trigger, frozen=True, kw_only=True):
    """Fires where a package is not there, or not at the version asked for."""

    NAME = "required_package"
    DESCRIPTION = (
        "Fires where the package is not in the image, or is there at no version that will do. A version that cannot be compared will not "
        "do."
    )

    name: Annotated[str, _NAME]
    version: Annotated[
        str, Parameter(kind=TRIMMED, help="Version that it must have; left out, any.", example="1.10.3")
    ] = ""
    version_match_type: Annotated[
        str,
        Parameter(
            kind=one_of("exact", "minimum"),
            help="Whether it must be this version, or this or a later one.",
            example="minimum",
        ),
    ] = "exact"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """At most one finding."""
        found = [package for package in by_name(evidence, self.name) if package.is_installed]
        if not found:
            wanted = f"{self.name},{self.version}" if self.version else self.name
            yield Fired(message=f"Required input package ({wanted}) is not present in container image")
        elif self.version and not any(self._will_do(package) for package in found):
            yield Fired(message=self._lacking(found[0].version), subject=found[0].id)

    def _will_do(self, package: Package) -> bool:
        if is_version(package, self.version):
            return True
        return self.version_match_type == "minimum" and compares(package, ">=", self.version) is True

    def _lacking(self, have: str) -> str:
        start = f"input package ({self.name}) is present ({have}), but"
        if self.version_match_type == "minimum":
            return f"Required min-version {start} is lower version than what is specified in policy ({self.version})"
        return f"Required {start} not at the version specified in policy ({self.name})"


class Verify(Trigger, frozen=True, kw_only=True):
    """Fires for each file that differs from what its package's record says."""

    NAME = "verify"
    DESCRIPTION = (
        "Fires for each file that is not as the package database says: another digest, mode or size, or gone. Configuration files are not "
        "looked at."
    )

    only_packages: Annotated[
        tuple[str, ...], Parameter(kind=COMMA_LIST, help="Only files of these packages.", example="libssl3,openssl")
    ] = ()
    only_directories: Annotated[
        tuple[str, ...], Parameter(kind=COMMA_LIST, help="Only files below these folders.", example="/usr,/var/lib")
    ] = ()
    check_only: Annotated[
        str,
        Parameter(
            kind=one_of("changed", "missing"),
            help="Only files that are changed, or only those that are missing. Left out, both.",
            example="changed",
            name="check",
        ),
    ] = ""

    def needs(self) -> Iterable[Need]:
        """Files compared with the package databases."""
        return (Need.VERIFICATION,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each file, in the order of the report."""
        folders = tuple(folder.rstrip("/") + "/" for folder in self.only_directories)
        for failure in evidence.content.verification:
            if self.only_packages and failure.package_name not in self.only_packages:
                continue
            if folders and not failure.path.startswith(folders):
                continue
            if not self.check_only or failure.status == self.check_only:
                yield Fired(
                    message=f"VERIFY check against package db for package '{failure.package_name}' failed on entry "
                    f"'{failure.path}' with status: '{failure.status}'",
                    subject=failure.package,
                )


class DeniedPackage(Trigger, frozen=True, kw_only=True):
    """Fires for each package of a name, and of a version where one is given."""

    NAME = "blacklist"
    ALIASES = ("denylist",)
    DESCRIPTION = "Fires for each package of this name; with a version, only for that one."

    name: Annotated[str, _NAME]
    version: Annotated[str, Parameter(kind=TRIMMED, help="The version; left out, every one.", example="1.0.1")] = ""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        what = f"{self.name}-{self.version}" if self.version else self.name
        for package in by_name(evidence, self.name):
            if not self.version or is_version(package, self.version):
                yield Fired(message=f"Package is blacklisted: {what}", subject=package.id)
