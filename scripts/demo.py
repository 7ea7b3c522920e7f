"""`make demo`: build an image on the spot from real packages, take it apart, say what is wrong with it and judge it.

The packages are real ones from the package index (old releases of a web framework, a Java library with all it bundles, an extension
module in Rust); they are fetched once, into `demo/wheels`. The base layer is made from the facts of a real distribution (`demo-base.tsv`).
Everything after the fetch works offline.
"""

import gzip
import hashlib
import io
import json
import os
import string
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "demo"
WHEELS = DEMO / "wheels"
PROGRAM = Path(sys.executable).with_name("mooring")
IMAGE = DEMO / "image"
FRAMEWORK = (
    "Flask==0.12.2", "Jinja2==2.10", "Werkzeug==0.14.1", "click==6.7", "requests==2.19.1", "urllib3==1.24.1", "certifi==2018.8.24",
    "idna==2.7", "chardet==3.0.4",
)  # fmt: skip
TOOLS = ("tabula-py==2.9.0", "rpds-py==2026.9.1")
STOP = 1
SITE = "usr/lib/python3.11/site-packages"
RELEASE = b'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.10.2\nPRETTY_NAME="Alpine Linux v3.10"\nHOME_URL="https://alpinelinux.org/"\n'
STEPS = (
    "ADD alpine-base.tar.gz / # 3.10",
    "RUN pip install flask==0.12.2 requests==2.19.1",
    "RUN pip install tabula-py rpds-py",
    "COPY entrypoint.sh /",
)
Files = dict[str, tuple[bytes, int]]


def main() -> int:
    """Fetch, build, scan, say what to try next."""
    fetch()
    build()
    report, page, sbom = (os.path.relpath(DEMO / name) for name in ("report.json", "report.html", "sbom.cdx.json"))
    shown = os.path.relpath(IMAGE)
    outputs = ("-o", "table", "-o", f"json={report}", "-o", f"html={page}", "-o", f"cyclonedx-json={sbom}")
    code = mooring("scan", f"oci-dir:{shown}", "--secrets", *outputs) or mooring("explain", "CVE-2018-18074", report)
    if code == 0 and mooring("policy", "check", report) == STOP:
        program = os.path.relpath(PROGRAM)
        print(f"\nThe report: {page}, {report}   The SBOM: {sbom}")
        print(f"The policy says stop, with exit code 1. Your own:  {program} policy init policy.yaml")
        print(f"A pipeline stops with:  {program} match {report} --only-fixed --fail-on high")
        print(f"Now try your own:       {program} scan IMAGE     or a project folder:  {program} scan dir:.")
    return code


def mooring(*words: str) -> int:
    """Show a command and run it; gives its exit code."""
    print(f"\n$ mooring {' '.join(words)}\n", flush=True)
    return subprocess.run([PROGRAM, *words]).returncode


