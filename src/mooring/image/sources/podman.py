"""Images of podman: `podman:name`, over the socket that `podman system service` opens or $CONTAINER_HOST."""

from mooring.image.sources.daemons.sockets import existing_sockets
from mooring.image.sources.source import ImageSource, Opened, SourceOptions


def _addresses(options: SourceOptions) -> tuple[str, ...]:
    given = options.environment.get("CONTAINER_HOST", "")
    if given:
        return (given,)
    runtime = options.environment.get("XDG_RUNTIME_DIR", "")
    return existing_sockets((f"{runtime}/podman/podman.sock" if runtime else "", "/run/podman/podman.sock"))


def _recognises(text: str, options: SourceOptions) -> bool:
    addresses = _addresses(options)
    if not addresses:
        return False
    from mooring.image.sources.daemons.engine import has_image

    return has_image(SOURCE.name, addresses, text, options)


def _open(text: str, options: SourceOptions) -> Opened:
    from mooring.image.sources.daemons.engine import open_daemon_image

    return open_daemon_image(SOURCE.name, _addresses(options), text, options)


SOURCE = ImageSource(
    name="podman",
    schemes=("podman",),
    description="image of podman, whose service must be running",
    guess_order=110,
    is_remote=True,
    recognises=_recognises,
    open=_open,
)
