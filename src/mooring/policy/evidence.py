"""Evidence: all that a trigger may look at. It is a stored report, the name it is judged by, and the time; the image is not read again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar, cast

import msgspec

from mooring.model.evidence.content import Content, Need, Secret
from mooring.model.evidence.dockerfile import Dockerfile
from mooring.model.files import FileEntry
from mooring.model.match import Match
from mooring.model.package import Package
from mooring.model.report import ScanReport

Made = TypeVar("Made")


class JudgedName(msgspec.Struct, frozen=True, kw_only=True):
    """The name that mappings are chosen by. Without a tag only `*` patterns match (Anchore: `*/*:*`)."""

    registry: str = "*"
    repository: str = "*"
    tag: str = "*"

    def __str__(self) -> str:
        return "" if self == JudgedName() else f"{self.registry}/{self.repository}:{self.tag}"


class PackageIndex(Protocol):
    """What a registry of packages offers: the data of Anchore's npm and gem feeds."""

    def has(self, package_type: str) -> bool:
        """Whether there are data for this purl type at all."""
        ...

    def versions(self, package_type: str, name: str) -> tuple[str, ...] | None:
        """Every version that the registry offers, the latest last; None where it does not know the package."""
        ...


class Evidence:
    """A report with what a trigger asks of it again and again, looked up once."""

    def __init__(
        self,
        report: ScanReport,
        *,
        now: datetime,
        name: JudgedName | None = None,
        dockerfile: Dockerfile | None = None,
        index: PackageIndex | None = None,
        detected: Mapping[str, str] | None = None,
    ) -> None:
        self.report = report
        self.now = now
        """With a time zone."""
        self.name = name or JudgedName()
        self.dockerfile = dockerfile or report.dockerfile
        """The given one, or one rebuilt from history; None where there is neither."""
        self.index = index
        self.detected = detected or {}
        """`Match.id` to the day (ISO) it was first seen on this image; what is not there counts from the day it was published."""
        self._made: dict[Callable[[Evidence], object], object] = {}

    def once(self, make: Callable[["Evidence"], Made]) -> Made:
        """What `make` gives of this evidence, made when it is first asked for: for look-ups that many rules share. `make` must be a
        function of a module (it is the key), and pure."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @property
    def content(self) -> Content:
        """Content facts."""
        return self.report.inventory.content

    def has(self, need: Need) -> bool:
        """Whether this evidence was gathered."""
        inventory = self.report.inventory
        match need:
            case Need.FILES:
                return inventory.files is not None
            case Need.FILE_DIGESTS:
                return inventory.files is not None and self._has_digests
            case Need.MATCHES:
                return self.report.findings is not None
            case Need.SIGNATURES:
                return self.report.supply is not None and not self.report.supply.problem
            case _:
                return inventory.content.has(need)

    def has_part_of(self, need: Need) -> bool:
        """Whether this evidence was looked for, even where something kept the search from being complete: what was found counts all the
        same. Other evidence than content is there or is not: a signature that could not be fetched says nothing about the image."""
        return self.has(need) or any(search.need is need for search in self.content.searches)

    @cached_property
    def _has_digests(self) -> bool:
        files = [file for file in self.report.inventory.files or () if file.kind == "file"]
        return not files or any(file.sha256 for file in files)

    @cached_property
    def packages(self) -> dict[str, Package]:
        """Packages by id, in the order of the inventory."""
        return {package.id: package for package in self.report.inventory.packages}

    @cached_property
    def files(self) -> dict[str, FileEntry]:
        """Files by path with leading slash, in order; empty where they were not gathered (see `has`)."""
        return {file.path: file for file in self.report.inventory.files or ()}

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """Vulnerabilities that count, highest risk first: no exception, VEX statement or distribution takes them out."""
        findings = self.report.findings
        return tuple(match for match in findings.matches if not match.is_suppressed) if findings else ()

    @cached_property
    def secrets(self) -> tuple[Secret, ...]:
        """Secrets that nobody has accepted. A comment in the image does not count: whoever builds an image does not judge it."""
        return tuple(secret for secret in self.content.told_secrets if not secret.is_accepted_elsewhere)
