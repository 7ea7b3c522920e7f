"""Podman speaks the same API as Docker; what differs is where it listens."""

import pytest

from mooring.base.errors import RegistryUnreachable
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions


def test_the_address_of_the_environment_is_asked():
    options = SourceOptions(environment={"CONTAINER_HOST": "unix:///nowhere.sock"})

    with pytest.raises(RegistryUnreachable, match=r"podman at unix:///nowhere\.sock"):
        open_image("podman:app:1.0", options)


def test_without_a_socket_podman_is_not_running(tmp_path):
    options = SourceOptions(environment={"XDG_RUNTIME_DIR": str(tmp_path)})

    with pytest.raises(RegistryUnreachable, match="podman is not running here"):
        open_image("podman:app:1.0", options)
