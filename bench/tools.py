"""How each tool is asked to do the same job; settings that would let one rest are switched off for all."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from peers import Peers
from shapes import Command

_HERE = Path(__file__).parent
_DONE_OR_INCOMPLETE = (0, 3)
"""Mooring ends with 3 where one file of an image is damaged: that is a report, too."""


def floor(layout: Path, *, with_diff_ids: bool) -> Command:
    """Inflate and verify, nothing else."""
    flags = ["--diff-ids"] if with_diff_ids else []
    name = "floor +c +d" if with_diff_ids else "floor"
    return Command(name, [sys.executable, "-I", str(_HERE / "floor.py"), *flags, str(layout)])


def gunzip(peers: Peers, layout: Path) -> list[Command]:
    """Go's own gunzip on the same layers."""
    return [Command("go gunzip", [str(peers.go_gunzip), str(layout)])] if peers.go_gunzip else []


def mooring(
    tool: str, image: str, output: Path, flags: list[str], prepare: Callable[[], None] = lambda: None
) -> Command:
    """One scan; `flags` say how many layers at once, what besides packages, which cache."""
    return Command(
        tool,
        [str(mooring_binary()), "scan", "--quiet", "--offline", *flags, "--output", f"json={output}", image],
        prepare,
        _DONE_OR_INCOMPLETE,
    )


def syft(peers: Peers, image: str, output: Path) -> list[Command]:
    """Syft's default job, its own format."""
    return [Command("syft", [str(peers.syft), "scan", image, "--quiet", "-o", f"json={output}"])] if peers.syft else []


def trivy(peers: Peers, image: Path, output: Path, scratch: Path) -> list[Command]:
    """Trivy's inventory, from an empty layer cache, with an empty Java database."""
    if not peers.trivy:
        return []
    cache = scratch / "trivy-cache"

    def empty_cache() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(peers.trivy_java_database, cache)

    flags = ["--offline-scan", "--skip-java-db-update", "--skip-db-update", "--cache-dir", str(cache), "--quiet"]
    command = [
        str(peers.trivy),
        "image",
        "--input",
        str(image),
        "--format",
        "cyclonedx",
        *flags,
        "--output",
        str(output),
    ]
    return [Command("trivy", command, empty_cache)]


def start() -> list[Command]:
    """What a process costs before it does anything."""
    return [
        Command("python", [sys.executable, "-I", "-c", "pass"]),
        Command("mooring", [str(mooring_binary()), "version"]),
    ]


def mooring_binary() -> Path:
    """The command of the environment that runs this."""
    return Path(sys.executable).with_name("mooring")
