"""Images in a real registry: skipped where `docker-registry` is not installed."""

import pytest

from image.sources.opening import diff_ids, opened
from images.build import OCI_INDEX, as_json, image, layer
from mooring.base.config import RegistryConfig, SecretText
from mooring.base.errors import ImageUnavailable, RegistryDenied, RegistryUnreachable
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform
from registry.push import push
from registry.real import PASSWORD, USER, RunningRegistry, running_registry

BASE = layer({"etc/os-release": b"ID=alpine\n"})
AMD64 = image(BASE, layer({"bin/a": bytes(range(256)) * 4096}, compression="zstd"))
ARM64 = image(BASE, layer({"bin/a": b"arm"}, compression=""), config={"architecture": "arm64"})
HTPASSWD = "mo:$2y$05$abcdefghijklmnopqrstuu7vDnq9RZnLX.d2c2WnMtyjw9yIpG07m\n"


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> RunningRegistry:
    with running_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


def test_a_tag_gives_the_image_and_its_layers(registry):
    push(registry, "team/app", AMD64, tag="1.0")

    found = opened(f"registry:{registry.host}/team/app:1.0")

    assert AMD64.digest == found.description.digest
    assert AMD64.image_id == found.description.image_id
    assert [one.diff_id for one in AMD64.layers] == diff_ids(found)
    assert (f"{registry.host}/team/app:1.0",) == found.description.tags
    assert (f"{registry.host}/team/app@{AMD64.digest}",) == found.description.repo_digests


def test_a_digest_holds_whatever_the_tag_is(registry):
    push(registry, "team/two", AMD64, tag="1.0")
    push(registry, "team/two", ARM64, tag="2.0")

    found = opened(f"{registry.host}/team/two:2.0@{AMD64.digest}")

    assert AMD64.digest == found.description.digest


def test_the_platform_is_chosen_from_the_index(registry):
    rows = [
        AMD64.descriptor(platform={"os": "linux", "architecture": "amd64"}),
        ARM64.descriptor(platform={"os": "linux", "architecture": "arm64"}),
    ]
    index = as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": rows})
    push(registry, "team/multi", AMD64, ARM64, tag="1.0", index=index)

    found = opened(f"{registry.host}/team/multi:1.0", SourceOptions(platform=Platform.parse("arm64")))

    assert ARM64.digest == found.description.digest
    assert len(found.description.repo_digests) == 2
    assert [one.diff_id for one in ARM64.layers] == diff_ids(found)


def test_an_image_that_is_not_there_is_named(registry):
    with pytest.raises(ImageUnavailable, match=r"has no 'team/none:1\.0' \(HTTP 404, MANIFEST_UNKNOWN"):
        opened(f"{registry.host}/team/none:1.0")


def test_a_host_that_does_not_answer_is_unreachable():
    options = SourceOptions(registry=RegistryConfig(max_attempts=1))

    with pytest.raises(RegistryUnreachable, match="could not be reached for app: connection refused"):
        opened("registry:localhost:1/app:1.0", options)


@pytest.fixture(scope="module")
def closed_registry(tmp_path_factory) -> RunningRegistry:
    with running_registry(tmp_path_factory.mktemp("closed"), htpasswd=HTPASSWD, tls=True) as running:
        push(running, "app", AMD64, tag="1.0", login=f"{USER}:{PASSWORD}")
        yield running


def _options(registry, **settings) -> SourceOptions:
    return SourceOptions(registry=RegistryConfig(ca_files={registry.host: registry.ca_file}, **settings))


def test_a_password_opens_a_registry_with_tls(closed_registry):
    options = _options(closed_registry, username=USER, password=SecretText(PASSWORD))

    found = opened(f"{closed_registry.host}/app:1.0", options)

    assert [one.diff_id for one in AMD64.layers] == diff_ids(found)


def test_nobody_is_let_in_without_a_login(closed_registry):
    with pytest.raises(RegistryDenied, match=r"does not show 'app' without a login \(HTTP 401\)") as error:
        opened(f"{closed_registry.host}/app:1.0", _options(closed_registry))

    assert f"run `docker login {closed_registry.host}`, or set MOORING_REGISTRY_TOKEN" == error.value.hint


def test_a_wrong_password_is_refused_and_not_shown(closed_registry):
    options = _options(closed_registry, username=USER, password=SecretText("wr0ng"))

    with pytest.raises(RegistryDenied, match=r"refused the credentials for 'app' \(HTTP 401\)") as error:
        opened(f"{closed_registry.host}/app:1.0", options)

    assert "wr0ng" not in f"{error.value} {error.value.hint} {options!r}"


def test_a_certificate_of_an_unknown_authority_is_refused(closed_registry):
    options = SourceOptions(registry=RegistryConfig(username=USER, password=SecretText(PASSWORD)))

    with pytest.raises(RegistryUnreachable, match="its TLS certificate is not trusted") as error:
        opened(f"{closed_registry.host}/app:1.0", options)

    assert "registry.insecure_hosts" in str(error.value.hint)


def test_an_insecure_host_is_not_verified(closed_registry):
    settings = RegistryConfig(username=USER, password=SecretText(PASSWORD), insecure_hosts=(closed_registry.host,))

    found = opened(f"{closed_registry.host}/app:1.0", SourceOptions(registry=settings))

    assert AMD64.digest == found.description.digest


def test_a_client_certificate_opens_a_registry_that_asks_for_one(tmp_path):
    with running_registry(tmp_path, tls=True, client_tls=True) as running:
        settings = RegistryConfig(ca_file=running.ca_file, max_attempts=1)
        certified = RegistryConfig(
            ca_file=running.ca_file, client_certificates={running.host: str(tmp_path / "client.pem")}
        )

        with pytest.raises(RegistryUnreachable):
            opened(f"{running.host}/app:1.0", SourceOptions(registry=settings))
        with pytest.raises(ImageUnavailable, match="HTTP 404"):
            opened(f"{running.host}/app:1.0", SourceOptions(registry=certified))
