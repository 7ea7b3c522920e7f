"""Names of documents and their parts, made of what they are about: the same report gets the same ones."""

import hashlib
import re
import uuid
from datetime import UTC, datetime

from mooring.model.codec import encode
from mooring.model.purl import build_purl
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions

ROOT = "image"
"""What the thing that was scanned is called inside a document."""
_NAMESPACE = uuid.UUID("6f0f2f3e-5a51-5f2c-9d0f-3b1f0a6c7d11")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.\d{1,12})?(Z|z|[+-]\d\d:\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
EPOCH = "1970-01-01T00:00:00Z"


def document_uuid(report: ScanReport, options: RenderOptions, format_name: str) -> uuid.UUID:
    """A UUID of version 5 from everything that the document says."""
    digest = hashlib.sha256()
    for part in (format_name, options.with_files, created(report, options), report.image, report.tool, report.problems):
        digest.update(encode(part))
    inventory = report.inventory
    for group in (inventory.packages, inventory.relations, (inventory.files or ()) if options.with_files else ()):
        for item in group:
            digest.update(encode(item))
    if report.findings is not None:
        digest.update(encode(report.findings))
    return uuid.uuid5(_NAMESPACE, digest.hexdigest())


def created(report: ScanReport, options: RenderOptions) -> str:
    """The time that the document bears, in UTC to the second; the epoch where neither caller nor image tell one."""
    return in_utc(options.created, needs_time=True) or in_utc(report.image.config.created, needs_time=True) or EPOCH


def in_utc(text: str, *, needs_time: bool = False) -> str:
    """The moment in UTC to the second, as RFC 3339 writes it; a day means its beginning. Empty where the text is none."""
    text = text.strip()
    if not needs_time and _DAY.fullmatch(text):
        text = f"{text}T00:00:00Z"
    found = _TIME.fullmatch(text)
    if found is None:
        return ""
    zone = (found[3] or "Z").upper().replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year > 1 else ""


def is_image(report: ScanReport) -> bool:
    """Whether an image was scanned, or an SBOM of one: only images have a manifest digest."""
    return report.image.kind == "image" or bool(report.image.digest)


def image_purl(report: ScanReport) -> str:
    """The package URL of the image (type `oci`); empty where it has no manifest digest or is none."""
    image = report.image
    if not image.digest:
        return ""
    registry_path = repository(report)
    tag = next((tag.rpartition(":")[2] for tag in image.tags if ":" in tag.rpartition("/")[2]), "")
    qualifiers = {"arch": image.config.platform.architecture, "repository_url": registry_path, "tag": tag}
    return build_purl("oci", registry_path.rpartition("/")[2] or "image", version=image.digest, qualifiers=qualifiers)


def repository(report: ScanReport) -> str:
    """Registry and repository of the image, without tag and digest; empty where it has no name."""
    for name in (*report.image.repo_digests, *report.image.tags, report.image.name):
        path = name.partition("@")[0]
        head, separator, last = path.rpartition("/")
        last = last.partition(":")[0]
        if last:
            return f"{head}{separator}{last}".lower()
    return ""
