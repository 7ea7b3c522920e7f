"""Which sockets are there."""

import socket

from mooring.image.sources.daemons.sockets import existing_sockets


def test_only_sockets_count(tmp_path):
    (tmp_path / "file").touch()
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "s"))
        paths = ("", str(tmp_path / "file"), str(tmp_path / "s"), str(tmp_path / "none"), "a\0b")

        assert existing_sockets(paths) == (f"unix://{tmp_path / 's'}",)
