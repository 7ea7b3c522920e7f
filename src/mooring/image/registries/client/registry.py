"""The registry API, as far as reading goes: manifests and blobs (OCI distribution specification 1.1, "Pull")."""

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from mooring.base.clock import monotonic_seconds
from mooring.base.errors import (
    DamagedImage,
    HostileInput,
    ImageUnavailable,
    MooringError,
    RegistryUnreachable,
    SourceError,
)
from mooring.base.http import ExchangeFailedError, HttpClient, HttpRequest, HttpResponse
from mooring.image.blobs import check_document, verified
from mooring.image.manifest import MANIFEST_TYPES, OCI_INDEX
from mooring.image.registries.auth import Answer
from mooring.image.registries.client.challenge import parse_challenges
from mooring.image.registries.client.endpoint import Endpoint
from mooring.image.registries.client.tokens import TokenPlace, authorization, denied
from mooring.model.image import Descriptor, is_digest

FOREIGN_TYPES = frozenset(
    {
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
    }
)
_MAX_ERROR_BYTES = 64 * 1024
_MAX_PAGES = 16
_NO_REFERRERS = frozenset({400, 404, 405, 410, 501})
"""What registries without the list answer."""


class _ErrorRow(msgspec.Struct, frozen=True):
    code: str = ""
    message: str = ""


class _Errors(msgspec.Struct, frozen=True):
    errors: list[_ErrorRow] = []


