"""A report and a bundle that nobody published, of any size, the same for the same numbers."""

import json
import random

from mooring.model.advisory import FixState
from mooring.model.distro import Distro
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Layer
from mooring.model.inventory import Inventory
from mooring.model.match import (
    Assessment,
    AssessmentState,
    DatabaseState,
    Findings,
    Match,
    MatchedFix,
    MatchReason,
    Source,
    Vulnerability,
)
from mooring.model.package import License, Location, Package
from mooring.model.report import ScanReport
from mooring.model.severity import ExploitPrediction, Severity, SeverityRating

_LICENSES = ("MIT", "Apache-2.0", "GPL-2.0-only", "BSD-3-Clause", "GPL-3.0-or-later OR MIT")
_SEVERITIES = tuple(Severity)


def report_of(packages: int, matches: int, *, seed: int) -> ScanReport:
    """A report on so many packages, two thirds of them Debian's, with so many vulnerabilities."""
    chance = random.Random(seed)
    installed = tuple(_package(number, chance) for number in range(packages))
    layers = tuple(Layer(index=at, diff_id=f"sha256:{at:064x}", size=10_000_000) for at in range(8))
    return ScanReport(
        image=ImageDescription(
            source="registry",
            digest=f"sha256:{seed:064x}",
            image_id=f"sha256:{seed + 1:064x}",
            config=ImageConfig(
                user="app",
                created="2026-01-01T00:00:00Z",
                environment=("PATH=/usr/bin", "HOME=/app"),
                history=tuple(HistoryEntry(created_by=f"RUN step {at}") for at in range(8)),
            ),
            layers=layers,
            size=80_000_000,
        ),
        inventory=Inventory(distro=Distro(id="debian", version_id="12", name="Debian"), packages=installed),
        findings=Findings(
            database=DatabaseState(built="2026-11-22T00:00:00+00:00", schema="1"),
            matches=tuple(_match(number, chance.choice(installed), chance) for number in range(matches)),
            assessments=(Assessment(subject="debian 12", state=AssessmentState.ASSESSED, package_count=packages),),
        ),
    )


def bundle_of(rules: int) -> bytes:
    """A bundle of so many rules of every shape that looks at packages, vulnerabilities, licences and the image."""
    made = [_rule(number) for number in range(rules)]
    items = [{"id": f"i{at}", "gate": "vulnerabilities", "trigger_id": f"CVE-2025-{at}+*"} for at in range(200)]
    mapping = {"id": "m", "name": "all", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}}
    document = {
        "id": "bench",
        "version": "1_0",
        "policies": [{"id": "p", "version": "1_0", "rules": made}],
        "whitelists": [{"id": "w", "version": "1_0", "items": items}],
        "mappings": [{**mapping, "policy_ids": ["p"], "whitelist_ids": ["w"]}],
    }
    return json.dumps(document).encode()


def _rule(number: int) -> dict[str, object]:
    shapes: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("vulnerabilities", "package", {"package_type": "all", "severity": "high", "severity_comparison": ">"}),
        ("vulnerabilities", "package", {"package_type": "os", "severity": "critical", "severity_comparison": "=", "fix_available": "true"}),
        ("vulnerabilities", "package", {"package_type": "non-os", "cvss_v3_base_score": "9.5"}),
        ("vulnerabilities", "blacklist", {"vulnerability_ids": f"CVE-2025-{number},CVE-2025-{number + 1000}"}),
        ("vulnerabilities", "stale_feed_data", {"max_days_since_sync": "365"}),
        ("packages", "blacklist", {"name": f"package-{number}"}),
        ("packages", "required_package", {"name": f"package-{number + 500}"}),
        ("licenses", "blacklist_exact_match", {"licenses": f"GPL-2.0-only,Own-{number}"}),
        ("licenses", "blacklist_partial_match", {"licenses": "AGPL"}),
        ("metadata", "attribute", {"attribute": "size", "check": ">", "value": "1073741824"}),
    )  # fmt: skip
    gate, trigger, params = shapes[number % len(shapes)]
    return {
        "id": f"r{number}",
        "gate": gate,
        "trigger": trigger,
        "action": ("STOP", "WARN")[number % 2],
        "params": [{"name": name, "value": value} for name, value in params.items()],
    }


def _package(number: int, chance: random.Random) -> Package:
    name, version = f"package-{number}", f"{chance.randrange(9)}.{chance.randrange(20)}.{number % 7}"
    kind = "npm" if number % 3 == 0 else "deb"
    place = f"/app/node_modules/{name}/package.json" if kind == "npm" else "/var/lib/dpkg/status"
    declared = chance.choice(_LICENSES)
    return Package(
        id=f"{number:016x}",
        type=kind,
        name=name,
        version=version,
        purl=f"pkg:{kind}/{'debian/' if kind == 'deb' else ''}{name}@{version}",
        licenses=(License(declared=declared, expression=declared),),
        locations=(Location(path=place, layer=f"sha256:{number % 8:064x}"),),
        layer_index=number % 8,
    )


def _match(number: int, package: Package, chance: random.Random) -> Match:
    severity, score = chance.choice(_SEVERITIES), chance.randrange(10, 100) / 10
    source = Source(feed="debian", id=f"CVE-2025-{number}", url=f"https://feed.example/CVE-2025-{number}")
    rating = SeverityRating(source="nvd", severity=severity, cvss_version="3.1", score=score)
    is_fixed = number % 2 == 0
    return Match(
        id=f"{number:016x}",
        vulnerability=Vulnerability(
            id=f"CVE-2025-{number}",
            aliases=(f"GHSA-{number:04x}-xxxx-yyyy",),
            ratings=(rating,),
            urls=(source.url,),
            published="2025-03-01T00:00:00Z",
            exploit_prediction=ExploitPrediction(score=0.01, percentile=0.5, date="2026-01-01"),
            sources=(source,),
        ),
        package=package.id,
        severity=severity,
        fix=MatchedFix(state=FixState.FIXED if is_fixed else FixState.NOT_FIXED, versions=("9.9",) if is_fixed else ()),
        reasons=(MatchReason(source=source, namespace="debian:12", name=package.name, version=package.version),),
    )
