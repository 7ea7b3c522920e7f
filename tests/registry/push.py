"""Push tiny images to a registry, in the three requests a blob needs (OCI distribution specification, "Push")."""

from urllib.parse import urljoin

import urllib3

from images.build import OCI_INDEX, OCI_MANIFEST, BuiltImage, digest_of
from registry.real import RunningRegistry
from signing.cosign import Artifact


def push(
    registry: RunningRegistry, repository: str, *images: BuiltImage, tag: str, index: bytes = b"", login: str = ""
) -> None:
    """Push the images by digest, and the index (or the only image) under the tag."""
    headers = urllib3.make_headers(basic_auth=login) if login else {}
    with urllib3.PoolManager(headers=headers, ca_certs=registry.ca_file or None) as http:
        base = f"{registry.scheme}://{registry.host}/v2/{repository}/"
        for image in images:
            for blob in (image.config, *(one.stored for one in image.layers)):
                _blob(http, base, blob)
            name = tag if not index else image.digest
            _manifest(http, f"{base}manifests/{name}", image.manifest, OCI_MANIFEST)
        if index:
            _manifest(http, f"{base}manifests/{tag}", index, OCI_INDEX)


def push_artifact(
    registry: RunningRegistry, repository: str, artifact: Artifact, name: str, *, media_type: str = OCI_MANIFEST
) -> None:
    """Push what lies beside an image, under a tag or its digest."""
    with urllib3.PoolManager(ca_certs=registry.ca_file or None) as http:
        base = f"{registry.scheme}://{registry.host}/v2/{repository}/"
        for blob in artifact.blobs.values():
            _blob(http, base, blob)
        _manifest(http, f"{base}manifests/{name}", artifact.manifest, media_type)


def _blob(http: urllib3.PoolManager, base: str, content: bytes) -> None:
    started = http.request("POST", f"{base}blobs/uploads/")
    assert started.status == 202, started.data
    place = urljoin(base, started.headers["location"])
    separator = "&" if "?" in place else "?"
    stored = http.request("PUT", f"{place}{separator}digest={digest_of(content)}", body=content)
    assert stored.status == 201, stored.data


def _manifest(http: urllib3.PoolManager, url: str, content: bytes, media_type: str) -> None:
    stored = http.request("PUT", url, body=content, headers={**http.headers, "content-type": media_type})
    assert stored.status == 201, stored.data
