"""The floor: what reading a layer costs at the very least, as a process of its own, in one thread.

    python floor.py [--diff-ids] OCI_LAYOUT

Each gzip layer of the layout is read, inflated with ISA-L and its compressed bytes are hashed with SHA-256 (`+c`); with `--diff-ids` the
uncompressed bytes are hashed too (`+c +d`). Nothing is looked at. No scanner that verifies what it reads can be cheaper on first sight
of a gzip layer.
"""

import hashlib
import json
import sys
from pathlib import Path

_STORED_CHUNK = 256 << 10
_PLAIN_CHUNK = 1 << 20


def main(arguments: list[str]) -> int:
    """Read every layer and print the bytes that came out."""
    layout = Path(arguments[-1])
    with_diff_ids = "--diff-ids" in arguments
    print(sum(_read(blob, digest, with_diff_ids=with_diff_ids) for blob, digest in layers_of(layout)))
    return 0


def layers_of(layout: Path) -> list[tuple[Path, str]]:
    """Blob and digest of each layer of the first image in an OCI layout."""
    index = json.loads((layout / "index.json").read_bytes())
    manifest = json.loads(_blob(layout, index["manifests"][0]["digest"]).read_bytes())
    return [(_blob(layout, row["digest"]), row["digest"]) for row in manifest["layers"]]


def _blob(layout: Path, digest: str) -> Path:
    return layout / "blobs" / digest.replace(":", "/")


def _read(blob: Path, digest: str, *, with_diff_ids: bool) -> int:
    from isal import isal_zlib

    stored, plain, size = hashlib.sha256(), hashlib.sha256(), 0
    inflate = isal_zlib.decompressobj(wbits=31)
    with blob.open("rb", buffering=0) as file:
        while chunk := file.read(_STORED_CHUNK):
            stored.update(chunk)
            while chunk:
                out = inflate.decompress(chunk, _PLAIN_CHUNK)
                size += len(out)
                if with_diff_ids:
                    plain.update(out)
                chunk = inflate.unconsumed_tail
                if inflate.eof and inflate.unused_data:
                    chunk, inflate = inflate.unused_data, isal_zlib.decompressobj(wbits=31)
    if digest != f"sha256:{stored.hexdigest()}":
        raise SystemExit(f"{blob} is damaged: its SHA-256 is {stored.hexdigest()}")
    return size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
