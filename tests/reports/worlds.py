"""Matched reports made by hand: one with every kind of finding, one that found nothing, one not matched, one hostile."""

import msgspec

from mooring.model.advisory import AdvisoryKind, FixState, NameKind
from mooring.model.files import Problem
from mooring.model.match import (
    Assessment,
    AssessmentState,
    Confidence,
    DatabaseState,
    ExceptionNote,
    Exploitation,
    FeedState,
    Findings,
    Match,
    MatchedFix,
    MatchReason,
    Source,
    SuppressedBy,
    Suppression,
    UpgradeStep,
    Vulnerability,
)
from mooring.model.package import Location, Package
from mooring.model.severity import ExploitPrediction, Severity, SeverityRating
from reports.samples import APP, BASE, EMPTY, HOSTILE, REPORT

OLD, NEW = "3.0.11-1~deb12u2", "3.0.15-1~deb12u1"
NVD_CRITICAL = SeverityRating(
    source="nvd",
    severity=Severity.CRITICAL,
    cvss_version="3.1",
    vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H",
    score=9.1,
)


def deb(number: int, name: str, source: str, version: str = OLD) -> Package:
    """A binary package of a source package."""
    return Package(
        id=f"00000000000001{number:02x}",
        type="deb",
        name=name,
        version=version,
        purl=f"pkg:deb/debian/{name}@{version}?arch=amd64&distro=debian-12",
        locations=(Location(path="/var/lib/dpkg/status", layer=BASE),),
        layer_index=0,
        source_name=source,
        source_version=version,
        architecture="amd64",
        found_by="dpkg",
    )


def npm(number: int, name: str, version: str, path: str = "") -> Package:
    """A package of node_modules."""
    place = path or f"/app/node_modules/{name}/package.json"
    return Package(
        id=f"00000000000002{number:02x}",
        type="npm",
        name=name,
        version=version,
        purl=f"pkg:npm/{name}@{version}",
        locations=(Location(path=place, layer=APP),),
        layer_index=1,
        language="javascript",
        found_by="npm-installed",
    )


SSL, SSL_DEV, OPENSSL = (deb(at, name, "openssl") for at, name in enumerate(("libssl3", "libssl-dev", "openssl")))
ZLIB = deb(4, "zlib1g", "zlib", "1:1.2.13.dfsg-1")
TAR = deb(5, "tar", "tar", "1.34+dfsg-1.2")
LODASH, LODASH_TOO = (
    npm(1, "lodash", "4.17.15"),
    npm(2, "lodash", "4.17.20", "/app/old/node_modules/lodash/package.json"),
)
EVIL = npm(3, "lodahs", "1.0.0")
MINIMIST = npm(4, "minimist", "1.2.0")
CONDA = Package(
    id="0000000000000301",
    type="conda",
    name="numpy",
    version="1.26.4",
    purl="pkg:conda/numpy@1.26.4",
    locations=(Location(path="/opt/conda/conda-meta/numpy.json", layer=APP),),
    layer_index=1,
)
PACKAGES = (SSL, SSL_DEV, OPENSSL, TAR, ZLIB, EVIL, LODASH, LODASH_TOO, MINIMIST, CONDA)

