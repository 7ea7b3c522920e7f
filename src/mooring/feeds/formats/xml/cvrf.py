"""CVRF 1.1 advisories (SUSE, openEuler), flattened to the statements that CSAF, which succeeded it, is flattened to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from mooring.base.errors import HostileInput
from mooring.feeds.formats.csaf import CsafProduct, CsafStatement, split_nevra
from mooring.feeds.formats.xml.stream import text_of, xml_record
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected
from mooring.model.severity import Severity, SeverityRating

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_STATEMENTS = 1_000_000
_STATUSES = {
    "fixed": "fixed",
    "first fixed": "fixed",
    "recommended": "fixed",
    "known affected": "affected",
    "affected": "affected",
    "known not affected": "not-affected",
    "unaffected": "not-affected",
    "under investigation": "investigated",
}


class CvrfAdvisory(msgspec.Struct, frozen=True, kw_only=True):
    """One document."""

    id: str
    title: str = ""
    description: str = ""
    severity: str = ""
    published: str = ""
    modified: str = ""
    url: str = ""
    cves: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    scores: tuple[SeverityRating, ...] = ()
    """Of the only vulnerability; empty where there are several."""
    statements: tuple[CsafStatement, ...] = ()


def read_cvrf(file: RawFile, source: str) -> CvrfAdvisory:
    """The advisory of a file; `source` is who rates it. Raises FeedMalformed where it is no CVRF, HostileInput beyond the bounds."""
    document = xml_record(file, "cvrfdoc")
    tracking = document.find("DocumentTracking")
    vulnerabilities = document.findall("Vulnerability")
    addresses = [text_of(one, "URL") for one in document.iterfind("DocumentReferences/Reference")]
    return CvrfAdvisory(
        id=text_of(tracking, "Identification/ID"),
        title=text_of(document, "DocumentTitle"),
        description=_note(document, "Details", "Description", "Summary"),
        severity=_note(document, "Severity") or _impact(vulnerabilities),
        published=text_of(tracking, "InitialReleaseDate"),
        modified=text_of(tracking, "CurrentReleaseDate"),
        url=next((one for one in addresses if one.startswith("http") and "/rating" not in one), ""),
        cves=tuple(dict.fromkeys(filter(None, (text_of(one, "CVE") for one in vulnerabilities)))),
        references=tuple(dict.fromkeys(filter(None, addresses)))[:100],
        scores=tuple(_scores(vulnerabilities[0], source)) if len(vulnerabilities) == 1 else (),
        statements=tuple(_statements(document, vulnerabilities)),
    )


def advisory_of(document: CvrfAdvisory, feed: str, affected: tuple[Affected, ...]) -> Advisory:
    """The document as an advisory of a feed about these packages."""
    return Advisory(
        id=document.id,
        feed=feed,
        url=document.url,
        fixes=document.cves,
        title=document.title,
        description=document.description,
        ratings=document.scores,
        references=document.references,
        published=document.published,
        modified=document.modified,
        affected=affected,
    )


def _note(document: "Element", *titles: str) -> str:
    for title in titles:
        for note in document.iterfind("DocumentNotes/Note"):
            if note.get("Title") == title and (note.text or "").strip():
                return (note.text or "").strip()
    return ""


def _impact(vulnerabilities: "list[Element]") -> str:
    """The worst word that any vulnerability has."""
    words = [text_of(one, "Description") for holder in vulnerabilities for one in holder.iterfind("Threats/Threat")]
    ranks = ["low", "moderate", "medium", "important", "high", "critical"]
    known = [word for word in words if word.lower() in ranks]
    return max(known, key=lambda word: ranks.index(word.lower()), default="")


def _scores(vulnerability: "Element", source: str) -> Iterator[SeverityRating]:
    for one in vulnerability.iterfind("CVSSScoreSets/*"):
        vector = text_of(one, "Vector") or text_of(one, "VectorV3")
        written = text_of(one, "BaseScore") or text_of(one, "BaseScoreV3")
        try:
            score = float(written)
        except ValueError:
            score = None
        if score is not None and not 0 <= score <= 10:
            score = None
        if not vector and score is None:
            continue
        version = vector.partition("/")[0].partition(":")[2] if vector.startswith("CVSS:") else ""
        if not version:
            version = "2.0" if "/Au:" in vector else "3.1"
        full = f"CVSS:{version}/{vector}" if vector and version != "2.0" and not vector.startswith("CVSS:") else vector
        yield SeverityRating(source=source, severity=Severity.UNKNOWN, cvss_version=version, vector=full, score=score)


def _statements(document: "Element", vulnerabilities: "list[Element]") -> Iterator[CsafStatement]:
    products, packages = _products(document)
    count = 0
    for vulnerability in vulnerabilities:
        cve = text_of(vulnerability, "CVE")
        impact = text_of(vulnerability, "Threats/Threat/Description")
        remedy = vulnerability.find("Remediations/Remediation")
        date = (text_of(remedy, "Date") or text_of(remedy, "DATE"))[:10]
        url = text_of(remedy, "URL")
        for group in vulnerability.iterfind("ProductStatuses/Status"):
            status = _STATUSES.get((group.get("Type") or "").lower())
            if status is None:
                continue
            for one in group.iterfind("ProductID"):
                for product in _meant(text_of(one), products, packages):
                    count += 1
                    if count > MAX_STATEMENTS:
                        raise HostileInput(f"a document makes more than {MAX_STATEMENTS} statements")
                    yield CsafStatement(
                        cve, product, status, remedy_url=url, remedy_date=date, impact=impact,
                        remedy="vendor_fix" if status == "fixed" else "",
                    )  # fmt: skip


def _meant(product_id: str, products: dict[str, CsafProduct], packages: list[CsafProduct]) -> Iterator[CsafProduct]:
    """A package of a platform; or, where openEuler names the platform alone, all packages that the document lists for it."""
    product = products.get(product_id)
    if product is None:
        platform, _, label = product_id.partition(":")
        if label:
            name, version, architecture = split_nevra(label)
            yield CsafProduct(platform, platform, "", name, version, architecture)
    elif product.name:
        yield product
    else:
        yield from (
            msgspec.structs.replace(one, platform=product.platform, platform_name=product.platform_name)
            for one in packages
            if one.cpe == product.cpe
        )


def _products(document: "Element") -> tuple[dict[str, CsafProduct], list[CsafProduct]]:
    """Platforms and packages of platforms by their identifier, and the packages as they are listed by architecture."""
    platforms: dict[str, CsafProduct] = {}
    labels: dict[str, str] = {}
    packages: list[CsafProduct] = []
    for branch in document.iterfind("ProductTree//Branch"):
        for full in branch.iterfind("FullProductName"):
            identifier, label, cpe = full.get("ProductID") or "", text_of(full), full.get("CPE") or ""
            kind = branch.get("Type") or ""
            if kind in ("Product Version", "Package Arch"):
                labels[identifier] = label
                name, version, architecture = split_nevra(label)
                packages.append(CsafProduct("", "", cpe, name, version, architecture or branch.get("Name") or ""))
            else:
                platforms[identifier] = CsafProduct(identifier, label, cpe)
    products = dict(platforms)
    for relation in document.iterfind("ProductTree/Relationship"):
        full_name = relation.find("FullProductName")
        identifier = (full_name.get("ProductID") or "") if full_name is not None else ""
        platform = relation.get("RelatesToProductReference") or ""
        component = relation.get("ProductReference") or ""
        name, version, architecture = split_nevra(labels.get(component, component))
        target = platforms.get(platform, CsafProduct(platform, platform, ""))
        products[identifier] = CsafProduct(platform, target.platform_name, target.cpe, name, version, architecture)
    return products, packages
