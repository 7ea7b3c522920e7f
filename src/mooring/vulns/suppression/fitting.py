"""Whether an exception means a package."""

from mooring.model.exception import ExceptionRule
from mooring.model.package import Package
from mooring.vulns.names import normal_name
from mooring.vulns.suppression.globs import fits_glob, fits_name_glob
from mooring.vulns.suppression.purls import means_package
from mooring.vulns.suppression.surroundings import Surroundings


def fits_rule(rule: ExceptionRule, package: Package, around: Surroundings) -> bool:
    """Whether the rule is about the package: its type, path, name and source package."""
    if rule.type and rule.type.lower() != package.type:
        return False
    if rule.path and not any(fits_glob(rule.path, location.path) for location in package.locations):
        return False
    if rule.source and not (package.source_name and fits_name_glob(rule.source, package.source_name)):
        return False
    return not rule.package or fits_package(rule.package, package, around)


def fits_package(pattern: str, package: Package, around: Surroundings) -> bool:
    """A purl with or without version, a name or source package's name, or a glob of either."""
    if pattern.startswith("pkg:"):
        return means_package(pattern, package, around)
    names = {package.name, package.source_name, package.name.rpartition(":")[2] if package.type == "maven" else ""}
    names |= {normal_name(package.type, name) for name in names if name}
    wanted = {pattern, normal_name(package.type, pattern)}
    return any(fits_name_glob(one, name) for one in wanted for name in names if name)
