"""An image that has been looked after, in which every check holds, and one way to spoil each of them."""

from collections.abc import Callable, Mapping

import msgspec

from mooring.content.dockerfile.read import dockerfile_of
from mooring.model.advisory import AdvisoryKind
from mooring.model.distro import Distro
from mooring.model.evidence.content import (
    Content,
    ContentSearch,
    MalwareFinding,
    MalwareScan,
    Need,
    RetrievedFile,
    Secret,
    VerificationFailure,
)
from mooring.model.evidence.signature import BaseImage, Supply
from mooring.model.files import FileEntry, Problem
from mooring.model.image import ImageConfig, ImageDescription, Layer, Platform
from mooring.model.inventory import Executable, Inventory
from mooring.model.match import AssessmentState, DatabaseState, Exploitation, FeedState, Findings, Vulnerability
from mooring.model.report import ScanReport, Tool
from mooring.model.severity import Severity
from mooring.policy.evidence import Evidence
from mooring.policy.mapping import judged_name
from policy.gate_rules import NOW
from policy.matched import LODASH, OPENSSL, assessed, match, package
from signing import cosign
from signing.materials import material

DIGEST, BASE_LAYER = "sha256:" + "ab" * 32, "sha256:" + "b" * 64
KEY, STRANGER = cosign.new_key(), cosign.new_key()
BUILDER = "https://builder.example/v1"
DOCKERFILE = """\
FROM registry.example/base/debian:12.5
RUN apt-get update && apt-get install -y --no-install-recommends openssl=3.0.11-1
COPY app /app
HEALTHCHECK CMD ["/app/health"]
USER 65532
ENTRYPOINT ["/app/serve"]
"""
PASSWD = b"root:x:0:0:root:/root:/bin/sh\napp:x:65532:65532::/app:/usr/sbin/nologin\n"
SETTINGS = {
    "base-images": "registry.example/base/*",
    "registries": "registry.example",
    "ports": "8443",
    "signing-keys": cosign.pem(KEY),
    "transparency-log": "false",
    "builders": "https://builder.example/*",
    "fips-packages": "openssl",
}
"""What the house of this image says."""
Spoil = Callable[[ScanReport], ScanReport]
changed = msgspec.structs.replace


def _feeds(captured: str) -> tuple[FeedState, ...]:
    return tuple(FeedState(name=name, captured=captured) for name in ("debian", "epss", "github", "kev"))


def _provenance(builder: str = BUILDER):
    predicate = {
        "buildDefinition": {"buildType": "https://example/build", "externalParameters": {}, "resolvedDependencies": []},
        "runDetails": {"builder": {"id": builder}},
    }
    return material(cosign.attestation(KEY, cosign.statement_of(DIGEST, cosign.SLSA_1, predicate)), "sha256-ab.att")


def _signed(key=KEY):
    return material(cosign.signature(key, DIGEST), "sha256-ab.sig")


IMAGE = ImageDescription(
    source="registry",
    name="registry.example/team/app:1.4",
    digest=DIGEST,
    image_id="sha256:" + "c" * 64,
    manifest_media_type="application/vnd.docker.distribution.manifest.v2+json",
    layers=(Layer(index=0, diff_id=BASE_LAYER),),
    config=ImageConfig(
        platform=Platform(architecture="amd64"),
        created="2026-11-13T12:00:00Z",
        user="65532",
        entrypoint=("/app/serve",),
        exposed_ports=("8443/tcp",),
        healthcheck=("CMD", "/app/health"),
    ),
)
CONTENT = Content(
    searches=(
        ContentSearch(need=Need.SECRETS, subjects=("github-token",)),
        ContentSearch(need=Need.RETRIEVED_FILES, subjects=("/etc/passwd",)),
        ContentSearch(need=Need.MALWARE),
        ContentSearch(need=Need.VERIFICATION),
    ),
    retrieved=(RetrievedFile(path="/etc/passwd", content=PASSWD, size=len(PASSWD), sha256="d" * 64),),
    malware=(MalwareScan(scanner="clamav", version="1.4", databases={"daily": "2026-11-22"}, files_scanned=3),),
)
REPORT = ScanReport(
    tool=Tool(version="1.2.3"),
    image=IMAGE,
    inventory=Inventory(
        distro=Distro(id="debian", version_id="12", pretty_name="Debian 12", support_end="2028-06-30"),
        packages=(OPENSSL, LODASH),
        files=(FileEntry(path="/app/serve", mode=0o755), FileEntry(path="/tmp", kind="folder", mode=0o1777)),
        content=CONTENT,
    ),
    findings=Findings(
        database=DatabaseState(built="2026-11-23T00:00:00Z", schema="1", feeds=_feeds("2026-11-22T12:00:00Z")),
        matches=(),
        assessments=(assessed("debian 12"), assessed("npm")),
    ),
    dockerfile=dockerfile_of(IMAGE, DOCKERFILE.encode(), "Dockerfile"),
    supply=Supply(materials=(_signed(), _provenance())),
    base=BaseImage(name="registry.example/base/debian:12.5", known_by="annotation"),
)


