"""References to images become packages as the grammar tells them apart."""

import pytest

from mooring.packages.infrastructure.images.reference import image_package

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("reference", "namespace", "name", "version", "registry"),
    [
        ("nginx", "", "nginx", "latest", ""),
        ("nginx:1.27", "", "nginx", "1.27", ""),
        ("docker.io/library/nginx:1.27", "", "nginx", "1.27", ""),
        ("acme/brush:2", "acme", "brush", "2", ""),
        ("registry.example/acme/deep/brush:2", "acme/deep", "brush", "2", "registry.example"),
        ("registry.example:5000/brush", "", "brush", "latest", "registry.example:5000"),
        ("localhost/brush:dev", "", "brush", "dev", "localhost"),
        (f"nginx@{DIGEST}", "", "nginx", DIGEST, ""),
    ],
)
def test_parts(reference, namespace, name, version, registry):
    fact = image_package(reference, home="a")

    assert fact is not None
    assert (fact.type, fact.namespace, fact.name, fact.version) == ("docker", namespace, name, version)
    assert fact.qualifiers.get("repository_url", "") == registry


def test_a_tag_is_the_version_and_the_digest_beside_it_a_property():
    fact = image_package(f"acme/brush:2@{DIGEST}", home="a")

    assert fact is not None
    assert (fact.version, fact.properties) == ("2", {"digest": DIGEST})


@pytest.mark.parametrize("text", ["", "scratch", "a b", "/a", "a//b", "a/", "$IMAGE", "-a"])
def test_other_texts_are_none(text):
    assert image_package(text, home="a") is None
