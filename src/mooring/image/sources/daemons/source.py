"""What Docker and podman have in common: both answer the Engine API, each at addresses of its own."""

from collections.abc import Callable

from mooring.image.sources.source import ImageSource, Opened, SourceOptions

Addresses = Callable[[SourceOptions], tuple[str, ...]]
"""Where a daemon may be, the likeliest first; none where none runs."""


def daemon_source(
    name: str, schemes: tuple[str, ...], description: str, guess_order: int, addresses: Addresses
) -> ImageSource:
    """The source of a daemon. The client is imported only where there is somebody to ask."""

    def recognises(text: str, options: SourceOptions) -> bool:
        places = addresses(options)
        if not places:
            return False
        from mooring.image.sources.daemons.engine import has_image

        return has_image(name, places, text, options)

    def open_(text: str, options: SourceOptions) -> Opened:
        from mooring.image.sources.daemons.engine import open_daemon_image

        return open_daemon_image(name, addresses(options), text, options)

    return ImageSource(
        name=name,
        schemes=schemes,
        description=description,
        guess_order=guess_order,
        is_remote=True,
        recognises=recognises,
        open=open_,
    )
