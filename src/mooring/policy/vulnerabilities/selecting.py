"""What the newer triggers about vulnerabilities share: which matches they look at."""

from collections.abc import Iterable
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Trigger
from mooring.policy.vulnerabilities import words
from mooring.policy.vulnerabilities.rows import ANY, Choice, Row, placed, rows_of


class Selecting(Trigger, frozen=True, kw_only=True):
    """Looks at the matches that count and fulfil all of this; left out, at every one of them."""

    package_type: Annotated[str, words.PACKAGE_TYPE] = ANY
    severity_comparison: Annotated[str, words.SEVERITY_COMPARISON] = ">="
    severity: Annotated[str, words.SEVERITY] = "unknown"
    fix_available: Annotated[bool | None, words.FIX_AVAILABLE] = None
    vendor_only: Annotated[bool, words.VENDOR_ONLY] = False
    package_path_exclude: Annotated[str, words.PATH_EXCLUDE] = ""
    origin: Annotated[str, words.ORIGIN] = "any"

    def needs(self) -> Iterable[Need]:
        """Vulnerabilities."""
        return (Need.MATCHES,)

    def rows(self, evidence: Evidence) -> Iterable[Row]:
        """The matches chosen, highest risk first. Raises RuleError where the origin is asked for and nobody knows it."""
        choice = Choice(
            self.package_type, self.severity_comparison, self.severity, self.vendor_only, self.fix_available
        )
        return placed(rows_of(evidence).chosen(choice), evidence, self.package_path_exclude, self.origin)

    @property
    def words_of_selection(self) -> str:
        """What is chosen, in words that stay the same as long as the parameters do."""
        parts: list[str] = []
        if self.severity_comparison != ">=" or self.severity != "unknown":
            parts.append(f"severity {self.severity_comparison} {self.severity}")
        if self.package_type != ANY:
            parts.append(f"{self.package_type} packages")
        if self.fix_available is not None:
            parts.append("with a fix" if self.fix_available else "without a fix")
        if self.vendor_only:
            parts.append("that the vendor means to fix")
        if self.package_path_exclude:
            parts.append(f"not below {self.package_path_exclude!r}")
        if self.origin != "any":
            parts.append(f"of origin {self.origin}")
        return ", ".join(parts)


def named(row: Row) -> str:
    """The package of a row for people: `openssl 3.0.11`."""
    return f"{row.package.name} {row.package.version}".rstrip()
