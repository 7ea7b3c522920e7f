"""Scans of whatever a test has made, with all readers."""

import json
from pathlib import Path

from images.build import BuiltImage, BuiltLayer, as_json
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.image.sources.source import SourceOptions
from mooring.model.report import ScanReport
from mooring.scan.options import ScanOptions
from mooring.scan.pipeline import scan


def scan_layout(
    folder: Path, *, limits: Limits = DEFAULT_LIMITS, jobs: int = 1, with_files: bool = False
) -> ScanReport:
    """The report of an OCI layout."""
    return scan(
        f"oci-dir:{folder}", ScanOptions(limits=limits, jobs=jobs, with_files=with_files), SourceOptions(limits=limits)
    )[0]


def scan_archive(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> ScanReport:
    """The report of a docker-archive."""
    return scan(f"docker-archive:{path}", ScanOptions(limits=limits, jobs=1), SourceOptions(limits=limits))[0]


def scan_built(built: BuiltImage, folder: Path, **given) -> ScanReport:
    """The report of an image, through an OCI layout in the folder."""
    return scan_layout(built.oci_layout(folder / "layout"), **given)


def raw_layer(stored: bytes, plain: bytes | None = None) -> BuiltLayer:
    """A layer of any bytes at all."""
    return BuiltLayer(
        tar=stored if plain is None else plain, stored=stored, media_type="application/vnd.oci.image.layer.v1.tar+gzip"
    )


def rewritten(built: BuiltImage, **fields) -> BuiltImage:
    """The image with other fields in its manifest; digests above it follow."""
    import msgspec

    document = json.loads(built.manifest) | fields
    return msgspec.structs.replace(built, manifest=as_json(document))


def scan_saved(built: BuiltImage, folder: Path, **given) -> ScanReport:
    """The report of an image, through a docker-archive in the folder."""
    (folder / "a.tar").write_bytes(built.docker_archive(style="podman"))
    return scan_archive(folder / "a.tar", **given)


def peak_mib() -> int:
    """The most memory that this program had at once, in MiB.

    Not `getrusage`: its maximum is handed on through fork and exec, so that a small program started by a large one looks large.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024
