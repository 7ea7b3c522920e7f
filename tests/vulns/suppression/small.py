"""A small image with findings, for tests of who suppresses what."""

from datetime import UTC, datetime

import msgspec

from mooring.model.advisory import FixState
from mooring.model.distro import Distro
from mooring.model.exception import Condition, ExceptionRule
from mooring.model.image import ImageConfig, ImageDescription, Platform
from mooring.model.inventory import Inventory
from mooring.model.match import DatabaseState, Findings, Match, MatchedFix, Vulnerability
from mooring.model.package import Location, Package, Relation
from mooring.model.severity import Severity
from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.suppress import Statements, suppressed
from mooring.vulns.suppression.surroundings import Surroundings

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DIGEST, INDEX, CONFIG = ("sha256:" + char * 64 for char in "abc")
replace = msgspec.structs.replace

IMAGE = ImageDescription(
    name="registry.example/team/app:1.4",
    digest=DIGEST,
    index_digest=INDEX,
    image_id=CONFIG,
    tags=("registry.example/team/app:1.4",),
    config=ImageConfig(platform=Platform(architecture="amd64")),
)
UBUNTU = Distro(id="ubuntu", version_id="22.04", codename="jammy")


def package(kind: str, name: str, version: str, *, path: str = "", **more: object) -> Package:
    """A package whose id can be read."""
    fields = {"purl": f"pkg:{kind}/{name}@{version}", "locations": (Location(path=path or f"/{kind}/{name}"),)} | more
    return Package(id=more.pop("id", f"{kind}/{name}@{version}"), type=kind, name=name, version=version, **fields)


SSL = package(
    "deb",
    "libssl3",
    "3.0.2-0ubuntu1.15",
    purl="pkg:deb/ubuntu/libssl3@3.0.2-0ubuntu1.15?arch=amd64&distro=ubuntu-22.04",
    source_name="openssl",
    source_version="3.0.2-0ubuntu1.15",
    architecture="amd64",
    cpes=("cpe:2.3:a:openssl:openssl:3.0.2:*:*:*:*:*:*:*",),
    path="/var/lib/dpkg/status",
)
LODASH = package("npm", "lodash", "4.17.15", path="/app/node_modules/lodash/package.json")
PACKAGES = (SSL, LODASH)


def match_of(found: Package, name: str = "CVE-2024-1", *aliases: str, **more: object) -> Match:
    """A match of a package."""
    fields = {"severity": Severity.HIGH, "risk": 40.0, "fix": MatchedFix(state=FixState.NOT_FIXED)} | more
    return Match(
        id=f"{name} {found.id}",
        vulnerability=Vulnerability(id=name, aliases=aliases),
        package=found.id,
        **fields,
    )


def inventory(*packages: Package, distro: Distro | None = UBUNTU, relations: tuple[Relation, ...] = ()) -> Inventory:
    """An inventory of these packages."""
    return Inventory(distro=distro, packages=packages or PACKAGES, relations=relations)


def around(
    *packages: Package,
    distro: Distro | None = UBUNTU,
    relations: tuple[Relation, ...] = (),
    image: ImageDescription = IMAGE,
) -> Surroundings:
    """The same as surroundings."""
    return Surroundings(inventory(*packages, distro=distro, relations=relations), image)


def judged(
    *matches: Match,
    rules: tuple[ExceptionRule, ...] = (),
    vex: tuple[VexStatement, ...] = (),
    found: Inventory | None = None,
    image: ImageDescription = IMAGE,
) -> Findings:
    """What exceptions and VEX make of the matches."""
    findings = Findings(database=DatabaseState(built="", schema=""), matches=matches)
    statements = Statements(exceptions=rules, vex=vex)
    return suppressed(findings, found or inventory(), image, statements, now=NOW)


def rule(name: str = "EX-1", **fields: object) -> ExceptionRule:
    """An exception that stays silent about itself: it has a condition that always holds."""
    usual = {"origin": "exceptions.yaml", "reason": "known", "condition": Condition(risk_below=100.0)}
    return ExceptionRule(id=name, **(usual | fields))


def statement(
    status: VexStatus, *products: VexProduct | str, vulnerability: str = "CVE-2024-1", **fields: object
) -> VexStatement:
    """A VEX statement about products, or purls."""
    made = tuple(VexProduct(identifiers=(one,)) if isinstance(one, str) else one for one in products)
    return VexStatement(
        id=fields.pop("id", f"doc#{status.value}"),
        vulnerabilities=(vulnerability,),
        status=status,
        products=made,
        **({"origin": "vex.json"} | fields),
    )


def problems(findings: Findings) -> list[str]:
    """What is noted, without who it is about."""
    return [note.problem for note in findings.exceptions]
