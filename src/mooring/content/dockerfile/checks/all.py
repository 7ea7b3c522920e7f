"""All checks, and how they are found by what anyone calls them."""

from mooring.content.dockerfile.checks import (
    apt,
    base_images,
    commands,
    copying,
    language_packages,
    rights,
    running,
    secrets,
    syntax,
    system_packages,
    trust,
)
from mooring.content.dockerfile.checks.check import Check

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *base_images.CHECKS,
            *running.CHECKS,
            *copying.CHECKS,
            *apt.CHECKS,
            *system_packages.CHECKS,
            *language_packages.CHECKS,
            *commands.CHECKS,
            *trust.CHECKS,
            *rights.CHECKS,
            *secrets.CHECKS,
            *syntax.CHECKS,
        ),
        key=lambda check: check.id,
    )
)
"""In the order of their identifiers."""
