"""Errata against what the CVE documents of the same workspace said.

A CVE document names source packages, which is exact; an erratum lists all that it ships, whether or not the vulnerability was in it.
So an erratum's rows are taken where no CVE document has said the same: for modules, of which only the erratum knows the packages, and for
vulnerabilities without a document.
"""

import sys
from collections.abc import Iterator

from msgspec.structs import replace

from mooring.feeds.providers.distributions.rpm.redhat_cve import CveDocument
from mooring.feeds.providers.distributions.rpm.redhat_products import product_of
from mooring.feeds.providers.distributions.rpm.redhat_rows import with_releases
from mooring.model.advisory import Advisory, Affected

_DEBUG = ("-debuginfo", "-debugsource", "-debuginfo-common")


class Errata:
    """What was said so far, by erratum."""

    def __init__(self) -> None:
        self.listed: set[str] = set()
        """Errata whose package lists were read."""
        self._covered: set[str] = set()
        self._modules: dict[tuple[str, str], set[str]] = {}

    def add_cve(self, document: CveDocument) -> None:
        """Remember which errata a CVE document resolves, and which modules they fix."""
        for erratum, namespace in document.resolved:
            self._covered.add(_key(erratum, namespace, document.advisory.id))
        for item in document.unresolved:
            if item.module:
                self._modules.setdefault((item.erratum, item.product.namespace), set()).add(item.module)

    def add_vex(self, advisory: Advisory) -> None:
        """Remember what a VEX document says about errata; it names the packages of modules, too."""
        for row in advisory.affected:
            for erratum in row.fix.advisories:
                self._covered.add(_key(erratum, row.namespace, advisory.id))
                self._covered.add(_key(erratum, row.namespace, f"{advisory.id} modular"))

    def fitted(self, erratum: Advisory) -> Advisory:
        """The erratum with the rows that add something."""
        self.listed.add(erratum.id)
        open_cves: dict[tuple[str, bool, tuple[str, ...]], tuple[str, ...]] = {}
        rows: dict[Affected, None] = {}
        for row in map(_placed, erratum.affected):
            if row.name.endswith(_DEBUG):
                continue
            key = (row.namespace, any(".module" in one.high for one in row.ranges), row.vulnerabilities)
            if key not in open_cves:
                open_cves[key] = self._open_cves(erratum, *key)
            rows.update(dict.fromkeys(self._fitted(erratum, row, open_cves[key], is_modular=key[1])))
        return replace(erratum, affected=with_releases(rows))

    def _open_cves(
        self, erratum: Advisory, namespace: str, is_modular: bool, named: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The vulnerabilities of which no document has said that this erratum fixes them here."""
        mark = " modular" if is_modular else ""
        cves = named or erratum.fixes
        return tuple(cve for cve in cves if _key(erratum.id, namespace, cve + mark) not in self._covered)

    def _fitted(
        self, erratum: Advisory, row: Affected, left: tuple[str, ...], *, is_modular: bool
    ) -> Iterator[Affected]:
        if not left and (row.vulnerabilities or erratum.fixes):
            return
        rest = row if len(left) == len(erratum.fixes) else replace(row, vulnerabilities=left)
        labels = self._modules.get((erratum.id, row.namespace), set()) if is_modular else set()
        if not labels or row.module in labels:
            yield rest
            return
        yield from (replace(rest, module=label) for label in sorted(labels))


def _placed(row: Affected) -> Affected:
    """OSV's ecosystems leave layered products in the namespace of their release."""
    if not row.repository or "+" in row.namespace:
        return row
    release = row.ranges[0].high if row.ranges else ""
    product = product_of(row.repository, release)
    return replace(row, namespace=product.namespace) if product is not None else row


def _key(erratum: str, namespace: str, cve: str) -> str:
    return sys.intern(f"{erratum} {namespace} {cve}")
