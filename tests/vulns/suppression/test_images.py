"""Which image is meant."""

import pytest

from mooring.model.image import ImageConfig, ImageDescription, Platform
from mooring.vulns.suppression.images import fits_image, means_image
from vulns.suppression.small import CONFIG, DIGEST, IMAGE, INDEX

OTHER = "sha256:" + "f" * 64
HUB = ImageDescription(name="nginx:1.27", tags=("nginx:1.27",), repo_digests=(f"nginx@{OTHER}",))
ARCHIVE = ImageDescription(name="app.tar", image_id=CONFIG, tags=("localhost/app:1",))


@pytest.mark.parametrize(
    ("pattern", "image", "fits"),
    [
        ("registry.example/team/app:1.4", IMAGE, True),
        ("registry.example/team/app:*", IMAGE, True),
        ("registry.example/team/app", IMAGE, True),
        ("registry.example/**", IMAGE, True),
        ("registry.example/*", IMAGE, False),
        ("registry.example/team/app:1.5", IMAGE, False),
        ("**/app:*", IMAGE, True),
        ("team/app:*", IMAGE, False),
        (DIGEST, IMAGE, True),
        (INDEX, IMAGE, True),
        (CONFIG, IMAGE, True),
        (OTHER, IMAGE, False),
        (f"registry.example/team/app@{DIGEST}", IMAGE, True),
        (f"registry.example/team/app@{INDEX}", IMAGE, True),
        ("", IMAGE, False),
        ("nginx:*", HUB, True),
        ("docker.io/library/nginx:1.27", HUB, True),
        ("docker.io/library/nginx", HUB, True),
        (OTHER, HUB, True),
        (f"nginx@{OTHER}", HUB, True),
        ("localhost/app:1", ARCHIVE, True),
        ("app.tar", ARCHIVE, True),
    ],
)
def test_a_pattern_fits_an_image_by_name_or_digest(pattern, image, fits):
    assert fits_image(pattern, image) is fits


@pytest.mark.parametrize(
    ("identifier", "image", "means"),
    [
        (f"pkg:oci/app@{DIGEST}", IMAGE, True),
        (f"pkg:oci/app@{DIGEST.replace(':', '%3A')}?repository_url=registry.example/team/app", IMAGE, True),
        (f"pkg:oci/app@{DIGEST}?repository_url=mirror.example/other/app", IMAGE, True),
        (f"pkg:oci/app@{INDEX}?arch=amd64", IMAGE, True),
        (f"pkg:oci/app@{INDEX}?arch=arm64", IMAGE, False),
        (f"pkg:oci/app@{OTHER}?repository_url=registry.example/team/app", IMAGE, False),
        ("pkg:oci/app?repository_url=registry.example/team/app", IMAGE, True),
        ("pkg:oci/app?repository_url=registry.example/team", IMAGE, True),
        ("pkg:oci/app?repository_url=registry.example/team/app&tag=1.4", IMAGE, True),
        ("pkg:oci/app?repository_url=registry.example/team/app&tag=1.5", IMAGE, False),
        ("pkg:oci/app?repository_url=mirror.example/team/app&tag=1.4", IMAGE, False),
        ("pkg:oci/app?tag=1.4", IMAGE, True),
        ("pkg:oci/app", IMAGE, True),
        ("pkg:oci/other", IMAGE, False),
        ("pkg:docker/team/app@1.4?repository_url=registry.example", IMAGE, True),
        ("pkg:docker/nginx@1.27", HUB, True),
        ("pkg:docker/library/nginx@1.27", HUB, True),
        ("pkg:docker/other/nginx@1.27", HUB, False),
        ("pkg:oci/nginx?repository_url=index.docker.io/library", HUB, True),
        (f"pkg:oci/nginx@{OTHER}", HUB, True),
        ("registry.example/team/app:1.4", IMAGE, True),
        ("https://registry.example/team/app:1.4", IMAGE, True),
        ("oci://registry.example/team/app", IMAGE, True),
        ("nginx:1.27", HUB, True),
        ("nginx", HUB, True),
        ("nginx:1.28", HUB, False),
        (DIGEST, IMAGE, True),
        (DIGEST.removeprefix("sha256:"), IMAGE, True),
        (f"registry.example/team/app@{DIGEST}", IMAGE, True),
        (f"registry.example/team/app@{OTHER}", IMAGE, False),
        ("pkg:generic/app.tar", ARCHIVE, True),
        (CONFIG, ARCHIVE, True),
        ("", IMAGE, False),
        ("pkg:", IMAGE, False),
        ("pkg:oci/", IMAGE, False),
        ("pkg:npm/app", IMAGE, False),
        ("Not A Reference", IMAGE, False),
        ("pkg:oci/app?repository_url=registry.example/Team&tag=^", IMAGE, False),
    ],
)
def test_an_identifier_means_an_image(identifier, image, means):
    assert means_image((identifier,), image) is means


def test_a_digest_decides_over_a_tag_that_moved_on():
    assert not means_image((f"pkg:oci/app@{OTHER}", "registry.example/team/app:1.4"), IMAGE)
    assert means_image((f"pkg:oci/other@{DIGEST}", "registry.example/team/old:1.0"), IMAGE)


def test_an_image_without_a_name_is_not_meant_by_nothing():
    bare = ImageDescription(config=ImageConfig(platform=Platform()))

    assert not means_image(("", "app"), bare)
    assert not fits_image("", bare)
    assert not means_image((), IMAGE)
