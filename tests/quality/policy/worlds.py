"""Two images that the contract is tried on: one that has a bit of everything, and one of which little is known."""

import msgspec

from mooring.model.evidence.content import (
    Content,
    ContentMatch,
    ContentSearch,
    MalwareFinding,
    MalwareScan,
    Need,
    RetrievedFile,
    Secret,
    VerificationFailure,
)
from mooring.model.evidence.dockerfile import Dockerfile, DockerfileMode, Instruction
from mooring.model.files import FileEntry
from mooring.model.image import ImageConfig, ImageDescription, Layer, Platform
from mooring.model.inventory import Inventory
from mooring.model.match import Findings, Vulnerability
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from mooring.policy.evidence import Evidence
from mooring.policy.mapping import judged_name
from mooring.policy.package_index import ReadIndex
from policy.gate_rules import NOW
from policy.matched import DATABASE, DEBIAN, V31, assessed, licensed, match, package, rating

OPENSSL = package("deb", "openssl", "3.0.11-1", "/var/lib/dpkg/status", layer_index=0)
LODASH = package("npm", "lodash", "4.17.15", "/app/node_modules/lodash/package.json", layer_index=1)
LOG4J = package("maven", "org.apache.logging.log4j:log4j-core", "2.14.1", "/app/lib/log4j-core-2.14.1.jar")
RAKE = package("gem", "rake", "13.0.6", "/usr/lib/ruby/gems/specifications/rake-13.0.6.gemspec")
REQUESTS = package("pypi", "requests", "2.25.0", "/usr/lib/python3/site-packages/requests-2.25.0/METADATA")
BUNDLER = package("gem", "bundler", "2.4.0")
PLACELESS = package("npm", "left-pad", "1.3.0")
BASH = licensed("bash", "GPL-3+", "BSD-2-clause")
PACKAGES = (OPENSSL, LODASH, LOG4J, RAKE, BUNDLER, REQUESTS, PLACELESS, BASH)
SCORED = Vulnerability(
    id="CVE-2026-0007",
    published="2026-11-01T00:00:00Z",
    ratings=(rating("nvd", 9.8, V31), rating("debian", 9.8, V31)),
)
MATCHES = (
    match("CVE-2026-0001", OPENSSL, fixed=("3.0.15", "3.1.7")),
    match("CVE-2026-0002", LODASH, Severity.LOW),
    match("CVE-2026-0003", LOG4J, Severity.CRITICAL),
    match("CVE-2026-0004", RAKE, Severity.MEDIUM),
    match("CVE-2026-0005", REQUESTS, Severity.NEGLIGIBLE),
    match("CVE-2026-0006", PLACELESS, Severity.UNKNOWN),
    match(SCORED, OPENSSL, fixed="3.0.15", fix_date="2026-11-02"),
)
FILES = (
    FileEntry(path="/etc/shadow", mode=0o600, sha256="ab" * 32),
    FileEntry(path="/usr/bin/test", mode=0o6000),
    FileEntry(path="/usr/lib/key.pem", mode=0o644),
)
PASSWD = b"root:x:0:0:root:/root:/bin/bash\nftp:x:14:50:FTP User:/var/ftp:/sbin/nologin\n"
LINES = (("FROM", "debian:12"), ("EXPOSE", "22/tcp"), ("EXPOSE", "22 8080"), ("USER", "app"), ("USER", "root"))
KEPT = (
    RetrievedFile(path="/etc/passwd", content=PASSWD, size=len(PASSWD), sha256="00" * 32),
    RetrievedFile(path="/etc/app.conf", content=b"mode = debug on\n", size=16, sha256="00" * 32),
)
SUBJECTS = {Need.RETRIEVED_FILES: ("/etc/passwd", "/etc/app.conf")}
CONTENT = Content(
    searches=tuple(
        ContentSearch(need=need, subjects=SUBJECTS.get(need, ()))
        for need in (Need.SECRETS, Need.CONTENT_SEARCH, Need.RETRIEVED_FILES, Need.MALWARE, Need.VERIFICATION)
    ),
    secrets=(Secret(place="/root/.aws/credentials", line=2, rule="AWS_ACCESS_KEY"),),
    matches=(ContentMatch(path="/etc/app.conf", name="DEBUG", regex="debug on", line=1),),
    retrieved=KEPT,
    malware=(
        MalwareScan(
            scanner="clamav",
            findings=(MalwareFinding(path="/somebadpath", signature="Unix.Trojan.MSShellcode-40"),),
        ),
    ),
    verification=(
        VerificationFailure(package=OPENSSL.id, package_name="openssl", path="/usr/bin/openssl", status="changed"),
        VerificationFailure(package=BASH.id, package_name="bash", path="/bin/bash", status="missing"),
    ),
)
IMAGE = ImageDescription(
    digest="sha256:" + "1" * 64,
    image_id="sha256:" + "2" * 64,
    config=ImageConfig(platform=Platform(os="linux", architecture="amd64")),
    layers=tuple(Layer(index=at, diff_id=f"sha256:{at:064x}", size=1 << 20) for at in range(3)),
    size=3 << 20,
)


def whole() -> Evidence:
    """Everything was gathered, and there is something of each kind."""
    return _evidence(DockerfileMode.ACTUAL)


def guessed() -> Evidence:
    """The same, with a Dockerfile that is only a guess."""
    return _evidence(DockerfileMode.GUESSED)


def unindexed() -> Evidence:
    """The same, and nobody knows what registries of packages offer."""
    report = whole().report
    return Evidence(report, now=NOW, name=judged_name("registry.example/team/app:1.0"))


def bare() -> Evidence:
    """An image that was neither searched nor matched, of no known distribution."""
    return Evidence(ScanReport(image=IMAGE, inventory=Inventory()), now=NOW, name=judged_name("registry.example/a:1"))


def searched() -> Evidence:
    """An image that was searched, and in which nothing was found."""
    content = Content(searches=CONTENT.searches)
    return Evidence(ScanReport(image=IMAGE, inventory=Inventory(files=(), content=content)), now=NOW)


def unmatched() -> Evidence:
    """An image of Debian that was not matched."""
    return Evidence(ScanReport(image=IMAGE, inventory=Inventory(distro=DEBIAN, packages=PACKAGES)), now=NOW)


def _evidence(mode: DockerfileMode) -> Evidence:
    lines = tuple(
        Instruction(directive=directive, value=value, line=number, words=tuple(value.split()))
        for number, (directive, value) in enumerate(LINES, start=1)
    )
    report = ScanReport(
        image=IMAGE,
        inventory=Inventory(distro=DEBIAN, packages=PACKAGES, files=FILES, content=CONTENT),
        findings=Findings(database=DATABASE, matches=MATCHES, assessments=(assessed("debian 12"), assessed("npm"))),
        dockerfile=Dockerfile(mode=mode, instructions=lines),
    )
    index = ReadIndex(npm={"lodash": ("4.17.20", "4.17.21")}, gem={"rake": ("13.0.7", "13.2.1")})
    return Evidence(
        msgspec.structs.replace(report), now=NOW, name=judged_name("registry.example/team/app:1.0"), index=index
    )


WORLDS = {one.__name__: one for one in (whole, guessed, unindexed, bare, searched, unmatched)}
