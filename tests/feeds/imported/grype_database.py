"""Grype databases of schema 6.1 that nobody published: the tables as the schema has them, without indexes, as served.

`GrypeFile` writes a few rows for a test; `fill_synthetic` writes as many as a measurement wants.
"""

import gzip
import io
import json
import lzma
import sqlite3
import tarfile
from pathlib import Path

TABLES = {
    "blobs": "id INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL",
    "db_metadata": "build_timestamp DATETIME NOT NULL, model INTEGER NOT NULL, revision INTEGER NOT NULL, addition INTEGER NOT NULL",
    "providers": "id TEXT PRIMARY KEY, version TEXT, processor TEXT, date_captured DATETIME, input_digest TEXT",
    "vulnerability_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, status TEXT NOT NULL, published_date DATETIME,"
    " modified_date DATETIME, withdrawn_date DATETIME, provider_id TEXT NOT NULL, blob_id INTEGER",
    "vulnerability_aliases": "name TEXT, alias TEXT, PRIMARY KEY(name, alias)",
    "packages": "id INTEGER PRIMARY KEY AUTOINCREMENT, ecosystem TEXT, name TEXT",
    "package_cpes": "package_id INTEGER, cpe_id INTEGER, PRIMARY KEY(package_id, cpe_id)",
    "package_specifier_overrides": "ecosystem TEXT PRIMARY KEY, replacement_ecosystem TEXT",
    "operating_systems": "id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, release_id TEXT, major_version TEXT, minor_version TEXT,"
    " label_version TEXT, codename TEXT, channel TEXT, eol_date DATETIME, eoas_date DATETIME",
    "operating_system_specifier_overrides": "alias TEXT, version TEXT, version_pattern TEXT, codename TEXT, channel TEXT, replacement TEXT,"
    " replacement_major_version TEXT, replacement_minor_version TEXT, replacement_label_version TEXT, replacement_channel TEXT,"
    " rolling NUMERIC, applicable_client_db_schemas TEXT",
    "architecture_aliases": "alias TEXT PRIMARY KEY, canonical TEXT",
    "affected_package_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, vulnerability_id INTEGER NOT NULL, operating_system_id INTEGER,"
    " package_id INTEGER, blob_id INTEGER",
    "unaffected_package_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, vulnerability_id INTEGER NOT NULL, operating_system_id INTEGER,"
    " package_id INTEGER, blob_id INTEGER",
    "cpes": "id INTEGER PRIMARY KEY AUTOINCREMENT, part TEXT, vendor TEXT, product TEXT, edition TEXT, language TEXT,"
    " software_edition TEXT, target_hardware TEXT, target_software TEXT, other TEXT",
    "affected_cpe_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, vulnerability_id INTEGER NOT NULL, cpe_id INTEGER, blob_id INTEGER",
    "unaffected_cpe_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, vulnerability_id INTEGER NOT NULL, cpe_id INTEGER, blob_id INTEGER",
    "known_exploited_vulnerability_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, cve TEXT NOT NULL, blob_id INTEGER",
    "epss_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, cve TEXT NOT NULL, epss NUMERIC, percentile NUMERIC",
    "epss_metadata": "date DATETIME NOT NULL",
    "cwe_handles": "id INTEGER PRIMARY KEY AUTOINCREMENT, cve TEXT NOT NULL, cwe TEXT, source TEXT, type TEXT",
}
"""Schema 6.1.9."""
LATER = ("unaffected_package_handles", "unaffected_cpe_handles", "cwe_handles", "architecture_aliases")
"""Tables that 6.0 had not."""
LATER_COLUMNS = (" channel TEXT,", " channel TEXT, eol_date DATETIME, eoas_date DATETIME", " replacement_channel TEXT,")
BUILT = "2026-07-01 00:54:38+00:00"


def range_of(constraint: str, kind: str = "", *, fix: str = "", state: str = "", **detail: object) -> dict[str, object]:
    """One range of a package's record."""
    return {
        "version": {"type": kind, "constraint": constraint},
        "fix": {"version": fix, "state": state or ("fixed" if fix else ""), **({"detail": detail} if detail else {})},
    }


