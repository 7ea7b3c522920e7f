"""Images of podman: `podman:name`, over the socket that `podman system service` opens or $CONTAINER_HOST."""

from mooring.image.sources.daemons.sockets import existing_sockets
from mooring.image.sources.daemons.source import daemon_source
from mooring.image.sources.source import SourceOptions


def _addresses(options: SourceOptions) -> tuple[str, ...]:
    given = options.environment.get("CONTAINER_HOST", "")
    if given:
        return (given,)
    runtime = options.environment.get("XDG_RUNTIME_DIR", "")
    return existing_sockets((f"{runtime}/podman/podman.sock" if runtime else "", "/run/podman/podman.sock"))


SOURCE = daemon_source("podman", ("podman",), "image of podman, whose service must be running", 110, _addresses)
