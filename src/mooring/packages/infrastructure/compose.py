"""compose.yaml, docker-compose.yml: the images of the services.

Format: Compose specification, "services" and "Interpolation". The image of a service with `build` is the name of what
is built, not something that is fetched.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_yaml, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.infrastructure.images.reference import image_package
from mooring.packages.infrastructure.images.variables import expanded

MAX_BYTES = 1 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield an image per service; one whose reference needs a variable without default is passed over."""
    document = mapping(parse_yaml(file.content))
    # Before version 2 of the format the services were the document.
    services = mapping(document.get("services")) or ({} if "services" in document else document)
    if not any(mapping(service) for service in services.values()) and "services" not in document:
        raise ReadError("is not a compose file: it has no services")
    lines = LineFinder(file.content)
    for name, row in services.items():
        service = mapping(row)
        given = text(service.get("image"))
        reference = expanded(given, {}) if given and "build" not in service else None
        if reference:
            fact = image_package(
                reference,
                home=file.path,
                line=lines.line_of(given),
                properties={"service": name, "platform": text(service.get("platform"))},
            )
            if fact is not None:
                yield fact


READER = Reader(
    name="compose",
    version=1,
    claim=Claim(
        suffixes=(".yaml", ".yml"),
        pattern=r"(?:^|/)(?:docker-|podman-)?compose(?:[.-][^/]*)?\.ya?ml$",
        max_bytes=MAX_BYTES,
        in_images=False,
    ),
    read=read,
    summary="Images of services (compose.yaml, docker-compose.yml)",
)
