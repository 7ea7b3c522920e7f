"""Images of the local Docker daemon: `docker:name`, over its socket or $DOCKER_HOST."""

from mooring.image.sources.daemons.sockets import existing_sockets
from mooring.image.sources.source import ImageSource, Opened, SourceOptions


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
    name="docker",
    schemes=("docker", "docker-daemon"),
    description="image of the local Docker daemon",
    guess_order=100,
    is_remote=True,
    recognises=_recognises,
    open=_open,
)
