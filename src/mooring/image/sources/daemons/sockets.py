"""Which daemons may be running here. Kept apart from the client, which a machine without daemons never imports."""

from pathlib import Path


def existing_sockets(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of the sockets that exist."""
    return tuple(f"unix://{path}" for path in paths if path and _is_socket(path))


def _is_socket(path: str) -> bool:
    try:
        return Path(path).is_socket()
    except (OSError, ValueError):
        return False
