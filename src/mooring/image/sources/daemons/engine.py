"""The Docker Engine API, which podman speaks as well: inspect an image, export it (Engine API 1.41, "Images").

The version is left out of the paths, so every daemon answers with its own.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec

from mooring.base.errors import ImageUnavailable, MooringError, RegistryUnreachable, UsageError
from mooring.base.http import ExchangeFailedError, HttpRequest, Transport
from mooring.image.manifest import check_platform
from mooring.image.platforms import go_architecture
from mooring.image.sources.archives.opened import StreamedArchive
from mooring.image.sources.source import SourceOptions, StreamedDescription, StreamedImage
from mooring.model.image import ImageReference, Platform

_EXPORT_SILENCE_SECONDS = 900.0
"""Docker before 25 packs the whole image before it sends the first byte."""
_GUESS_SECONDS = 1.0
_IMAGE_ID = re.compile(r"(?:sha256:)?[0-9a-f]{12,64}")


class Inspected(msgspec.Struct, frozen=True, rename="pascal"):
    """The part of an inspected image that is used."""

    id: str = ""
    repo_tags: list[str] | None = None
    repo_digests: list[str] | None = None
    os: str = ""
    architecture: str = ""
    variant: str = ""


class Engine:
    """One daemon at one address."""

    def __init__(self, name: str, address: str, transport: Transport, limits_bytes: int) -> None:
        self.name = name
        self.address = address
        self._transport = transport
        self._limit = limits_bytes
        self._base = address if address.startswith("http") else "http://localhost"

    def inspect(self, image: str) -> Inspected | None:
        """What the daemon knows of the image; None where it has none. Raises RegistryUnreachable and HostileInput."""
        try:
            response = self._transport.send(self._request(f"{quote(image, safe='/:@')}/json"))
            if response.status == 404:
                response.close()
                return None
            content = response.read(self._limit, f"what {self.name} says of {image}")
        except ExchangeFailedError as error:
            raise RegistryUnreachable(f"{self.name} at {self.address}: {error.reason}", hint=error.hint) from None
        if response.status != 200:
            raise RegistryUnreachable(
                f"{self.name} at {self.address} did not tell of {image!r} (HTTP {response.status})"
            )
        try:
            return msgspec.json.decode(content, type=Inspected)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise RegistryUnreachable(f"{self.name} at {self.address} gave no answer that can be read") from None

    def export(self, image: str) -> Iterator[bytes]:
        """The image as a `docker save` archive. Raises RegistryUnreachable where it breaks off."""
        try:
            response = self._transport.send(self._request(f"{quote(image, safe='/:@')}/get"))
            if response.status != 200:
                response.close()
                raise RegistryUnreachable(f"{self.name} did not export {image!r} (HTTP {response.status})")
            yield from response.pieces()
        except ExchangeFailedError as error:
            raise RegistryUnreachable(f"{self.name} broke off the export of {image!r}: {error.reason}") from None

    def _request(self, path: str) -> HttpRequest:
        return HttpRequest(method="GET", url=f"{self._base}/images/{path}")


class DaemonImage(StreamedArchive):
    """An export, with the names that only the daemon knows."""

    def __init__(self, engine: Engine, image: str, inspected: Inspected, options: SourceOptions) -> None:
        super().__init__(engine.export(image), wanted="", name=image, source=engine.name, options=options)
        self._inspected = inspected

    def finish(self, diff_ids: Mapping[str, str]) -> StreamedDescription:
        """Describe the image and compare every layer's diffID."""
        found = super().finish(diff_ids)
        description = msgspec.structs.replace(
            found.description,
            tags=tuple(self._inspected.repo_tags or ()) or found.description.tags,
            repo_digests=tuple(self._inspected.repo_digests or ()),
        )
        return msgspec.structs.replace(found, description=description)


def has_image(name: str, addresses: tuple[str, ...], image: str, options: SourceOptions) -> bool:
    """Whether a daemon answers at one of the addresses within a second and has the image. Never raises."""
    if not is_image_name(image):
        return False
    for address in addresses:
        try:
            if _engine(name, address, options, _GUESS_SECONDS).inspect(image) is not None:
                return True
        except MooringError:
            continue
    return False


def open_daemon_image(name: str, addresses: tuple[str, ...], image: str, options: SourceOptions) -> StreamedImage:
    """The image as the first daemon that has it exports it. Raises UsageError and SourceError."""
    if not is_image_name(image):
        ImageReference.parse(image)
    if not addresses:
        raise RegistryUnreachable(
            f"{name} is not running here: there is no socket", hint=f"start {name}, or scan from a registry"
        )
    failure: RegistryUnreachable | None = None
    for address in addresses:
        engine = _engine(name, address, options, _EXPORT_SILENCE_SECONDS)
        try:
            inspected = engine.inspect(image)
        except RegistryUnreachable as error:
            failure = failure or error
            continue
        if inspected is not None:
            _check(inspected, image, options)
            return DaemonImage(engine, image, inspected, options)
    if failure is not None:
        raise failure
    raise ImageUnavailable(
        f"{name} has no image {image!r}", hint=f"run `{name} pull {image}`, or scan registry:{image}"
    )


def is_image_name(text: str) -> bool:
    """Whether the text is a reference or an image's identifier."""
    if _IMAGE_ID.fullmatch(text):
        return True
    try:
        ImageReference.parse(text)
    except UsageError:
        return False
    return True


def _engine(name: str, address: str, options: SourceOptions, silence_seconds: float) -> Engine:
    from mooring.base.transport import TcpTransport, TlsSettings, UnixTransport

    limit = options.limits.max_manifest_bytes
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return Engine(name, address, UnixTransport(parts.path, idle_timeout_seconds=silence_seconds), limit)
    if parts.scheme != "tcp" or not parts.netloc:
        raise UsageError(f"{name} at {address!r} cannot be reached: only unix:// and tcp:// are spoken")
    folder = options.environment.get("DOCKER_CERT_PATH", "")
    is_verified = options.environment.get("DOCKER_TLS_VERIFY", "") not in ("", "0")
    files = [str(Path(folder) / file) for file in ("ca.pem", "cert.pem", "key.pem")] if folder else ["", "", ""]
    tls = TlsSettings(
        is_verified=is_verified or not folder,
        ca_files=(files[0],) if files[0] else (),
        certificate=files[1],
        key=files[2],
    )
    transport = TcpTransport(
        tls=lambda _: tls,
        environment={},
        connect_timeout_seconds=min(options.registry.connect_timeout_seconds, silence_seconds),
        idle_timeout_seconds=silence_seconds,
    )
    scheme = "https" if is_verified or folder else "http"
    return Engine(name, f"{scheme}://{parts.netloc}", transport, limit)


def _check(inspected: Inspected, image: str, options: SourceOptions) -> None:
    found = Platform(
        os=inspected.os or "linux", architecture=go_architecture(inspected.architecture), variant=inspected.variant
    )
    if inspected.architecture:
        check_platform(found, options.platform, image)
