"""Whether a VEX product is an image, a package, or a package within one of them."""

from mooring.model.package import Package
from mooring.model.vex import VexProduct
from mooring.vulns.suppression.images import means_image
from mooring.vulns.suppression.purls import means_package, means_platform
from mooring.vulns.suppression.surroundings import Surroundings

NOT_MEANT, WHOLE, PACKAGE, COMPONENT = range(4)
"""How closely a product names a package: not at all; by the image or program that it is part of; by itself; by itself within that."""


def closeness(product: VexProduct, package: Package, around: Surroundings) -> int:
    """How closely the product names the package; 0 where it means another."""
    if product.components:
        if not any(means_package(one, package, around, product.versions) for one in product.components):
            return NOT_MEANT
        if product.within and not _is_within(product.within, package, around):
            return NOT_MEANT
        return COMPONENT if _is_within(product.identifiers, package, around) else NOT_MEANT
    if any(means_package(one, package, around, product.versions) for one in product.identifiers):
        return PACKAGE
    if product.versions:
        return _whole_in_version(product, package, around)
    return WHOLE if _is_within(product.identifiers, package, around) else NOT_MEANT


def _is_within(identifiers: tuple[str, ...], package: Package, around: Surroundings) -> bool:
    """Whether one of the identifiers names what the package is part of: the image, its distribution, an archive, a program, a module."""
    if means_image(identifiers, around.image):
        return True
    for one in identifiers:
        if package.is_os_package and (means_platform(one, around.distro) or _is_module(one, package)):
            return True
        if any(means_package(one, holder, around) for holder in around.holders(package)):
            return True
    return False


def _whole_in_version(product: VexProduct, package: Package, around: Surroundings) -> int:
    """A program in one of these versions; an image has no version that could be compared."""
    for holder in around.holders(package):
        if any(means_package(one, holder, around, product.versions) for one in product.identifiers):
            return WHOLE
    return NOT_MEANT


def _is_module(identifier: str, package: Package) -> bool:
    """`pkg:rpmmod/redhat/nodejs@18:8090020240301110609:a75119d5`: the module stream that a package came in."""
    if not identifier.startswith("pkg:rpmmod/"):
        return False
    name, at, version = identifier.partition("?")[0].rpartition("/")[2].replace("%3A", ":").partition("@")
    label = package.properties.get("modularity", "").split(":")
    return label[0] == name != "" and (not at or label[1:2] == version.split(":")[:1])
