"""Triggers of ours about packages: by package URL, by what their record says, by who built them and when."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated
from urllib.parse import unquote

from mooring.model.package import Package
from mooring.policy.comparing import COMPARISONS
from mooring.policy.dates import day_of, days_since
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, Trigger
from mooring.policy.packages.choosing import PACKAGE_TYPES, by_name, names_of, of_types
from mooring.policy.packages.versions import compares, is_within
from mooring.policy.parameter import INTEGER, STRING, TRIMMED, BadParameter, Parameter, one_of
from mooring.policy.regex import BadRegex
from mooring.policy.vulnerabilities.naming import anchore_type
from mooring.policy.wildcard import PATTERNS, fits, fits_any

_WORD_COMPARISONS = ("=", "!=", "like", "not_like", "in", "not_in")
_VENDOR_FIELDS = {"rpm": "vendor", "deb": "origin", "opkg": "origin", "apk": "repository_tag"}
"""Property in which a package of this type says where it comes from."""
_UNTOLD = Parameter(
    kind=one_of("ignore", "fire"),
    help="What becomes of packages that do not say it: ignore them, or fire.",
    example="fire",
)


class DeniedPurl(Trigger, frozen=True, kw_only=True):
    """Fires for each package whose package URL fits a pattern."""

    NAME = "denied_purl"
    DESCRIPTION = (
        "Fires for each package whose package URL fits one of the patterns, and whose version lies in the range given. A pattern is "
        "compared with the URL as it is, without its qualifiers, and without its version too; `*` stands for any text."
    )

    purls: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Package URLs, with `*` for any text.",
            example="pkg:npm/event-stream,pkg:maven/log4j/*",
            aliases=("purl",),
        ),
    ]
    versions: Annotated[
        str,
        Parameter(
            kind=STRING,
            help="Range of versions in the order of the package's ecosystem. A version that has no place in it fires. Left out, every "
            "version.",
            example=">= 2.0, < 2.17.1",
        ),
    ] = ""

    def __post_init__(self) -> None:
        """Refuse what is no package URL: it would never fire. Raises BadParameter."""
        for pattern in self.purls:
            if not pattern.startswith(("pkg:", "*", "regexp:")):
                hint = f"write 'pkg:*/{pattern[:60]}'"
                raise BadParameter(
                    f"purls has {pattern[:100]!r}; expected a package URL, or a pattern of one", hint=hint
                )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package. Raises RuleError where the range cannot be read."""
        texts = evidence.once(_by_purl)
        found: set[str] = set()
        for pattern in self.purls:
            found.update(_fitting(pattern, texts))
        for package in evidence.packages.values() if found else ():
            if package.id not in found:
                continue
            if not self.versions or is_within(package, self.versions) is not False:
                yield Fired(message=f"Package is denied: {package.purl}", subject=package.id)


class Metadata(Trigger, frozen=True, kw_only=True):
    """Fires for each package whose name, version and type compare as asked."""

    NAME = "metadata"
    DESCRIPTION = (
        "Fires for each package whose name, version and type compare as given; what is left out is not looked at. Versions are compared in "
        "the order of the package's ecosystem; one that has no place in it fires."
    )

    name: Annotated[
        str, Parameter(kind=TRIMMED, help="Name, or a list joined by commas for in and not_in.", example="openssl")
    ] = ""
    name_comparison: Annotated[
        str,
        Parameter(
            kind=one_of(*_WORD_COMPARISONS),
            help="How the name must compare; like takes `*` for any text.",
            example="like",
        ),
    ] = "="
    version: Annotated[str, Parameter(kind=TRIMMED, help="Version.", example="3.0.0")] = ""
    version_comparison: Annotated[
        str,
        Parameter(
            kind=one_of(*COMPARISONS, "like", "not_like", "in", "not_in"),
            help="How the version must compare.",
            example="<",
        ),
    ] = "="
    type: Annotated[str, Parameter(kind=TRIMMED, help="Purl type, or Anchore's name for it.", example="rpm")] = ""
    type_comparison: Annotated[
        str, Parameter(kind=one_of(*_WORD_COMPARISONS), help="How the type must compare.", example="=")
    ] = "="

    def __post_init__(self) -> None:
        """Refuse a rule that has nothing to compare with. Raises BadParameter."""
        if not (self.name or self.version or self.type):
            raise BadParameter("has neither name nor version nor type, so that there is nothing to compare with")

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        conditions = self._conditions()
        told = self._told()
        for package in by_name(evidence, self.name) if self._is_named else evidence.packages.values():
            if all(condition(package) for condition in conditions):
                yield Fired(
                    message=f"Package {package.name} {package.version} ({package.type}) fulfils: {told}",
                    subject=package.id,
                )

    @property
    def _is_named(self) -> bool:
        return bool(self.name) and self.name_comparison == "="

    def _conditions(self) -> list[Callable[[Package], bool]]:
        found: list[Callable[[Package], bool]] = []
        if self.name and not self._is_named:
            found.append(lambda package: _compares_words(names_of(package), self.name_comparison, self.name))
        if self.type:
            found.append(lambda package: _compares_words(_types(package), self.type_comparison, self.type.lower()))
        if self.version:
            found.append(self._has_version)
        return found

    def _has_version(self, package: Package) -> bool:
        if self.version_comparison not in COMPARISONS:
            return _compares_words((package.version,), self.version_comparison, self.version)
        compared = compares(package, self.version_comparison, self.version)
        return compared is not False

    def _told(self) -> str:
        given = (
            ("name", self.name_comparison, self.name),
            ("version", self.version_comparison, self.version),
            ("type", self.type_comparison, self.type),
        )
        return " and ".join(f"{field} {comparison} {value!r}" for field, comparison, value in given if value)


