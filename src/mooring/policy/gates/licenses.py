"""Licences of packages: as words, as Anchore compares them, and by what they mean."""

from mooring.policy.gate import Gate
from mooring.policy.licensing.meaning import AllowedLicense, DeniedLicense, LicenseCategory, TextDiffers, UnknownLicense
from mooring.policy.licensing.words import ExactMatch, PartialMatch

GATE = Gate(
    name="licenses",
    description="Licences that packages declare: denied, allowed, by category, not known, or contradicted by their texts.",
    triggers=(ExactMatch, PartialMatch, DeniedLicense, AllowedLicense, LicenseCategory, UnknownLicense, TextDiffers),
)