class FetchedManifest(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest or index as the registry gave it, its digest computed from the bytes."""

    content: bytes
    descriptor: Descriptor


class RegistryClient:
    """Reads one repository at one endpoint. May be used from threads and after a fork."""

    def __init__(
        self,
        endpoint: Endpoint,
        repository: str,
        http: HttpClient,
        *,
        login: Callable[[], Answer],
        max_manifest_bytes: int,
    ) -> None:
        self.endpoint = endpoint
        self._repository = "/".join(part for part in (endpoint.prefix, repository) if part)
        self._http = http
        self._login = login
        self._answer: Answer | None = None
        self._authorization = ""
        self._scheme = endpoint.schemes[0] if len(endpoint.schemes) == 1 else ""
        self._max_manifest_bytes = max_manifest_bytes

    def manifest(self, name: str) -> FetchedManifest:
        """The manifest of a tag or digest, compared with the digest. Raises SourceError and HostileInput."""
        attempt = 1
        while True:
            try:
                return self._manifest(name)
            except ExchangeFailedError as error:
                if attempt >= self._http.patience.max_attempts:
                    label = f"the manifest of {self._repository}"
                    raise self._http.unreachable(self._url(""), label, error.reason, attempt) from None
            self._http.wait(attempt)
            attempt += 1

    def referrers(self, digest: str) -> tuple[bytes, ...] | None:
        """The pages of the index of what refers to a manifest; None where the registry has no such list (distribution specification 1.1).

        Raises SourceError and HostileInput.
        """
        pages: list[bytes] = []
        query = ""
        while len(pages) < _MAX_PAGES:
            response = self._get(f"referrers/{digest}{query}", {"accept": OCI_INDEX})
            if response.status in _NO_REFERRERS:
                response.close()
                return tuple(pages) or None
            if response.status != 200:
                raise self._refused(response, f"list of what refers to {digest}")
            try:
                pages.append(response.read(self._max_manifest_bytes, f"the list of what refers to {digest}"))
            except ExchangeFailedError as error:
                raise self._http.unreachable(self._url(""), "the list of referrers", error.reason, 1) from None
            query = _next_query(response.headers.get("link", ""))
            if not query:
                return tuple(pages)
        raise HostileInput(f"{self.endpoint.host} lists more than {_MAX_PAGES} pages of what refers to {digest}")

    def document(self, descriptor: Descriptor) -> bytes:
        """A small blob, compared with its digest and size."""
        if descriptor.size > self._max_manifest_bytes:
            raise DamagedImage(f"{descriptor.digest} is given as {descriptor.size} bytes; a config is far smaller")
        return b"".join(self.blob(descriptor))

    def blob(self, descriptor: Descriptor) -> Iterator[bytes]:
        """The blob's bytes, taken up again where a connection broke off; compared with digest and size at the end."""
        name = f"layer {descriptor.digest}"
        pieces = self._resumed(descriptor, name)
        return verified(pieces, digest=descriptor.digest, size=descriptor.size, name=name)

    def _manifest(self, name: str) -> FetchedManifest:
        response = self._get(f"manifests/{name}", {"accept": ", ".join(MANIFEST_TYPES)})
        if response.status != 200:
            raise self._refused(response, f"'{self._repository}{'@' if is_digest(name) else ':'}{name}'")
        label = f"the manifest of {self._repository}"
        content = response.read(self._max_manifest_bytes, label)
        claimed = name if is_digest(name) else response.headers.get("docker-content-digest", "")
        algorithm = claimed.partition(":")[0] if is_digest(claimed) else "sha256"
        digest = f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}"
        if is_digest(claimed):
            check_document(content, digest=claimed, size=0, name=label)
        media_type = response.headers.get("content-type", "").partition(";")[0].strip()
        return FetchedManifest(
            content=content, descriptor=Descriptor(media_type=media_type, digest=digest, size=len(content))
        )

    def _resumed(self, descriptor: Descriptor, name: str) -> Iterator[bytes]:
        patience = self._http.patience
        deadline = monotonic_seconds() + patience.total_seconds
        passed = failures = 0
        while True:
            before = passed
            reason = "the answer was shorter than the blob"
            try:
                for piece in self._from(descriptor, passed, name):
                    passed += len(piece)
                    yield piece
                    if monotonic_seconds() > deadline:
                        raise self._too_slow(name, patience.total_seconds)
                if passed >= descriptor.size:
                    return
            except ExchangeFailedError as error:
                reason = error.reason
            # Progress earns new attempts: a large layer over a bad line may break off many times.
            failures = 1 if passed > before else failures + 1
            if failures >= patience.max_attempts:
                raise self._http.unreachable(self._url(""), name, f"{reason} after {passed} bytes", failures)
            self._http.wait(failures)

    def _from(self, descriptor: Descriptor, offset: int, name: str) -> Iterator[bytes]:
        """The bytes from the offset on, whether or not the server knows ranges."""
        headers = {"range": f"bytes={offset}-"} if offset else {}
        response = self._get(f"blobs/{descriptor.digest}", headers)
        if response.status not in (200, 206):
            if descriptor.media_type in FOREIGN_TYPES:
                response.close()
                raise ImageUnavailable(f"{name} is a foreign layer, which {self.endpoint.host} does not keep")
            raise self._refused(response, name)
        skip = offset
        if response.status == 206:
            start = response.headers.get("content-range", "").removeprefix("bytes").strip().partition("-")[0]
            if start != str(offset):
                response.close()
                raise ExchangeFailedError("the server answered with another range than was asked for")
            skip = 0
        for piece in response.pieces():
            if skip >= len(piece):
                skip -= len(piece)
                continue
            yield piece[skip:] if skip else piece
            skip = 0

    def _get(self, path: str, headers: dict[str, str]) -> HttpResponse:
        """The answer to an authorised request; a 401 is answered once, also where a token has expired meanwhile."""
        response = self._send(path, headers)
        if response.status != 401:
            return response
        challenges = parse_challenges(response.headers.get("www-authenticate", ""))
        response.close()
        found = self._found()
        place = TokenPlace(
            host=self.endpoint.host,
            repository=self._repository,
            is_plain_http_allowed="http" in self.endpoint.schemes,
        )
        try:
            value = authorization(challenges, found, place, self._http)
        except ExchangeFailedError as error:
            raise RegistryUnreachable(
                f"the token server of {place.host} could not be reached: {error.reason}", hint=error.hint
            ) from None
        if value is None:
            raise denied(place, 401, found)
        self._authorization = value
        response = self._send(path, headers)
        if response.status in (401, 403):
            response.close()
            raise denied(place, response.status, found)
        return response

    def _found(self) -> Answer:
        if self._answer is None:
            self._answer = self._login()
        return self._answer

    def _send(self, path: str, headers: dict[str, str]) -> HttpResponse:
        given = {**headers, "authorization": self._authorization} if self._authorization else headers
        name = self._repository
        schemes = (self._scheme,) if self._scheme else self.endpoint.schemes
        for number, scheme in enumerate(schemes, start=1):
            request = HttpRequest(method="GET", url=self._url(path, scheme), headers=given)
            # Where both schemes are open, one attempt tells which; a server with a bad certificate speaks TLS.
            is_last = number == len(schemes)
            try:
                response = self._http.send(request, name=name, max_attempts=0 if is_last else 1)
            except ExchangeFailedError as error:
                if is_last or error.is_untrusted:
                    raise RegistryUnreachable(f"{self.endpoint.host}: {error.reason}", hint=error.hint) from None
            except SourceError:
                if is_last:
                    raise
            else:
                self._scheme = scheme
                return response
        raise AssertionError("the last scheme returns or raises")

    def _url(self, path: str, scheme: str = "") -> str:
        scheme = scheme or self._scheme or self.endpoint.schemes[0]
        return f"{scheme}://{self.endpoint.server}/v2/{self._repository}/{path}"

    def _too_slow(self, name: str, seconds: float) -> RegistryUnreachable:
        return RegistryUnreachable(
            f"{self.endpoint.host} needed more than {seconds:g} seconds for {name}",
            hint="raise registry.total_timeout_seconds",
        )

    def _refused(self, response: HttpResponse, subject: str) -> SourceError:
        """The error for an answer that is none of those that were hoped for."""
        host, status = self.endpoint.host, response.status
        try:
            said = _said(response.read(_MAX_ERROR_BYTES, "the answer"))
        except (ExchangeFailedError, MooringError):
            # A long error page is some proxy's and says nothing of the registry.
            said = ""
        if status in (401, 403):
            place = TokenPlace(host=host, repository=self._repository, is_plain_http_allowed=False)
            return denied(place, status, self._found())
        if status in (404, 410):
            return ImageUnavailable(f"{host} has no {subject} (HTTP {status}{said})")
        if status == 429:
            hint = "log in with `docker login`, wait, or name a mirror in registry.mirrors"
            return RegistryUnreachable(f"{host} limits how often it is asked (HTTP 429{said})", hint=hint)
        return RegistryUnreachable(f"{host} did not give {subject} (HTTP {status}{said})")


def _next_query(link: str) -> str:
    """The query of the next page (RFC 8288); its host and path are not followed, which are ours to choose."""
    target, _, relation = link.partition(">")
    if not target.startswith("<") or "next" not in relation:
        return ""
    _, mark, query = target.partition("?")
    return mark + query if mark and query.isascii() and query.isprintable() and " " not in query else ""


def _said(content: bytes) -> str:
    """The registry's own code and message, made safe for a line of text."""
    try:
        rows = msgspec.json.decode(content, type=_Errors).errors
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    words = f"{rows[0].code}: {rows[0].message}" if rows else ""
    return ", " + "".join(char if char.isprintable() else " " for char in words[:200]) if words else ""
