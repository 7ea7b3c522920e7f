"""Packages that must be there, must not be there, or must be as they were installed."""

from mooring.policy.gate import Gate
from mooring.policy.packages.denied import DeniedPurl, ForeignSource, Metadata, PackageAge
from mooring.policy.packages.required import DeniedPackage, RequiredPackage, Verify

GATE = Gate(
    name="packages",
    description="Packages by name, version, package URL, vendor and age; files of packages against the package database.",
    triggers=(RequiredPackage, Verify, DeniedPackage, DeniedPurl, Metadata, ForeignSource, PackageAge),
)