def fetch() -> None:
    """Bring the wheels that are not there yet."""
    wanted = FRAMEWORK + TOOLS
    if (WHEELS / ".complete").exists():
        return
    WHEELS.mkdir(parents=True, exist_ok=True)
    print(f"fetching {len(wanted)} packages for the demo image (once)", flush=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    subprocess.run([*pip, "--dest", str(WHEELS), *wanted], check=True)
    (WHEELS / ".complete").touch()


def build() -> None:
    """Write the image as an OCI layout; the same wheels give the same bytes."""
    wheels = {
        name: sorted(WHEELS.glob(f"{name.partition('==')[0].replace('-', '_')}-*.whl"))[0] for name in FRAMEWORK + TOOLS
    }
    framework: Files = {"srv/app/.env": (f"GITHUB_TOKEN={token()}\n".encode(), 0o600)}
    for name in FRAMEWORK:
        framework.update(installed(wheels[name]))
    tools: Files = {}
    for name in TOOLS:
        tools.update(installed(wheels[name]))
    entrypoint = (b"#!/bin/sh\nexec python3 -m flask run\n", 0o755)
    last: Files = {
        "entrypoint.sh": entrypoint,
        "srv/app/.wh..env": (b"", 0o644),  # Deleted too late: the layer below has it.
        f"{SITE}/.wh.chardet": (b"", 0o644),
        f"{SITE}/.wh.chardet-3.0.4.dist-info": (b"", 0o644),
    }
    layers = [layer(files) for files in (base(), framework, tools, last)]
    write_layout(layers)


def token() -> str:
    """What looks like a token of a code host, checksum included, and opens nothing: made from a word."""
    letters = string.digits + string.ascii_uppercase + string.ascii_lowercase
    number = int.from_bytes(hashlib.sha256(b"mooring demo").digest(), "big")
    body = "".join(letters[number // 62**at % 62] for at in range(30))
    check = zlib.crc32(body.encode())
    return f"ghp_{body}" + "".join(letters[check // 62**at % 62] for at in reversed(range(6)))


def base() -> Files:
    """The files of a small distribution, with its package database."""
    files: Files = {"etc/os-release": (RELEASE, 0o644)}
    records = []
    for line in (HERE / "demo-base.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, version, origin, license_, needs, paths = line.split("\t")
        record = [f"P:{name}", f"V:{version}", "A:x86_64", f"o:{origin}", f"L:{license_}"] + (
            [f"D:{needs}"] if needs else []
        )
        for path in paths.split():
            folder, _, file = path.rpartition("/")
            record += [f"F:{folder}", f"R:{file}"]
            files[path] = (f"the file {path} of {name}\n".encode(), 0o755 if "bin/" in path else 0o644)
        records.append("\n".join(record))
    files["lib/apk/db/installed"] = ("\n\n".join(records).encode() + b"\n\n", 0o644)
    return files


def installed(wheel: Path) -> Files:
    """The files of a wheel, where an installer puts them."""
    files: Files = {}
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            _, is_script, script = info.filename.partition(".data/scripts/")
            path = f"usr/local/bin/{script}" if is_script else f"{SITE}/{info.filename}"
            files[path] = (archive.read(info), 0o755 if is_script else 0o644)
    return files


def layer(files: Files) -> tuple[bytes, bytes]:
    """A layer: its tar and its compressed bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, (content, mode) in sorted(files.items()):
            header = tarfile.TarInfo(path)
            header.size, header.mode, header.mtime = len(content), mode, 1_566_000_000
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue(), gzip.compress(out.getvalue(), compresslevel=6, mtime=0)


def write_layout(layers: list[tuple[bytes, bytes]]) -> None:
    """An OCI layout of the layers, tagged `demo`."""
    config = as_json(
        {
            "architecture": "amd64",
            "os": "linux",
            "created": "2019-08-17T00:00:00Z",
            "config": {"Entrypoint": ["/entrypoint.sh"], "Env": ["PATH=/usr/local/bin:/usr/bin:/bin"]},
            "rootfs": {"type": "layers", "diff_ids": [digest(tar) for tar, _ in layers]},
            "history": [{"created_by": step, "created": "2019-08-17T00:00:00Z"} for step in STEPS],
        }
    )
    media = "application/vnd.oci.image"
    manifest = as_json(
        {
            "schemaVersion": 2,
            "mediaType": f"{media}.manifest.v1+json",
            "config": descriptor(f"{media}.config.v1+json", config),
            "layers": [descriptor(f"{media}.layer.v1.tar+gzip", stored) for _, stored in layers],
        }
    )
    named = descriptor(f"{media}.manifest.v1+json", manifest) | {
        "annotations": {"org.opencontainers.image.ref.name": "demo"}
    }
    for blob in (config, manifest, *(stored for _, stored in layers)):
        path = IMAGE / "blobs" / digest(blob).replace(":", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(blob)
    (IMAGE / "index.json").write_bytes(
        as_json({"schemaVersion": 2, "mediaType": f"{media}.index.v1+json", "manifests": [named]})
    )
    (IMAGE / "oci-layout").write_bytes(as_json({"imageLayoutVersion": "1.0.0"}))


def descriptor(media_type: str, blob: bytes) -> dict[str, object]:
    """What a manifest says of a blob."""
    return {"mediaType": media_type, "digest": digest(blob), "size": len(blob)}


def digest(blob: bytes) -> str:
    """`sha256:` and the digest."""
    return f"sha256:{hashlib.sha256(blob).hexdigest()}"


def as_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":")).encode()


if __name__ == "__main__":
    sys.exit(main())
