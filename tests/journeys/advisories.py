"""Raw files of feeds, in their upstreams' form, about the packages of one tiny image; none of these flaws is real.

`build` makes a database of them through the command line, as a user would.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from images.build import BuiltImage, image, layer
from journeys.running import APP, Ended, mooring

BUILT = 1_740_000_000
"""2025-02-19T21:20:00Z."""
AT_THE_TIME = {"SOURCE_DATE_EPOCH": str(BUILT)}
LATER = {"SOURCE_DATE_EPOCH": str(BUILT + 30 * 86_400)}

FIXED_BELOW = "CVE-2024-90001"
"""openssl below 3.0.15-1: affects two packages of the image; exploited."""
WITHOUT_FIX = "CVE-2024-90002"
"""openssl, no fix yet."""
NOT_AFFECTED = "CVE-2024-90003"
"""openssl of bookworm is not affected."""
HAS_FIX = "CVE-2023-90004"
"""Fixed in a version that the image has."""
IN_LANGUAGE = "CVE-2024-90005"
"""left-pad below 1.3.1, known as LANGUAGE_ADVISORY."""
LANGUAGE_ADVISORY = "GHSA-aaaa-bbbb-cccc"
OWNED = "CVE-2024-90006"
"""jinja2 below 3.1.3; Debian brought it, and speaks for it."""
ELSEWHERE = "CVE-2024-90007"
"""Of another release and of a package that the image does not have."""
IN_KERNEL = "CVE-2024-90008"
"""Of the kernel, of which the image has headers."""
WITHDRAWN = "GHSA-1111-2222-3333"
"""Of left-pad, and taken back."""
ERRATA = f"""[01 Feb 2025] DSA-5999-1 openssl - security update
\t{{{FIXED_BELOW}}}
\t[bookworm] - openssl 3.0.15-1~deb12u1
"""

TRACKER = {
    "openssl": {
        FIXED_BELOW: {
            "description": "A made-up overflow.",
            "debianbug": 1000000,
            "scope": "remote",
            "releases": {
                "bookworm": {
                    "status": "resolved",
                    "fixed_version": "3.0.15-1~deb12u1",
                    "urgency": "high",
                    "repositories": {"bookworm": "3.0.15-1~deb12u1"},
                }
            },
        },
        WITHOUT_FIX: {
            "description": "A made-up leak.",
            "releases": {"bookworm": {"status": "open", "urgency": "low", "nodsa": "Minor issue", "nodsa_reason": ""}},
        },
        NOT_AFFECTED: {
            "releases": {"bookworm": {"status": "resolved", "fixed_version": "0", "urgency": "not yet assigned"}}
        },
        HAS_FIX: {"releases": {"bookworm": {"status": "resolved", "fixed_version": "3.0.9-1", "urgency": "medium"}}},
    },
    "linux": {
        IN_KERNEL: {"releases": {"bookworm": {"status": "resolved", "fixed_version": "6.1.99-1", "urgency": "medium"}}}
    },
    "jinja2": {OWNED: {"releases": {"bookworm": {"status": "resolved", "fixed_version": "3.1.2-1+deb12u1"}}}},
    "putty": {ELSEWHERE: {"releases": {"bullseye": {"status": "open", "urgency": "high"}}}},
}


def osv(
    identifier: str, ecosystem: str, name: str, fixed: str, *aliases: str, severity: str = "HIGH"
) -> dict[str, object]:
    """A record as GitHub writes it: everything below the fix is affected."""
    return {
        "schema_version": "1.4.0",
        "id": identifier,
        "aliases": list(aliases),
        "modified": "2024-06-02T03:04:05Z",
        "published": "2024-06-01T03:04:05Z",
        "summary": f"A made-up flaw of {name}",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
            }
        ],
        "database_specific": {"severity": severity, "cwe_ids": ["CWE-400"], "github_reviewed": True},
    }


GITHUB = (
    osv(LANGUAGE_ADVISORY, "npm", "left-pad", "1.3.1", IN_LANGUAGE),
    osv("GHSA-dddd-eeee-ffff", "PyPI", "jinja2", "3.1.3", OWNED, severity="MODERATE"),
    osv(WITHDRAWN, "npm", "left-pad", "9.0.0") | {"withdrawn": "2024-06-03T00:00:00Z"},
)
KEV = {
    "title": "CISA Catalog of Known Exploited Vulnerabilities",
    "catalogVersion": "2024.12.10",
    "vulnerabilities": [
        {
            "cveID": FIXED_BELOW,
            "vendorProject": "OpenSSL",
            "product": "OpenSSL",
            "dateAdded": "2024-12-10",
            "requiredAction": "Apply the update.",
            "dueDate": "2024-12-24",
            "knownRansomwareCampaignUse": "Known",
        }
    ],
}
EPSS = (
    "#model_version:v2023.03.01,score_date:2025-02-18T00:00:00+0000\ncve,epss,percentile\n"
    f"{FIXED_BELOW},0.91230,0.99100\n{IN_LANGUAGE},0.00120,0.31000\n"
)
LIVES = {
    "result": [
        {
            "name": "debian",
            "releases": [
                {"name": "12", "codename": "Bookworm", "releaseDate": "2023-06-10", "eolFrom": "2026-06-10"},
                {"name": "9", "codename": "Stretch", "releaseDate": "2017-06-17", "eolFrom": "2020-07-18"},
            ],
        }
    ]
}
STATUS = """Package: openssl
Status: install ok installed
Version: 3.0.11-1~deb12u1
Architecture: amd64

