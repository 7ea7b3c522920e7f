"""What the matcher asks of a database; `vulns/database.py` answers from the file."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from mooring.model.advisory import KnownExploited, ReleaseLife
from mooring.model.match import DatabaseState, FeedState
from mooring.model.severity import ExploitPrediction
from mooring.vulns.rows import AffectedRow, RecordRow, VulnerabilityRow


class NamespaceState(msgspec.Struct, frozen=True, kw_only=True):
    """One namespace of a database."""

    name: str
    number: int
    scheme: str
    """Version scheme of its rows, unless a row says otherwise."""
    rows: int
    feeds: tuple[str, ...] = ()
    """That speak in it."""


class Advisories(Protocol):
    """A database, read only. All look-ups are exact; a name that is not there gives nothing."""

    @property
    def state(self) -> DatabaseState: ...

    @property
    def namespaces(self) -> dict[str, NamespaceState]:
        """By name."""
        ...

    def rows(self, namespace: str, name: str) -> Sequence[AffectedRow]:
        """Every statement about the package; the name as `names.normal_name` writes it."""
        ...

    def vulnerability(self, number: int) -> VulnerabilityRow: ...

    def record(self, number: int) -> RecordRow: ...

    def vulnerabilities(self, numbers: Collection[int]) -> Mapping[int, VulnerabilityRow]:
        """Many at once, which is several times as fast as one by one; so are the next two."""
        ...

    def records(self, numbers: Collection[int]) -> Mapping[int, RecordRow]: ...

    def predictions(self, cves: Collection[str]) -> Mapping[str, ExploitPrediction]:
        """Of those that have one."""
        ...

    def feed(self, number: int) -> FeedState: ...

    def find(self, identifier: str) -> Sequence[int]:
        """Numbers of the vulnerabilities that an identifier (CVE, GHSA, DSA, …; any case) means."""
        ...

    def places(self, record: int) -> Sequence[tuple[str, str]]:
        """Namespace and name of every package that an advisory speaks about."""
        ...

    def exploited(self, cve: str) -> Sequence[KnownExploited]: ...

    def prediction(self, cve: str) -> ExploitPrediction | None: ...

    def lives(self, product: str) -> Sequence[ReleaseLife]:
        """Every release of a product (`debian`, `ubuntu`, …) of which the end is known."""
        ...
