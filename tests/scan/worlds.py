"""Small worlds for scans: readers of our own, so that a test shows all that it depends on."""

from pathlib import Path

from images.build import BuiltImage
from mooring.base.errors import ReadError
from mooring.image.sources.source import SourceOptions
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.scan import pipeline
from mooring.scan.dispatch import Dispatch
from mooring.scan.options import ScanOptions


def read_names(file: LayerFile):
    """One package a line: `name version`; the line `!` is damage, `?` a bug of the reader."""
    for number, line in enumerate(file.text().splitlines(), start=1):
        if line == "!":
            raise ReadError(f"line {number} is damaged")
        if line == "?":
            raise KeyError("a bug")
        name, _, version = line.partition(" ")
        yield PackageFact(type="deb", name=name, version=version, key=f"dpkg:{name}")


def read_owned(file: LayerFile):
    """The files that the package of this name owns."""
    yield OwnedFilesFact(owner=f"dpkg:{file.name.removesuffix('.list')}", paths=file.content.strip())


NAMES = Reader(name="names", version=1, claim=Claim(names=("packages",)), read=read_names)
OWNED = Reader(name="owned", version=1, claim=Claim(suffixes=(".list",)), read=read_owned)


def scan_image(built: BuiltImage, folder: Path, *, options: ScanOptions | None = None, **given):
    """Scan an image through an OCI layout, with whatever readers `_dispatch` gives."""
    layout = folder / "layout"
    if not layout.exists():
        built.oci_layout(layout)
    report, timing = pipeline.scan(f"oci-dir:{layout}", options or ScanOptions(), SourceOptions(), **given)
    return report, timing


def use_readers(monkeypatch, *readers: Reader) -> None:
    """Have scans use these readers and no others."""
    monkeypatch.setattr(
        pipeline, "_dispatch", lambda options, plan, in_directory: Dispatch(readers, options.limits.max_file_bytes)
    )
