"""The shapes that the parts of the benchmark hand to each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

Package = tuple[str, str, str]
"""Type, name, version; see compare.py."""


@dataclass(frozen=True)
class Figures:
    """One run of one command, or the median of several."""

    cpu: float
    """User and system seconds of the process and all its descendants."""
    wall: float
    peak_mib: float
    """The largest resident set of any one process."""
    peak_all_mib: float
    """The memory of all its processes together, at the worst of ten looks a second."""


@dataclass(frozen=True)
class Command:
    """Something to run and measure."""

    tool: str
    arguments: list[str]
    prepare: Callable[[], None] = lambda: None
    """Done before each run, not measured: empties a cache, for instance."""
    accepted: tuple[int, ...] = (0,)
    """Exit codes that count as done."""


@dataclass(frozen=True)
class Series:
    """All runs of one tool on one image, in the order they were made; runs of several tools pair up by position."""

    runs: list[Figures] = field(default_factory=list)

    def median(self) -> Figures:
        """Each figure's own median."""
        columns = ("cpu", "wall", "peak_mib", "peak_all_mib")
        return Figures(**{name: median(getattr(run, name) for run in self.runs) for name in columns})

    def ratio(self, other: "Series", figure: str = "cpu") -> float:
        """The median, pair by pair, of this series' figure over the other's."""
        pairs = zip(self.runs, other.runs, strict=False)
        return float(median(getattr(mine, figure) / max(getattr(theirs, figure), 1e-9) for mine, theirs in pairs))


@dataclass(frozen=True)
class Difference:
    """How two inventories of one image differ, for one type of package."""

    missing: list[str]
    """What the peer has, in a file in which we found nothing."""
    renamed: list[str]
    """What the peer has, in a file that we give another name or version."""
    only_ours: int


@dataclass(frozen=True)
class Check:
    """One measured value against its targets."""

    measure: str
    image: str
    value: float
    must: float
    """A release fails above."""
    aim: float
    unit: str = ""

    @property
    def mark(self) -> str:
        """How well the target is met."""
        if self.value <= self.aim:
            return "aim"
        return "must" if self.value <= self.must else "MISS"


Results = dict[str, dict[str, dict[str, Series]]]
"""Job, image, tool."""