class ForeignSource(Trigger, frozen=True, kw_only=True):
    """Fires for each package of the distribution that somebody else built."""

    NAME = "source"
    DESCRIPTION = (
        "Fires for each package of a package manager that none of the vendors named has built. What a package says counts: Vendor of an "
        "rpm, Origin of a deb, the tag of the repository of an apk. Debian and Alpine leave it out of their own packages."
    )

    vendors: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Vendors that may be, with `*` for any text; capitals do not matter.",
            example="Red Hat*,Fedora Project",
        ),
    ]
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()
    untold: Annotated[str, _UNTOLD] = "ignore"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package."""
        allowed = tuple(vendor if vendor.startswith("regexp:") else vendor.lower() for vendor in self.vendors)
        for package in of_types(evidence, self.package_type):
            field = _VENDOR_FIELDS.get(package.type)
            if field is None:
                continue
            vendor = package.properties.get(field, "")
            if not vendor and self.untold == "fire":
                yield Fired(message=f"Package {package.name} does not say who built it", subject=package.id)
            elif vendor and not _fits_any(vendor.lower(), allowed):
                yield Fired(
                    message=f"Package {package.name} comes from {vendor!r}, which is not on the list",
                    subject=package.id,
                )


class PackageAge(Trigger, frozen=True, kw_only=True):
    """Fires for each package that was built too long ago."""

    NAME = "age"
    DESCRIPTION = (
        "Fires for each package that was built more than so many days ago. Only packages of Alpine and Arch say "
        "when they were built; where no package says it the rule cannot be evaluated, which is a finding."
    )

    max_days_since_build: Annotated[
        int, Parameter(kind=INTEGER, help="Days since the package was built.", example="365")
    ]
    package_type: Annotated[tuple[str, ...], PACKAGE_TYPES] = ()
    untold: Annotated[str, _UNTOLD] = "ignore"

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One finding for each package. Raises RuleError where no package says when it was built."""
        days = [(package, _built(package)) for package in of_types(evidence, self.package_type)]
        if days and self.untold == "ignore" and all(day is None for _, day in days):
            raise RuleError("none of the packages says when it was built; see the parameter 'untold'")
        for package, day in days:
            if day is None and self.untold == "fire":
                yield Fired(message=f"Package {package.name} does not say when it was built", subject=package.id)
            elif day is not None and days_since(day, evidence.now) > self.max_days_since_build:
                yield Fired(
                    message=f"Package {package.name} {package.version} was built on {day}, more than "
                    f"{self.max_days_since_build} days ago",
                    subject=package.id,
                )


def _purl_texts(purl: str) -> Iterator[str]:
    """The package URL, then without qualifiers, then without version; each with escapes and without."""
    bare = purl.partition("#")[0].partition("?")[0]
    head, at, _ = bare.rpartition("@")
    nameless = head if at and head.count("/") == bare.count("/") else bare
    for text in dict.fromkeys((purl, bare, nameless)):
        yield text
        if "%" in text:
            yield unquote(text)


def _by_purl(evidence: Evidence) -> dict[str, list[str]]:
    """Every text by which a package URL may be meant, to the ids of its packages."""
    found: dict[str, list[str]] = {}
    for package in evidence.packages.values():
        for text in _purl_texts(package.purl):
            found.setdefault(text, []).append(package.id)
    return found


def _fitting(pattern: str, texts: dict[str, list[str]]) -> Iterator[str]:
    """Ids of the packages whose package URL fits. What stands before the first `*` is compared first, since it rules out most."""
    if "*" not in pattern and not pattern.startswith("regexp:"):
        yield from texts.get(pattern, ())
        return
    start = "" if pattern.startswith("regexp:") else pattern.partition("*")[0]
    for text, ids in texts.items():
        if text.startswith(start) and _fits(text, pattern):
            yield from ids


def _types(package: Package) -> tuple[str, ...]:
    return package.type, anchore_type(package).lower()


def _compares_words(have: tuple[str, ...], comparison: str, wanted: str) -> bool:
    """Whether a word of which there are several spellings compares so; the negations hold where no spelling fits."""
    match comparison:
        case "=":
            return wanted in have
        case "!=":
            return wanted not in have
        case "like" | "not_like":
            return any(_fits(one, wanted) for one in have) == (comparison == "like")
        case _:
            listed = {one.strip() for one in wanted.split(",")}
            return (not listed.isdisjoint(have)) == (comparison == "in")


def _fits_any(text: str, patterns: tuple[str, ...]) -> bool:
    return _checked(partial(fits_any, text, patterns))


def _fits(text: str, pattern: str) -> bool:
    return _checked(partial(fits, text, pattern))


def _checked(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except BadRegex as error:
        raise RuleError(f"a pattern is not a regular expression: {error}") from None


def _built(package: Package) -> date | None:
    """The day a package was built; package managers write seconds, SBOMs may write dates."""
    text = package.properties.get("build_time", "")
    if text.isascii() and text.isdigit() and len(text) <= 11:
        return datetime.fromtimestamp(int(text), UTC).date()
    return day_of(text)