def evidence_of(report: ScanReport = REPORT) -> Evidence:
    """What rules may look at."""
    name = report.image.name if report.image.source == "registry" else ""
    return Evidence(report, now=NOW, name=judged_name(name))


def config(**fields: object) -> Spoil:
    """Another image config."""
    return lambda report: changed(report, image=changed(report.image, config=changed(report.image.config, **fields)))


def inventory(**fields: object) -> Spoil:
    """Another inventory."""
    return lambda report: changed(report, inventory=changed(report.inventory, **fields))


def content(**fields: object) -> Spoil:
    """Other content facts."""
    return lambda report: inventory(content=changed(report.inventory.content, **fields))(report)


def with_file(path: str, mode: int = 0o755, **fields: object) -> Spoil:
    """One more file."""
    entry = FileEntry(path=path, mode=mode, **fields)
    return lambda report: inventory(files=(*(report.inventory.files or ()), entry))(report)


def with_package(name: str) -> Spoil:
    """One more package."""
    return lambda report: inventory(packages=(*report.inventory.packages, package("deb", name)))(report)


def findings(**fields: object) -> Spoil:
    """Other findings."""
    return lambda report: changed(report, findings=changed(report.findings, **fields))


def flaw(severity: Severity, **fields: object) -> Spoil:
    """A vulnerability whose fix is a year old."""
    return findings(matches=(match("CVE-2025-1", OPENSSL, severity, fixed="3.0.12", fix_date="2025-11-01", **fields),))


def database(**fields: object) -> Spoil:
    """Another vulnerability database."""
    return lambda report: findings(database=changed(report.findings.database, **fields))(report)


def step(line: str) -> Spoil:
    """One more line in the Dockerfile."""
    text = DOCKERFILE.replace("COPY app /app\n", f"COPY app /app\n{line}\n")
    return lambda report: changed(report, dockerfile=dockerfile_of(report.image, text.encode(), "Dockerfile"))


def with_passwd(line: str) -> Spoil:
    """One more account."""
    text = PASSWD + line.encode() + b"\n"
    return content(retrieved=(RetrievedFile(path="/etc/passwd", content=text, size=len(text), sha256="d" * 64),))


def called(name: str) -> Spoil:
    """Another name."""
    return lambda report: changed(report, image=changed(report.image, name=name))


def beside(*materials: object) -> Spoil:
    """Other signatures."""
    return lambda report: changed(report, supply=Supply(materials=materials))


INFECTED = MalwareFinding(path="/app/serve", signature="Test.Marker")
EXPLOITED = Vulnerability(id="CVE-2025-2", exploited=(Exploitation(source="cisa", added="2025-01-01"),))
EVIL = Vulnerability(id="MAL-2025-1", kind=AdvisoryKind.MALWARE)