Package: libssl3
Status: install ok installed
Source: openssl
Version: 3.0.11-1~deb12u1
Architecture: amd64

Package: linux-libc-dev
Status: install ok installed
Source: linux
Version: 6.1.90-1
Architecture: amd64

Package: python3-jinja2
Status: install ok installed
Source: jinja2
Version: 3.1.2-1+deb12u1
Architecture: all

"""
JINJA = "usr/lib/python3/dist-packages/Jinja2-3.1.2.dist-info/METADATA"
BOOKWORM = b'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'
CONDA = b'{"name": "zlib", "version": "1.2.13", "build": "h1", "build_number": 0, "channel": "c", "files": [], "depends": []}'


def debian(release: bytes = BOOKWORM, status: str = STATUS, more: Mapping[str, bytes] | None = None) -> BuiltImage:
    """Debian with openssl, kernel headers and Jinja in a package; above it left-pad and what else is asked for."""
    owned = f"/.\n/{JINJA}\n".encode()
    files = {
        "etc/os-release": release,
        "var/lib/dpkg/status": status.encode(),
        "var/lib/dpkg/info/python3-jinja2.list": owned,
        JINJA: b"Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.2\n",
    }
    layers = [layer(files), APP]
    if more:
        layers.append(layer(dict(more)))
    return image(*layers, tags=("shop:1.0",))


def write_feeds(folder: Path) -> list[str]:
    """The raw files, as upstream serves them; gives the arguments that name them."""
    (folder / "debian" / "DSA").mkdir(parents=True, exist_ok=True)
    (folder / "debian" / "tracker.json").write_text(json.dumps(TRACKER))
    (folder / "debian" / "DSA" / "list").write_text(ERRATA)
    (folder / "all.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in GITHUB))
    (folder / "known_exploited_vulnerabilities.json").write_text(json.dumps(KEV))
    (folder / "epss_scores-current.csv.gz").write_bytes(gzip.compress(EPSS.encode(), mtime=0))
    (folder / "products.json").write_text(json.dumps(LIVES))
    places = {
        "debian": "debian",
        "github": "all.jsonl",
        "kev": "known_exploited_vulnerabilities.json",
        "epss": "epss_scores-current.csv.gz",
        "eol": "products.json",
    }
    return [word for feed, name in places.items() for word in ("--input", f"{feed}={folder / name}")]


def build(folder: Path, *more: str, extra: Mapping[str, str] | None = None) -> Ended:
    """`mooring db build` of these feeds, for the home folder `folder`."""
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    return mooring("db", "build", *write_feeds(raw), *more, folder=folder, extra=extra or AT_THE_TIME)
