"""The jobs: which commands run in turn on which image, and from what state of the caches."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tools
from floor import layers_of
from peers import Peers
from shapes import Command


@dataclass(frozen=True)
class Place:
    """Where a job finds and leaves things."""

    corpus: Path
    outputs: Path
    """The reports of all tools, one file each: packages are compared from them."""
    scratch: Path
    peers: Peers

    def layout(self, image: str) -> Path:
        """The image as an OCI layout."""
        return self.corpus / "oci" / image

    def archive(self, image: str) -> Path:
        """The image as an uncompressed docker archive."""
        return self.corpus / "tar" / f"{image}.tar"

    def output(self, image: str, tool: str) -> Path:
        """Where the tool writes its report on the image."""
        return self.outputs / f"{image}.{tool}.json"


Job = Callable[[Place, str], list[Command]]


def cold(place: Place, image: str) -> list[Command]:
    """First sight of an image with gzip layers: packages, then packages with the SHA-256 of every file and the catalogue."""
    layout, peers = place.layout(image), place.peers
    reference, one = f"oci-dir:{layout}", ["--no-cache", "--jobs", "1"]
    return [
        tools.floor(layout, with_diff_ids=False),
        tools.floor(layout, with_diff_ids=True),
        *tools.gunzip(peers, layout),
        tools.mooring("mooring, 1 job", reference, place.output(image, "mooring"), one),
        tools.mooring("mooring", reference, place.scratch / "report.json", ["--no-cache"]),
        tools.mooring("mooring, all files", reference, place.scratch / "report.json", [*one, "--file-digests"]),
        *tools.syft(peers, reference, place.output(image, "syft")),
        *tools.trivy(peers, layout, place.output(image, "trivy"), place.scratch),
    ]


def archive(place: Place, image: str) -> list[Command]:
    """The same image as `docker save` writes it: no gzip for anyone."""
    file, peers = place.archive(image), place.peers
    reference = f"docker-archive:{file}"
    return [
        tools.mooring("mooring, 1 job", reference, place.scratch / "report.json", ["--no-cache", "--jobs", "1"]),
        *tools.syft(peers, reference, place.scratch / "syft.json"),
        *tools.trivy(peers, file, place.scratch / "trivy.json", place.scratch),
    ]


def warm(place: Place, image: str) -> list[Command]:
    """Every layer is known, but not this image; then the same image once more."""
    cache = place.scratch / "warm-cache"
    reference, flags = f"oci-dir:{place.layout(image)}", ["--cache-dir", str(cache)]
    report = place.scratch / "report.json"
    fill = tools.mooring("fill", reference, report, flags)

    def layers_alone() -> None:
        if not cache.exists():
            _run(fill)
        for result in cache.rglob("*.result"):
            result.unlink()

    shutil.rmtree(cache, ignore_errors=True)
    return [
        tools.mooring("mooring, layers known", reference, report, flags, layers_alone),
        tools.mooring("mooring, image again", reference, report, flags),
    ]


def known_base(place: Place, image: str) -> list[Command]:
    """The cache holds the image `min` alone, on which this one is built; and the layers above it as an image of their own, cold."""
    kept, cache = place.scratch / "base-cache", place.scratch / "used-cache"
    upper = place.scratch / f"upper-{image}"
    report = place.scratch / "report.json"
    fill = tools.mooring("fill", f"oci-dir:{place.layout('min')}", report, ["--cache-dir", str(kept)])

    def only_the_base() -> None:
        if not kept.exists():
            _run(fill)
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(kept, cache)

    def nothing() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    shared = _without_base(place.layout("min"), place.layout(image), upper)
    if not shared:
        return []
    flags = ["--cache-dir", str(cache), "--jobs", "1"]
    return [
        tools.mooring("new layers alone", f"oci-dir:{upper}", report, flags, nothing),
        tools.mooring("known base", f"oci-dir:{place.layout(image)}", report, flags, only_the_base),
    ]


def start(place: Place, image: str) -> list[Command]:
    """A process that does next to nothing."""
    del place, image
    return tools.start()


JOBS: dict[str, Job] = {"cold": cold, "archive": archive, "warm": warm, "base": known_base, "start": start}


def cache_shares(place: Place, image: str) -> dict[str, float]:
    """The size of what the warm job left in the cache, as a share of the gzip layers: what scans need, and what file lists need besides."""
    stored = sum(blob.stat().st_size for blob, _ in layers_of(place.layout(image)))
    sizes = {"facts": 0, "rows": 0}
    for file in (place.scratch / "warm-cache").rglob("*"):
        if file.suffix[1:] in sizes:
            sizes[file.suffix[1:]] += file.stat().st_size
    return {name: size / stored for name, size in sizes.items()}


def _run(command: Command) -> None:
    import subprocess

    subprocess.run(command.arguments, check=False, stdout=subprocess.DEVNULL)


def _without_base(base: Path, layout: Path, target: Path) -> int:
    """An OCI layout of the layers that `layout` has above `base`; gives how many layers they share."""
    shared = sum(1 for mine, theirs in zip(layers_of(layout), layers_of(base), strict=False) if mine[1] == theirs[1])
    if not shared:
        return 0
    shutil.rmtree(target, ignore_errors=True)
    (target / "blobs" / "sha256").mkdir(parents=True)
    (target / "oci-layout").write_bytes((layout / "oci-layout").read_bytes())
    index, manifest, config = (json.loads(text) for text in _documents(layout))
    manifest["layers"] = manifest["layers"][shared:]
    config["rootfs"]["diff_ids"] = config["rootfs"]["diff_ids"][shared:]
    config.pop("history", None)
    for row in manifest["layers"]:
        name = row["digest"].partition(":")[2]
        (target / "blobs" / "sha256" / name).hardlink_to(layout / "blobs" / "sha256" / name)
    manifest["config"] |= _stored(target, config)
    index["manifests"] = [index["manifests"][0] | _stored(target, manifest)]
    (target / "index.json").write_text(json.dumps(index))
    return shared


def _documents(layout: Path) -> Iterator[bytes]:
    index = (layout / "index.json").read_bytes()
    yield index
    manifest = (layout / "blobs" / json.loads(index)["manifests"][0]["digest"].replace(":", "/")).read_bytes()
    yield manifest
    yield (layout / "blobs" / json.loads(manifest)["config"]["digest"].replace(":", "/")).read_bytes()


def _stored(target: Path, document: object) -> dict[str, object]:
    import hashlib

    content = json.dumps(document).encode()
    name = hashlib.sha256(content).hexdigest()
    (target / "blobs" / "sha256" / name).write_bytes(content)
    return {"digest": f"sha256:{name}", "size": len(content)}
