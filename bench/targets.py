"""The targets: a release fails where a value lies above `must`; `aim` is what the design should reach on an idle machine."""

from collections.abc import Iterator

from shapes import Check, Results, Series

_LARGE = ("python", "node", "java", "large")
_ONE, _ALL, _FILES = "mooring, 1 job", "mooring", "mooring, all files"


def checks(job: str, results: Results, shares: dict[str, dict[str, float]]) -> list[Check]:
    """Every target that the results of a job can be held against."""
    rules = {"cold": _cold, "archive": _archive, "warm": _warm, "base": _base, "start": _start}
    found: list[Check] = []
    for image, by_tool in results.get(job, {}).items():
        found += rules[job](image, by_tool)
        if job == "warm" and image in shares:
            share = 100 * shares[image]["facts"]
            found.append(Check("layer cache, what scans need, against the gzip layers", image, share, 1.0, 0.3, "%"))
    return sorted(found, key=lambda check: check.measure)


def _cold(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    one = by_tool[_ONE]
    if "syft" in by_tool:
        must, aim = (
            (1 / 6, 1 / 12) if image in ("node", "java", "large") else (1 / 5, 1 / 8 if image in _LARGE else 1 / 9)
        )
        yield Check("packages, CPU against syft", image, one.ratio(by_tool["syft"]), must, aim)
        heavy = by_tool[_FILES].ratio(by_tool["syft"])
        yield Check("packages, all digests, catalogue, CPU against syft's default", image, heavy, 1 / 4, 1 / 7)
        if image in ("node", "large"):
            yield Check("peak memory against syft", image, one.ratio(by_tool["syft"], "peak_mib"), 1 / 6, 1 / 12)
        if image in ("java", "python", "node"):
            yield Check(
                "packages, wall against syft", image, by_tool[_ALL].ratio(by_tool["syft"], "wall"), 1 / 5, 1 / 9
            )
    if "trivy" in by_tool:
        must, aim = (1 / 2, 1 / 3) if image in _LARGE else (1 / 3, 1 / 6)
        yield Check("packages, CPU against trivy", image, one.ratio(by_tool["trivy"]), must, aim)
        if image in ("java", "python", "node"):
            yield Check(
                "packages, wall against trivy", image, by_tool[_ALL].ratio(by_tool["trivy"], "wall"), 1 / 2, 1 / 3
            )
    yield from _alone(image, by_tool)


def _alone(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    """What is held against the machine, not against a peer."""
    one = by_tool[_ONE]
    yield Check("packages, CPU against the floor", image, one.ratio(by_tool["floor"]), 2.2, 1.5)
    if "go gunzip" in by_tool:
        yield Check("packages, CPU against Go's bare gunzip", image, one.ratio(by_tool["go gunzip"]), 1.0, 0.6)
    if image in ("node", "large"):
        floor = by_tool["floor"].median().cpu
        yield Check("packages, wall against the floor's CPU", image, by_tool[_ALL].median().wall / floor, 1.8, 1.2)
    if image == "min":
        yield Check("packages, wall", image, by_tool[_ALL].median().wall, 1.2, 0.8, "s")
    must, aim = (60, 35) if image == "min" else (200, 140)
    yield Check("peak memory, packages, one job", image, one.median().peak_mib, must, aim, "MiB")
    together = by_tool[_ALL].median().peak_all_mib
    yield Check("peak memory, packages, all processes together", image, together, must, aim, "MiB")
    yield Check("peak memory, with catalogue", image, by_tool[_FILES].median().peak_mib, 300, 200, "MiB")


def _archive(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    if "syft" in by_tool:
        yield Check("docker archive, CPU against syft", image, by_tool[_ONE].ratio(by_tool["syft"]), 1 / 8, 1 / 16)
    if "trivy" in by_tool:
        yield Check("docker archive, CPU against trivy", image, by_tool[_ONE].ratio(by_tool["trivy"]), 1 / 3, 1 / 5)


def _warm(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    must, aim = (0.8, 0.45) if image in _LARGE else (0.25, 0.12)
    known = by_tool["mooring, layers known"].median().wall
    yield Check("all layers known, wall", image, known, must, aim, "s")
    yield Check("same image again, wall", image, by_tool["mooring, image again"].median().wall, 0.2, 0.1, "s")


def _base(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    pairs = zip(by_tool["known base"].runs, by_tool["new layers alone"].runs, strict=False)
    more = sorted(whole.cpu - new.cpu for whole, new in pairs)
    yield Check("known base, CPU beyond that of the new layers", image, more[len(more) // 2], 0.5, 0.2, "s")


def _start(image: str, by_tool: dict[str, Series]) -> Iterator[Check]:
    yield Check("start, CPU", image, 1000 * by_tool["mooring"].median().cpu, 120, 60, "ms")
