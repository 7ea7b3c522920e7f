"""Images in registries: `registry:name`, or a reference without a scheme when nothing else fits.

Layers are downloaded when they are read, none before; the manifest's digest is the identity of the image.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from mooring.base.errors import BadReference, MooringError, SourceError
from mooring.image.manifest import Resolved, resolve
from mooring.image.registries.auth import Query, find_login
from mooring.image.sources.source import ImageSource, Opened, OpenedImage, SourceOptions
from mooring.image.supplies.place import SupplyPlace
from mooring.model.image import Descriptor, ImageReference, Layer

if TYPE_CHECKING:
    from mooring.base.http import HttpClient
    from mooring.image.registries.client.endpoint import Endpoint
    from mooring.image.registries.client.registry import RegistryClient


class RegistryImage(OpenedImage):
    """An image whose layers are blobs of a registry."""

    def __init__(self, client: "RegistryClient", resolved: Resolved, origin: "RegistryClient") -> None:
        self.description = resolved.description
        self.notes = resolved.notes
        self._client = client
        self._origin = origin

    def open_layer(self, layer: Layer) -> Iterator[bytes]:
        """The layer's bytes as stored."""
        return self._client.blob(Descriptor(media_type=layer.media_type, digest=layer.digest, size=layer.size))

    def supply_places(self) -> tuple[SupplyPlace, ...]:
        """The repository; a mirror may have the image and not its signatures, so then the registry itself, too."""
        from mooring.image.supplies.registry import RegistryPlace

        return tuple(RegistryPlace(client) for client in dict.fromkeys((self._client, self._origin)))

    def close(self) -> None:
        """Connections close with the process; none is held for the image."""


def _recognises(text: str, _options: SourceOptions) -> bool:
    try:
        ImageReference.parse(text)
    except BadReference:
        return False
    return True


def _open(text: str, options: SourceOptions) -> Opened:
    from mooring.image.registries.client.endpoint import endpoints_of, registry_http

    reference = ImageReference.parse(text)
    http = registry_http(options.registry, options.environment)
    passed_over: list[str] = []
    endpoints = endpoints_of(reference.registry, options.registry)
    for endpoint in endpoints:
        client = _client(endpoint, reference, http, options)
        try:
            resolved = _resolve(client, reference, options)
        except SourceError as error:
            if not endpoint.is_mirror:
                raise _with_mirrors(error, passed_over) from None
            passed_over.append(f"mirror {endpoint.host}: {error.message}")
            continue
        notes = (*passed_over, *resolved.notes)
        origin = _client(endpoints[-1], reference, http, options) if endpoint.is_mirror else client
        return RegistryImage(client, msgspec.structs.replace(resolved, notes=notes), origin)
    raise AssertionError("the registry itself is the last endpoint")


def _client(
    endpoint: "Endpoint", reference: ImageReference, http: "HttpClient", options: SourceOptions
) -> "RegistryClient":
    from mooring.image.registries.client.registry import RegistryClient

    query = Query(
        host=endpoint.host,
        repository=reference.repository,
        is_target=not endpoint.is_mirror,
        registry=options.registry,
        environment=options.environment,
    )
    return RegistryClient(
        endpoint,
        reference.repository,
        http,
        login=lambda: find_login(query),
        max_manifest_bytes=options.limits.max_manifest_bytes,
    )


def _resolve(client: "RegistryClient", reference: ImageReference, options: SourceOptions) -> Resolved:
    """The image, identified by digest: where the reference has one, the tag is not asked."""
    fetched = client.manifest(reference.digest or reference.tag)
    known = {fetched.descriptor.digest: fetched.content}

    def fetch(descriptor: Descriptor) -> bytes:
        if descriptor.digest in known:
            return known[descriptor.digest]
        is_manifest = "manifest" in descriptor.media_type or "index" in descriptor.media_type
        if not is_manifest:
            return client.document(descriptor)
        content = client.manifest(descriptor.digest).content
        known[descriptor.digest] = content
        return content

    resolved = resolve(
        (fetched.descriptor,),
        fetch,
        name=reference.familiar,
        source=SOURCE.name,
        platform=options.platform,
        limits=options.limits,
    )
    base = f"{reference.registry}/{reference.repository}"
    found = resolved.description
    description = msgspec.structs.replace(
        found,
        tags=(f"{base}:{reference.tag}",) if reference.tag else (),
        repo_digests=tuple(f"{base}@{digest}" for digest in (found.index_digest, found.digest) if digest),
    )
    return msgspec.structs.replace(resolved, description=description)


def _with_mirrors(error: SourceError, passed_over: list[str]) -> MooringError:
    """The registry's error, with what its mirrors said, so that a misconfigured mirror is seen."""
    if not passed_over:
        return error
    return type(error)(error.message, hint="; ".join([*([error.hint] if error.hint else []), *passed_over]))


SOURCE = ImageSource(
    name="registry",
    schemes=("registry",),
    description="image in a registry, for instance registry.example/team/app:1.0",
    guess_order=200,
    is_remote=True,
    recognises=_recognises,
    open=_open,
)
