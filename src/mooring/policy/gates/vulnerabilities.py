"""Vulnerabilities of packages, and the data that they are found by."""

from mooring.policy.gate import Gate
from mooring.policy.vulnerabilities.feeds import NotAssessed, StaleFeedData, VulnerabilityDataUnavailable
from mooring.policy.vulnerabilities.listed import DeniedVulnerabilities, KnownExploited, MaliciousPackage
from mooring.policy.vulnerabilities.measured import Age, Count, Cvss, ExploitLikelihood, Risk
from mooring.policy.vulnerabilities.package import PackageVulnerability

GATE = Gate(
    name="vulnerabilities",
    description="Vulnerabilities of packages: by severity, score, fix, age, exploitation, origin and number; and the data behind them.",
    triggers=(
        PackageVulnerability,
        StaleFeedData,
        VulnerabilityDataUnavailable,
        DeniedVulnerabilities,
        KnownExploited,
        ExploitLikelihood,
        Risk,
        Cvss,
        Age,
        Count,
        MaliciousPackage,
        NotAssessed,
    ),
)
