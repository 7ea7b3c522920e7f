"""A compose file gives the images of its services."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.infrastructure.compose import READER
from packages.lock_files import by_name, read

CONTENT = """\
x-base: &base
  image: registry.example/acme/api:1.2
services:
  api:
    <<: *base
  web:
    image: nginx:${TAG:-1.27}
  own:
    image: acme/own
    build: .
  unknown:
    image: ${IMAGE}
"""


def test_services_give_images_and_builds_do_not():
    packages = by_name(read(READER, "compose.yaml", CONTENT))

    assert set(packages) == {"acme/api@1.2", "nginx@1.27"}
    assert packages["nginx@1.27"].properties == {"service": "web"}
    assert packages["nginx@1.27"].line == 7


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [
        ("compose.yaml", True),
        ("a/docker-compose.yml", True),
        ("docker-compose.prod.yml", True),
        ("docker-compose-dev.yaml", True),
        ("composer.yaml", False),
        ("decompose.yaml", False),
    ],
)
def test_the_usual_names_are_claimed(path, is_claimed):
    assert READER.wants(path) == is_claimed


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="no services"):
        read(READER, "compose.yaml", "a: 1\n")
