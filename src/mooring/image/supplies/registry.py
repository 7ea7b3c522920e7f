"""Signatures in registries: referrers (OCI distribution specification 1.1, "Listing Referrers"), their fallback tag, cosign's tags."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mooring.base.errors import ImageUnavailable, MooringError
from mooring.image.supplies.place import ATTESTATION_TAG, MAX_MANIFESTS, SIGNATURE_TAG, Attached, tag_of
from mooring.image.supplies.rows import Row, rows_of
from mooring.model.image import Descriptor

if TYPE_CHECKING:
    from mooring.image.registries.client.registry import RegistryClient

_TYPES = (
    "application/vnd.dev.sigstore.",
    "application/vnd.dev.cosign",
    "application/vnd.dsse.",
    "application/vnd.in-toto",
)
"""Beginnings of the types of artifacts that may be signatures; others (SBOMs, test results) are not fetched."""
_UNSPECIFIC = ("", "application/vnd.oci.image.config.v1+json", "application/vnd.oci.empty.v1+json")


class RegistryPlace:
    """The repository that an image is in."""

    def __init__(self, client: "RegistryClient") -> None:
        self._client = client

    def attached(self, subjects: tuple[str, ...]) -> Iterator[Attached]:
        """See `SupplyPlace`."""
        seen: set[str] = set()
        for subject in subjects:
            for suffix in (SIGNATURE_TAG, ATTESTATION_TAG):
                yield from self._tagged(subject, suffix)
            try:
                rows = self._referrers(subject)
            except MooringError as error:
                yield Attached(source=f"referrers of {subject}", subject=subject, problem=error.message)
                continue
            for row in rows:
                if row.digest in seen or not _may_be_signature(row.artifact_type):
                    continue
                if len(seen) >= MAX_MANIFESTS:
                    problem = f"{subject} has more than {MAX_MANIFESTS} referrers; the rest was left out"
                    yield Attached(source="referrers", subject=subject, problem=problem)
                    return
                seen.add(row.digest)
                yield self._referrer(subject, row)

    def blob(self, descriptor: Descriptor) -> bytes:
        """A small blob, compared with its digest and size."""
        return self._client.document(descriptor)

    def _tagged(self, subject: str, suffix: str) -> Iterator[Attached]:
        tag = tag_of(subject, suffix)
        try:
            content = self._client.manifest(tag).content
        except ImageUnavailable:
            return
        except MooringError as error:
            yield Attached(source=tag, subject=subject, problem=error.message)
            return
        yield Attached(source=tag, subject=subject, content=content)

    def _referrers(self, subject: str) -> tuple[Row, ...]:
        pages = self._client.referrers(subject)
        if pages is not None:
            return tuple(row for page in pages for row in rows_of(page, f"the referrers of {subject}"))
        tag = tag_of(subject)
        try:
            content = self._client.manifest(tag).content
        except ImageUnavailable:
            return ()
        return rows_of(content, tag)

    def _referrer(self, subject: str, row: Row) -> Attached:
        source = f"referrer {row.digest}"
        try:
            content = self._client.manifest(row.digest).content
        except MooringError as error:
            return Attached(source=source, subject=subject, problem=error.message)
        return Attached(source=source, subject=subject, content=content)


def _may_be_signature(artifact_type: str) -> bool:
    """Whether a referrer of this type is worth fetching; older tools do not say what they push."""
    return artifact_type in _UNSPECIFIC or artifact_type.startswith(_TYPES)
