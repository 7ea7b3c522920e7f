"""Reports with content made by hand: with every kind of find, searched and spotless, searched in part, hostile."""

import msgspec

from mooring.model.evidence.content import (
    Content,
    ContentMatch,
    ContentSearch,
    LicenseText,
    MalwareFinding,
    MalwareScan,
    Need,
    RetrievedFile,
    Secret,
    Surface,
    VerificationFailure,
)
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileFinding, DockerfileMode
from mooring.model.evidence.signature import BaseImage, SignatureMaterial, Supply
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from reports.samples import APP, BASE
from reports.worlds import CLEAN, MATCHED, SSL, WILD

NEEDS = (
    Need.SECRETS,
    Need.MALWARE,
    Need.VERIFICATION,
    Need.CONTENT_SEARCH,
    Need.LICENSE_TEXTS,
    Need.RETRIEVED_FILES,
)
SEARCHES = tuple(ContentSearch(need=need) for need in NEEDS)
SECRETS = (
    Secret(
        place="/app/.env",
        line=3,
        rule="example-key",
        title="Example API key",
        category="generic",
        severity=Severity.HIGH,
        layer=APP,
        fingerprint="1" * 32,
    ),
    Secret(
        place="/root/.npmrc",
        line=1,
        rule="npm-token",
        title="npm access token",
        category="npm",
        severity=Severity.CRITICAL,
        surface=Surface.DELETED,
        layer=BASE,
        hidden_by=APP,
        fingerprint="2" * 32,
        is_valid=True,
    ),
    Secret(
        place="config:environment/API_TOKEN",
        rule="example-key",
        title="Example API key",
        surface=Surface.CONFIG,
        fingerprint="3" * 32,
    ),
    Secret(
        place="/app/test/fixtures.json",
        line=9,
        rule="example-key",
        title="Example API key",
        layer=APP,
        fingerprint="4" * 32,
        accepted_by="the baseline secrets.json",
    ),
)
CONTENT = Content(
    searches=(
        ContentSearch(need=Need.SECRETS, settings="300 rules"),
        *SEARCHES[1:],
    ),
    secrets=SECRETS,
    matches=(ContentMatch(path="/etc/app.conf", name="internal", regex="corp", line=4, layer=APP),),
    retrieved=(RetrievedFile(path="/etc/passwd", content=b"root:x", size=6, sha256="0" * 64, masked=1),),
    license_texts=(LicenseText(path="/usr/share/LICENSE", license="MIT", confidence=0.98, layer=BASE),),
    malware=(
        MalwareScan(
            scanner="clamav",
            version="1.0.3",
            databases={"main": "62"},
            files_scanned=12,
            findings=(MalwareFinding(path="/app/tool", signature="Example.Test.Signature", layer=APP),),
        ),
        MalwareScan(scanner="yara", problem="yara-x is not installed"),
    ),
    verification=(
        VerificationFailure(
            package=SSL.id, package_name="libssl3", path="/usr/lib/libssl.so.3", status="changed", what="digest"
        ),
        VerificationFailure(package=SSL.id, package_name="libssl3", path="/usr/lib/engine.so", status="missing"),
    ),
)
DOCKERFILE = Dockerfile(
    mode=DockerfileMode.ACTUAL,
    path="build/Dockerfile",
    findings=(
        DockerfileFinding(
            line=3,
            check="MD009",
            title="packages without versions",
            severity=Severity.LOW,
            message="apt-get installs curl without a version",
        ),
        DockerfileFinding(
            line=12,
            end_line=13,
            check="MD002",
            title="runs as root",
            severity=Severity.HIGH,
            message="the last USER is root; name another one",
            aliases=("DS-0002",),
        ),
        DockerfileFinding(
            line=20,
            check="MD005",
            title="ADD",
            severity=Severity.LOW,
            message="ADD copies a file; COPY does, too",
            accepted_by="mooring:ignore MD005",
        ),
    ),
)
FULL = msgspec.structs.replace(
    MATCHED,
    inventory=msgspec.structs.replace(MATCHED.inventory, content=CONTENT),
    dockerfile=DOCKERFILE,
    supply=Supply(materials=(SignatureMaterial(kind="bundle", source="referrer sha256:0123"),)),
    base=BaseImage(name="debian:12-slim", layer_count=1, known_by="annotation"),
)
SPOTLESS = msgspec.structs.replace(
    CLEAN,
    inventory=msgspec.structs.replace(
        CLEAN.inventory,
        content=Content(searches=SEARCHES, malware=(MalwareScan(scanner="clamav", version="1.0.3", files_scanned=12),)),
    ),
    dockerfile=Dockerfile(mode=DockerfileMode.GUESSED),
    supply=Supply(),
)
UNKNOWN = msgspec.structs.replace(
    CLEAN,
    inventory=msgspec.structs.replace(
        CLEAN.inventory,
        content=Content(
            searches=tuple(msgspec.structs.replace(one, problem="time ran out") for one in SEARCHES),
            malware=(MalwareScan(scanner="clamav", problem="no answer from /run/clamd.sock"),),
        ),
    ),
    dockerfile=Dockerfile(mode=DockerfileMode.NONE),
    supply=Supply(problem="the registry did not answer"),
)

_WILD = WILD.image.name


def _wild() -> ScanReport:
    content = Content(
        searches=tuple(ContentSearch(need=need, settings=_WILD, problem=_WILD) for need in Need),
        secrets=tuple(
            Secret(
                place=place + _WILD,
                rule=_WILD,
                title=_WILD,
                category=_WILD,
                surface=surface,
                layer=_WILD,
                hidden_by=_WILD,
                fingerprint=_WILD,
                line=2**70,
                accepted_by=accepted,
            )
            for place in ("", "/", "config:", "history:", "dockerfile:")
            for surface in Surface
            for accepted in ("", _WILD)
        ),
        matches=(ContentMatch(path=_WILD, name=_WILD, regex=_WILD, line=-1, layer=_WILD),),
        retrieved=(RetrievedFile(path=_WILD, content=b"\xff", size=-1, sha256=_WILD, masked=9),),
        license_texts=(LicenseText(path=_WILD, license=_WILD, confidence=float("nan")),),
        malware=(
            MalwareScan(
                scanner=_WILD,
                version=_WILD,
                databases={_WILD: _WILD},
                problem=_WILD,
                findings=(MalwareFinding(path=_WILD, signature=_WILD, layer=_WILD, description=_WILD),),
            ),
        ),
        verification=(
            VerificationFailure(
                package=_WILD, package_name=_WILD, path=_WILD, status=_WILD, what=_WILD, expected=_WILD, found=_WILD
            ),
        ),
    )
    check = DockerfileFinding(line=-1, check=_WILD, title=_WILD, severity=Severity.UNKNOWN, message=_WILD)
    return msgspec.structs.replace(
        WILD,
        inventory=msgspec.structs.replace(WILD.inventory, content=content),
        dockerfile=Dockerfile(
            mode=DockerfileMode.ACTUAL,
            path=_WILD,
            problems=(_WILD,),
            findings=(check, msgspec.structs.replace(check, accepted_by=_WILD)),
        ),
        supply=Supply(materials=(SignatureMaterial(kind=_WILD, source=_WILD),), problem=_WILD),
        base=BaseImage(name=_WILD, digest=_WILD, layer_count=-1, known_by=_WILD),
    )


CONTENTS = {"full": FULL, "spotless": SPOTLESS, "unknown": UNKNOWN, "wild": _wild()}