class GrypeFile:
    """A database that is being written."""

    def __init__(self, path: Path, *, model: int = 6, is_old: bool = False) -> None:
        """`is_old`: as 6.0 was, without the tables and columns of 6.1."""
        self.path = path
        self.connection = sqlite3.connect(path)
        for name, columns in TABLES.items():
            if is_old and name in LATER:
                continue
            for part in LATER_COLUMNS[::-1] if is_old else ():
                columns = columns.replace(part, "").rstrip(", ")
            self.connection.execute(f"CREATE TABLE {name}({columns})")
        self.add("db_metadata", build_timestamp=BUILT, model=model, revision=1, addition=9)
        self._known: dict[tuple[object, ...], int] = {}

    def add(self, table: str, **columns: object) -> int:
        """One row; its number."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = self.connection.execute(f"INSERT INTO {table}({names}) VALUES({marks})", tuple(columns.values()))
        return cursor.lastrowid or 0

    def once(self, table: str, **columns: object) -> int:
        """A row of which there is one; its number."""
        key = (table, *columns.items())
        if key not in self._known:
            self._known[key] = self.add(table, **columns)
        return self._known[key]

    def blob(self, value: object) -> int:
        """A record; its number. Text is taken as it is."""
        written = value if isinstance(value, str) else json.dumps(value)
        return self.once("blobs", value=written)

    def provider(self, name: str) -> None:
        """A provider."""
        self.add(
            "providers",
            id=name,
            version="3",
            processor="vunnel@0.1",
            date_captured="2026-06-30 00:00:11+00:00",
            input_digest="xxh64:1",
        )

    def vulnerability(self, name: str, provider: str, record: object = None, **columns: object) -> int:
        """A vulnerability with its record; its number."""
        given = {"status": "active", "published_date": "2024-01-02 00:00:00+00:00", **columns}
        return self.add(
            "vulnerability_handles",
            name=name,
            provider_id=provider,
            blob_id=self.blob({"id": name} if record is None else record),
            **given,
        )

    def system(self, name: str, release_id: str = "", major: str = "", minor: str = "", **columns: object) -> int:
        """A distribution's release; its number."""
        return self.once(
            "operating_systems",
            name=name,
            release_id=release_id or name,
            major_version=major,
            minor_version=minor,
            **columns,
        )

    def package(self, ecosystem: str, name: str) -> int:
        """A package; its number."""
        return self.once("packages", ecosystem=ecosystem, name=name)

    def statement(
        self,
        vulnerability: int,
        package: int,
        *ranges: dict[str, object],
        system: int | None = None,
        negative: bool = False,
        **record: object,
    ) -> int:
        """What is said about a package; its number."""
        table = "unaffected_package_handles" if negative else "affected_package_handles"
        blob = self.blob({"ranges": list(ranges), **record})
        return self.add(
            table, vulnerability_id=vulnerability, operating_system_id=system, package_id=package, blob_id=blob
        )

    def product(
        self,
        vulnerability: int,
        *ranges: dict[str, object],
        negative: bool = False,
        record: dict[str, object] | None = None,
        **cpe: str,
    ) -> int:
        """What is said about a product; its number."""
        parts = {
            "part": "a",
            "edition": "",
            "language": "",
            "software_edition": "",
            "target_hardware": "",
            "target_software": "",
            "other": "",
        }
        table = "unaffected_cpe_handles" if negative else "affected_cpe_handles"
        blob = self.blob({"ranges": list(ranges), **(record or {})})
        return self.add(
            table, vulnerability_id=vulnerability, cpe_id=self.once("cpes", **{**parts, **cpe}), blob_id=blob
        )

    def close(self) -> Path:
        """Write everything; the path."""
        self.connection.commit()
        self.connection.close()
        return self.path


def packed(path: Path, suffix: str, *members: tuple[str, bytes]) -> Path:
    """The database as the one member of an archive, or these members instead."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members or (("vulnerability.db", path.read_bytes()),):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    target = path.with_name(f"vulnerability-db_v6.1.9{suffix}")
    target.write_bytes(_compressed(buffer.getvalue(), suffix))
    return target


def _compressed(content: bytes, suffix: str) -> bytes:
    if suffix.endswith(".gz"):
        return gzip.compress(content)
    if suffix.endswith(".xz"):
        return lzma.compress(content)
    from backports import zstd

    return zstd.compress(content)


def fill_synthetic(file: GrypeFile, statements: int) -> int:
    """Write about so many statements about packages, shaped like the published ones; how many they came to."""
    systems = [file.system("debian", "debian", str(major)) for major in (11, 12, 13)]
    systems += [file.system("ubuntu", "ubuntu", str(major), "4") for major in (20, 22, 24)]
    rhel = [file.system("redhat", "rhel", "8", str(minor) if minor >= 0 else "") for minor in range(-1, 11)]
    for name in ("debian", "github", "nvd", "rhel", "ubuntu"):
        file.provider(name)
    done = number = 0
    while done < statements:
        number += 1
        cve = f"CVE-{2005 + number % 20}-{number:05}"
        severities = [
            {
                "scheme": "CVSS",
                "value": {"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "version": "3.1"},
                "rank": 1,
            }
        ]
        record = {
            "id": cve,
            "description": f"words about {number} " * 12,
            "refs": [{"url": f"https://a.example/{cve}"}],
            "severities": severities,
        }
        deb = file.vulnerability(cve, "debian", record)
        for system in systems[:3]:
            file.statement(
                deb,
                file.package("deb", f"package-{number * 7 % 9_001}"),
                _synthetic_range(number, system, "dpkg"),
                system=system,
            )
        ubuntu = file.vulnerability(cve, "ubuntu", record)
        for system in systems[3:]:
            file.statement(
                ubuntu,
                file.package("deb", f"package-{number * 5 % 9_001}"),
                _synthetic_range(number, system, "dpkg"),
                system=system,
            )
        red = file.vulnerability(cve, "rhel", record)
        shared = _synthetic_range(number, 1, "rpm")
        for system in rhel:
            file.statement(red, file.package("rpm", f"package-{number * 3 % 6_001}"), shared, system=system)
        nvd = file.vulnerability(cve, "nvd", {**record, "refs": []})
        file.product(
            nvd, _synthetic_range(number, 2, ""), vendor=f"vendor-{number % 3_001}", product=f"product-{number % 7_001}"
        )
        ghsa = file.vulnerability(f"GHSA-{number:04}", "github", {**record, "aliases": [cve]})
        for part in range(4):
            file.statement(
                ghsa,
                file.package("npm", f"module-{number * 11 % 20_011}-{part}"),
                _synthetic_range(number, part, "semver"),
            )
        file.add("epss_handles", cve=cve, epss=number % 997 / 997, percentile=number % 991 / 991)
        file.add("cwe_handles", cve=cve, cwe=f"CWE-{number % 500}", source="nvd@nist.gov", type="Primary")
        done += len(systems) + len(rhel) + 4
    return done


def _synthetic_range(number: int, salt: int, kind: str) -> dict[str, object]:
    version = f"{number % 13}.{salt}.{number % 997}" + ("-1" if kind in ("dpkg", "rpm") else "")
    if number % 3 == 0:
        return range_of("", kind, state="not-fixed")
    return range_of(f"< {version}", kind, fix=version, available={"date": "2025-03-04", "kind": "advisory"})