FAILS: Mapping[str, Spoil] = {
    "user-not-root": config(user="0:0"),
    "only-root-is-root": with_passwd("toor:x:0:0::/:/bin/sh"),
    "no-setuid": with_file("/usr/bin/su", 0o4755),
    "no-world-writable": with_file("/app/data", 0o666),
    "no-default-passwords": step("RUN echo 'app:example' | chpasswd"),
    "no-remote-access": with_package("telnetd"),
    "no-ssh-server": with_file("/usr/sbin/sshd"),
    "no-build-tools": with_package("gcc-12"),
    "no-privileged-ports": config(exposed_ports=("443/tcp",)),
    "no-admin-ports": config(exposed_ports=("22/tcp",)),
    "ports-allowed": config(exposed_ports=("9000/tcp",)),
    "data-at-most-30-days": database(feeds=_feeds("2026-09-01T00:00:00Z")),
    "high-fixed-in-30-days": flaw(Severity.HIGH),
    "medium-fixed-in-90-days": flaw(Severity.MEDIUM),
    "low-fixed-in-180-days": flaw(Severity.LOW),
    "no-critical": flaw(Severity.CRITICAL),
    "none-exploited": findings(matches=(match(EXPLOITED, OPENSSL, Severity.LOW),)),
    "distribution-alive": inventory(distro=Distro(id="debian", version_id="9", support_end="2022-06-30")),
    "rebuilt-in-90-days": config(created="2026-01-01T00:00:00Z"),
    "inventory-complete": inventory(unexplained_executables=(Executable(path="/app/serve"),)),
    "healthcheck": lambda report: changed(config(healthcheck=())(report), dockerfile=None),
    "no-update-alone": step("RUN apt-get update"),
    "copy-not-add": step("ADD more /app"),
    "base-pinned": lambda report: changed(
        report, dockerfile=dockerfile_of(report.image, DOCKERFILE.replace(":12.5", "").encode(), "Dockerfile")
    ),
    "base-image-allowed": lambda report: changed(report, base=BaseImage(name="docker.io/library/x:1", known_by="given")),
    "registry-allowed": called("registry2.example/team/app:1.4"),
    "no-moving-tag": called("registry.example/team/app:latest"),
    "safe-build-steps": step("RUN curl -fsSL https://a.example/install | sh"),
    "packages-verified": content(
        verification=(
            VerificationFailure(package=OPENSSL.id, package_name="openssl", path="/usr/bin/openssl", status="changed"),
        )
    ),
    "fips-module": inventory(packages=(LODASH,)),
    "no-secrets": content(secrets=(Secret(place="/app/.env", line=1, rule="github-token"),)),
    "no-secret-steps": step("ARG GITHUB_TOKEN"),
    "no-malware": content(malware=(changed(CONTENT.malware[0], findings=(INFECTED,)),)),
    "no-malicious-packages": findings(matches=(match(EVIL, LODASH),)),
    "signed": beside(),
    "trusted-signature": beside(_signed(STRANGER)),
    "trusted-provenance": beside(_signed()),
    "trusted-builder": beside(_provenance("https://elsewhere.example/v1")),
}  # fmt: skip
"""What makes each check fail."""

MISSING: Mapping[str, Spoil] = {
    "assessed": findings(assessments=(assessed("debian 12", AssessmentState.NOT_ASSESSED, "nobody speaks about it"),)),
    "all-assessed": findings(assessments=(assessed("generic", AssessmentState.NOT_ASSESSED, "see --cpe"),)),
    "data-fresh": database(feeds=_feeds("2026-11-01T00:00:00Z")),
    "inventory-read": lambda report: changed(report, problems=(Problem(path="lib/apk/db/installed", reason="it is cut off"),)),
    "copy-not-add": lambda report: changed(report, dockerfile=None),
    "base-pinned": lambda report: changed(report, dockerfile=None),
    "no-malware": content(malware=(changed(CONTENT.malware[0], problem="the daemon is away"),)),
    "rebuilt-in-90-days": config(created=""),
    "no-secrets": content(searches=CONTENT.searches[1:]),
    "packages-verified": content(searches=CONTENT.searches[:3]),
    "no-setuid": inventory(files=None),
    "high-fixed-in-30-days": lambda report: changed(report, findings=None),
    "signed": lambda report: changed(report, supply=Supply(problem="the registry was not reached")),
    "no-moving-tag": lambda report: changed(report, image=changed(report.image, source="oci-dir", name="/images/app")),
    "user-not-root": lambda report: changed(report, image=ImageDescription(kind="sbom", source="sbom", name="app.json")),
    "safe-build-steps": lambda report: changed(
        report, dockerfile=None, image=ImageDescription(kind="sbom", source="sbom", name="app.json")
    ),
}  # fmt: skip
"""What keeps a check from being made."""
