"""Conditions under which a check has a meaning. A check whose condition does not hold is not applicable, which is no pass."""

from collections.abc import Callable, Mapping

import msgspec

from mooring.model.package import OS_TYPES
from mooring.policy.evidence import Evidence
from mooring.policy.image.config import given_dockerfile


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an image has or has not."""

    holds: Callable[[Evidence], bool]
    otherwise: str
    """Why a check is not applicable where it does not hold."""


def _has_distribution(evidence: Evidence) -> bool:
    """A distribution that is named, or packages of one that is not: those must not go unchecked."""
    inventory = evidence.report.inventory
    return inventory.distro is not None or any(package.type in OS_TYPES for package in inventory.packages)


def _has_os_packages(evidence: Evidence) -> bool:
    return any(package.type in OS_TYPES for package in evidence.report.inventory.packages)


def _can_hold_healthcheck(evidence: Evidence) -> bool:
    """An image in OCI form has no place for one; where the Dockerfile was given, that tells."""
    image = evidence.report.image
    is_oci = ".oci." in image.manifest_media_type
    return not is_oci or bool(image.config.healthcheck) or given_dockerfile(evidence) is not None


CONDITIONS: Mapping[str, Condition] = {
    "has-distribution": Condition(
        holds=_has_distribution, otherwise="the image is built on no distribution and has no packages of one"
    ),
    "has-os-packages": Condition(
        holds=_has_os_packages, otherwise="no package database lists files in the image that could be compared"
    ),
    "can-hold-healthcheck": Condition(
        holds=_can_hold_healthcheck,
        otherwise="the image is in OCI form, which has no place for a health check, and no Dockerfile was given; look at "
        "the probes of the workload",
    ),
}
"""By the names that `checks.toml` uses."""
