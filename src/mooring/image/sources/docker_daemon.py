"""Images of the local Docker daemon: `docker:name`, over its socket or $DOCKER_HOST."""

from mooring.image.sources.daemons.sockets import existing_sockets
from mooring.image.sources.daemons.source import daemon_source
from mooring.image.sources.source import SourceOptions


def _addresses(options: SourceOptions) -> tuple[str, ...]:
    """Where the daemon may be: the system's, Docker Desktop's, a rootless one, Colima's, Rancher's."""
    given = options.environment.get("DOCKER_HOST", "")
    if given:
        return (given,)
    home = options.environment.get("HOME", "")
    runtime = options.environment.get("XDG_RUNTIME_DIR", "")
    return existing_sockets(
        (
            "/var/run/docker.sock",
            f"{runtime}/docker.sock" if runtime else "",
            *(f"{home}/{place}/docker.sock" for place in (".docker/run", ".colima/default", ".rd") if home),
        )
    )


SOURCE = daemon_source("docker", ("docker", "docker-daemon"), "image of the local Docker daemon", 100, _addresses)