SSL_FLAW = Vulnerability(
    id="CVE-2024-5535",
    aliases=("DSA-5764-1",),
    title="openssl: SSL_select_next_proto buffer overread",
    description="Calling the function with an empty buffer of supported protocols may read memory that is not its own.",
    ratings=(NVD_CRITICAL, SeverityRating(source="debian", severity=Severity.HIGH)),
    cwes=("CWE-200", "CWE-125"),
    urls=("https://openssl-library.example/news/secadv/20240627.txt",),
    published="2024-06-27T11:15:24Z",
    modified="2024-11-01T00:00:00Z",
    exploit_prediction=ExploitPrediction(score=0.0421, percentile=0.923, date="2026-11-20"),
    sources=(
        Source(
            feed="debian",
            id="CVE-2024-5535",
            url="https://security-tracker.debian.org/tracker/CVE-2024-5535",
            modified="2024-11-01",
            captured="2026-11-20",
        ),
        Source(feed="nvd", id="CVE-2024-5535", url="https://nvd.nist.gov/vuln/detail/CVE-2024-5535"),
    ),
)
SSL_SMALL = Vulnerability(
    id="CVE-2023-5678", ratings=(SeverityRating(source="debian", severity=Severity.LOW),), sources=SSL_FLAW.sources[:1]
)
ZLIB_FLAW = Vulnerability(
    id="CVE-2023-45853",
    title="zlib: integer overflow in zipOpenNewFileInZip4_64",
    ratings=(
        msgspec.structs.replace(NVD_CRITICAL, score=9.8, vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        SeverityRating(
            source="nvd",
            severity=Severity.HIGH,
            cvss_version="2.0",
            vector="AV:N/AC:L/Au:N/C:P/I:P/A:P",
            score=7.5,
        ),
    ),
)
LODASH_FLAW = Vulnerability(
    id="CVE-2021-23337",
    aliases=("GHSA-35jh-r3h4-6jhm",),
    title="Command Injection in lodash",
    ratings=(
        SeverityRating(
            source="github",
            severity=Severity.HIGH,
            cvss_version="4.0",
            vector="CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            score=8.6,
        ),
    ),
    cwes=("CWE-77", "CWE-94"),
    published="2021-05-06T16:05:51Z",
    exploit_prediction=ExploitPrediction(score=0.31, percentile=0.97, date="2026-11-20"),
    exploited=(
        Exploitation(
            source="cisa",
            added="2024-01-08",
            due="2024-01-29",
            used_by_ransomware=True,
            required_action="Apply updates per vendor instructions.",
        ),
    ),
    sources=(
        Source(
            feed="github",
            id="GHSA-35jh-r3h4-6jhm",
            url="https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
            modified="2024-04-17",
        ),
    ),
)
EVIL_FLAW = Vulnerability(
    id="MAL-2024-1234",
    kind=AdvisoryKind.MALWARE,
    title="Malicious code in lodahs (npm)",
    sources=(Source(feed="osv", id="MAL-2024-1234", url="https://osv.dev/vulnerability/MAL-2024-1234"),),
)
TAR_FLAW = Vulnerability(id="CVE-2005-2541", is_disputed=True, sources=(Source(feed="debian", id="CVE-2005-2541"),))
MINIMIST_FLAW = Vulnerability(id="CVE-2021-44906", sources=(Source(feed="github", id="GHSA-xvch-5gv4-984h"),))


def debian(flaw: Vulnerability, source: str, version: str, constraint: str, fixed: str = "") -> MatchReason:
    """What Debian's feed says of a source package."""
    return MatchReason(
        source=Source(feed="debian", id=flaw.id, url=f"https://security-tracker.debian.org/tracker/{flaw.id}"),
        namespace="debian:12",
        name=source,
        name_kind=NameKind.SOURCE,
        version=version,
        constraint=constraint,
        scheme="deb",
        fix_state=FixState.FIXED if fixed else FixState.NOT_FIXED,
        fix_versions=(fixed,) if fixed else (),
    )


def github(flaw: Vulnerability, name: str, version: str, constraint: str, fixed: str) -> MatchReason:
    """What GitHub's advisories say of an npm package."""
    return MatchReason(
        source=flaw.sources[0] if flaw.sources else Source(feed="github", id=flaw.id),
        namespace="npm",
        name=name,
        version=version,
        constraint=constraint,
        scheme="semver",
        fix_state=FixState.FIXED,
        fix_versions=(fixed,),
    )


def _ssl(number: int, package: Package, flaw: Vulnerability, severity: Severity, risk: float, fixed: str) -> Match:
    reason = debian(flaw, "openssl", OLD, f"< {fixed}", fixed)
    return Match(
        id=f"00000000000010{number:02x}",
        vulnerability=flaw,
        package=package.id,
        severity=severity,
        severity_source="debian",
        fix=MatchedFix(state=FixState.FIXED, versions=(fixed,), date="2024-11-02", advisories=("DSA-5764-1",)),
        risk=risk,
        reasons=(
            msgspec.structs.replace(reason, source=flaw.sources[0]),
            MatchReason(
                source=Source(feed="nvd", id=flaw.id),
                namespace="cpe",
                name="openssl:openssl",
                version="3.0.11",
                constraint=">= 3.0.0, < 3.0.15",
                scheme="loose",
                confidence=Confidence.POSSIBLE,
                conditions=("architecture amd64",),
                notes=("the distribution's own statement decided",),
            ),
        ),
    )


def _lodash(number: int, package: Package) -> Match:
    return Match(
        id=f"00000000000020{number:02x}",
        vulnerability=LODASH_FLAW,
        package=package.id,
        severity=Severity.HIGH,
        severity_source="github",
        fix=MatchedFix(state=FixState.FIXED, versions=("4.17.21",), date="2021-02-20"),
        risk=93.2,
        reasons=(github(LODASH_FLAW, "lodash", package.version, "< 4.17.21", "4.17.21"),),
        is_new=number == 1,
    )


OPENSSL_MATCHES = tuple(
    _ssl(at, package, SSL_FLAW, Severity.HIGH, 41.5, NEW) for at, package in enumerate(PACKAGES[:3])
)
MATCHES = (
    _lodash(1, LODASH),
    _lodash(2, LODASH_TOO),
    Match(
        id="0000000000003001",
        vulnerability=EVIL_FLAW,
        package=EVIL.id,
        severity=Severity.CRITICAL,
        severity_source="osv",
        risk=90.0,
        reasons=(
            MatchReason(source=EVIL_FLAW.sources[0], namespace="npm", name="lodahs", version="1.0.0", scheme="semver"),
        ),
    ),
    Match(
        id="0000000000003002",
        vulnerability=ZLIB_FLAW,
        package=ZLIB.id,
        severity=Severity.CRITICAL,
        severity_source="nvd",
        fix=MatchedFix(state=FixState.WONT_FIX, note="ignored: contrib/minizip is not built"),
        risk=48.0,
        reasons=(debian(ZLIB_FLAW, "zlib", ZLIB.version, ""),),
    ),
    *OPENSSL_MATCHES,
    _ssl(9, SSL, SSL_SMALL, Severity.LOW, 6.1, "3.0.13-1~deb12u1"),
    Match(
        id="0000000000003003",
        vulnerability=TAR_FLAW,
        package=TAR.id,
        severity=Severity.NEGLIGIBLE,
        severity_source="debian",
        fix=MatchedFix(state=FixState.NOT_FIXED),
        confidence=Confidence.LIKELY,
        risk=0.5,
        reasons=(debian(TAR_FLAW, "tar", TAR.version, ""),),
    ),
    Match(
        id="0000000000003004",
        vulnerability=MINIMIST_FLAW,
        package=MINIMIST.id,
        severity=Severity.CRITICAL,
        severity_source="github",
        fix=MatchedFix(state=FixState.FIXED, versions=("1.2.6",)),
        risk=33.0,
        reasons=(github(MINIMIST_FLAW, "minimist", "1.2.0", "< 1.2.6", "1.2.6"),),
        suppressions=(
            Suppression(
                by=SuppressedBy.EXCEPTION,
                statement="EX-7",
                origin="exceptions.yaml",
                author="ada@example.com",
                reason="only used at build time",
                justification="vulnerable_code_not_in_execute_path",
                expires="2027-01-31",
            ),
        ),
    ),
)
FINDINGS = Findings(
    database=DatabaseState(
        built="2026-11-20T06:00:00Z",
        schema="1.0",
        digest="sha256:" + "9" * 64,
        age_days=3.2,
        feeds=(
            FeedState(name="debian", title="Debian security tracker", captured="2026-11-20T05:00:00Z", advisories=9),
            FeedState(name="github", title="GitHub advisory database", captured="2026-11-20T05:10:00Z", advisories=7),
        ),
    ),
    matches=MATCHES,
    assessments=(
        Assessment(subject="debian 12", state=AssessmentState.ASSESSED, package_count=5),
        Assessment(
            subject="npm",
            state=AssessmentState.PARTLY,
            reason="one package has no version that can be read",
            package_count=4,
        ),
        Assessment(
            subject="conda",
            state=AssessmentState.NOT_ASSESSED,
            reason="no feed of the database speaks for conda packages",
            package_count=1,
            packages=(CONDA.id,),
        ),
    ),
    upgrades=(
        UpgradeStep(
            name="lodash",
            type="npm",
            from_versions=("4.17.15", "4.17.20"),
            to_version="4.17.21",
            packages=(LODASH.id, LODASH_TOO.id),
            matches=(MATCHES[0].id, MATCHES[1].id),
            risk_removed=186.4,
        ),
        UpgradeStep(
            name="openssl",
            type="deb",
            from_versions=(OLD,),
            to_version=NEW,
            packages=(SSL.id, SSL_DEV.id, OPENSSL.id),
            matches=tuple(match.id for match in MATCHES[4:8]),
            risk_removed=130.6,
        ),
    ),
    exceptions=(
        ExceptionNote(
            statement="EX-3", origin="exceptions.yaml", problem="expired on 2026-10-01; it no longer suppresses"
        ),
    ),
    compared_with="last-week.json",
)
MATCHED = msgspec.structs.replace(
    REPORT,
    inventory=msgspec.structs.replace(REPORT.inventory, packages=PACKAGES, relations=()),
    findings=FINDINGS,
)
_ASSESSED = tuple(
    msgspec.structs.replace(one, state=AssessmentState.ASSESSED, reason="") for one in FINDINGS.assessments
)
CLEAN = msgspec.structs.replace(
    MATCHED, problems=(), notes=(), findings=Findings(database=FINDINGS.database, assessments=_ASSESSED)
)
BLIND = msgspec.structs.replace(CLEAN, findings=Findings(database=FINDINGS.database, assessments=FINDINGS.assessments))
"""Nothing was found, and not everything could be judged."""
BARE = msgspec.structs.replace(EMPTY, findings=Findings(database=DatabaseState(built="", schema="")))

_WILD = HOSTILE.image.name
_WILD_SOURCE = Source(feed=_WILD, id=_WILD, url=_WILD, published=_WILD, modified=_WILD, captured=_WILD)
_WILD_FLAW = Vulnerability(
    id=_WILD,
    aliases=(_WILD, ""),
    title=_WILD,
    description=_WILD * 3,
    ratings=(
        SeverityRating(source=_WILD, cvss_version=_WILD, vector=_WILD, score=float("nan")),
        SeverityRating(source="", cvss_version="3.1", vector=_WILD, score=1e300),
    ),
    cwes=(_WILD, "CWE-", "CWE-99999999999999999999"),
    urls=(_WILD, "javascript:alert(1)", "https://example.com/<a>"),
    published=_WILD,
    modified="2024-13-45",
    exploit_prediction=ExploitPrediction(score=float("inf"), percentile=-1.0, date=_WILD),
    exploited=(Exploitation(source=_WILD, added=_WILD, due=_WILD, required_action=_WILD),),
    sources=(_WILD_SOURCE, Source(feed="", id="", url="javascript:alert(1)")),
)
_WILD_MATCH = Match(
    id=_WILD,
    vulnerability=_WILD_FLAW,
    package=HOSTILE.inventory.packages[0].id,
    severity_source=_WILD,
    fix=MatchedFix(state=FixState.FIXED, versions=(_WILD,), date=_WILD, advisories=(_WILD,), channel=_WILD, note=_WILD),
    risk=float("nan"),
    reasons=(
        MatchReason(
            source=_WILD_SOURCE,
            namespace=_WILD,
            name=_WILD,
            version=_WILD,
            constraint=_WILD,
            scheme=_WILD,
            conditions=(_WILD,),
            notes=(_WILD,),
        ),
    ),
)
WILD = msgspec.structs.replace(
    HOSTILE,
    problems=(Problem(path=_WILD, reason=_WILD),),
    findings=Findings(
        database=DatabaseState(built=_WILD, schema=_WILD, kind=_WILD, feeds=(FeedState(name=_WILD, title=_WILD),)),
        matches=(
            _WILD_MATCH,
            msgspec.structs.replace(
                _WILD_MATCH,
                id="lost",
                package="a package that is not in the inventory",
                suppressions=(
                    Suppression(
                        by=SuppressedBy.VEX,
                        statement=_WILD,
                        origin=_WILD,
                        author=_WILD,
                        reason=_WILD,
                        justification=_WILD,
                    ),
                ),
            ),
            Match(id="", vulnerability=Vulnerability(id=""), package="", risk=1e300),
        ),
        assessments=(Assessment(subject=_WILD, state=AssessmentState.NOT_ASSESSED, reason=_WILD, packages=(_WILD,)),),
        upgrades=(
            UpgradeStep(name=_WILD, type=_WILD, from_versions=(_WILD,), to_version=_WILD, packages=(), matches=()),
        ),
        exceptions=(ExceptionNote(statement=_WILD, origin=_WILD, problem=_WILD),),
        compared_with=_WILD,
    ),
)
"""What a hostile stored report could hold."""
WORLDS = {"matched": MATCHED, "clean": CLEAN, "blind": BLIND, "bare": BARE, "wild": WILD}
