"""Kubernetes manifests: the images of the containers that they ask for.

Format: Kubernetes API reference, "PodSpec": `containers`, `initContainers` and `ephemeralContainers`, wherever a kind
nests its pod template. Templates (`{{ … }}` of Helm) are no manifests before they are rendered, and other YAML files
give nothing.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml_documents, sequence, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.infrastructure.images.reference import image_package

MAX_BYTES = 4 << 20
_LISTS = ("initContainers", "containers", "ephemeralContainers")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield an image per container, those of one kind and reference once."""
    content = file.content
    if not all(word in content for word in (b"apiVersion", b"kind", b"image")) or b"{{" in content:
        return
    lines = LineFinder(content)
    seen: set[tuple[str, str]] = set()
    for document in parse_yaml_documents(content):
        kind = text(mapping(document).get("kind"))
        if not kind or "apiVersion" not in mapping(document):
            continue
        for reference in _images(document):
            line = lines.line_of(reference)
            fact = image_package(reference, home=file.path, line=line, properties={"kind": kind})
            if fact is not None and (kind, reference) not in seen:
                seen.add((kind, reference))
                yield fact


def _images(document: Value) -> Iterator[str]:
    """The references in the order of the document. An alias makes one node appear in many places: it is visited once."""
    waiting: list[Value] = [document]
    visited: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            if id(node) in visited:
                continue
            visited.add(id(node))
        for name in _LISTS:
            for container in sequence(mapping(node).get(name)):
                reference = text(mapping(container).get("image"))
                if reference:
                    yield reference
        children = sequence(node) or [item for name, item in mapping(node).items() if name not in _LISTS]
        waiting.extend(reversed([child for child in children if isinstance(child, dict | list)]))


READER = Reader(
    name="kubernetes",
    version=1,
    claim=Claim(suffixes=(".yaml", ".yml"), max_bytes=MAX_BYTES, in_images=False),
    read=read,
    summary="Images that Kubernetes manifests ask for (*.yaml)",
)
