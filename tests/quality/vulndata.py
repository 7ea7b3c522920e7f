"""Where the shared vulnerability data lie, when they are there."""

import json
import os
import tarfile
from pathlib import Path

ROOT = Path(os.environ.get("MOORING_SHARED_VULNDATA") or Path(__file__).resolve().parents[3] / "shared" / "vulndata")
IS_THERE = (ROOT / "MANIFEST.json").exists()


def manifest():
    """The bundle's own account of a file, by file."""
    if not IS_THERE:
        return {}
    return {row["file"]: row for row in json.loads((ROOT / "MANIFEST.json").read_bytes())["files"]}


def member(archive, suffix):
    """The text of the one member of an archive whose name ends so."""
    with tarfile.open(ROOT / archive) as opened:
        (name,) = [name for name in opened.getnames() if name.endswith(suffix)]
        return opened.extractfile(name).read().decode()
