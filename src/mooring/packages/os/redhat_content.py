"""Which of Red Hat's content an image was built from: content sets, image labels, module streams.

Red Hat's build system leaves `root/buildinfo/content_manifests/<name-version-release>.json`, newer ones
`usr/share/buildinfo/content-sets.json` and `labels.json`; dnf keeps `etc/dnf/modules.d/<module>.module`. The content
sets decide which of the vendor's streams speak for the packages: those of extended support become the distribution's
channels. Notes on the image: `content_sets:<name of the file>`, `cpe`, `component`, `module:<name>`.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, NoteFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_json, sequence, text

_EXTENDED = re.compile(r"-(?:baseos|appstream|server)-(eus|aus|tus|e4s|els)(?:-|$)")
"""`rhel-8-for-x86_64-baseos-eus-rpms`, `rhel-7-server-els-rpms`: the version of the image says for which release."""
_LABELS = {"cpe": "cpe", "com.redhat.component": "component"}
_MODULE = ("name", "stream", "state")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield what the file says of the distribution and of the image."""
    if file.name.endswith(".module"):
        yield from _modules(file)
        return
    document = mapping(parse_json(file.content))
    if file.name == "labels.json":
        for label, name in _LABELS.items():
            if value := text(document.get(label)):
                yield NoteFact(owner="image", name=name, value=value)
        return
    sets = sorted({text(name) for name in sequence(document.get("content_sets"))} - {""})
    for channel in sorted({found[1] for name in sets if (found := _EXTENDED.search(name))}):
        yield NoteFact(owner="distro", name="channel", value=channel)
    if sets:
        yield NoteFact(owner="image", name=f"content_sets:{file.name.removesuffix('.json')}", value=" ".join(sets))


def _modules(file: LayerFile) -> Iterator[Fact]:
    """The enabled streams of an ini file with a section for each module."""
    section: dict[str, str] = {}
    for line in [*file.text().splitlines(), "["]:
        if line.startswith("["):
            if section.get("name") and section.get("stream") and section.get("state") == "enabled":
                yield NoteFact(owner="image", name=f"module:{section['name']}", value=section["stream"])
            section = {"name": line[1:].partition("]")[0]}
            continue
        key, _, value = line.partition("=")
        if key.strip() in _MODULE and value.strip():
            section[key.strip()] = value.strip()


READER = Reader(
    name="redhat-content",
    version=1,
    claim=Claim(
        folders=("root/buildinfo/content_manifests", "usr/share/buildinfo/content_manifests", "etc/dnf/modules.d"),
        paths=(
            "root/buildinfo/labels.json",
            "root/buildinfo/content-sets.json",
            "usr/share/buildinfo/labels.json",
            "usr/share/buildinfo/content-sets.json",
        ),
        pattern=r"\.(json|module)$",
        max_bytes=16 * 1024 * 1024,
    ),
    read=read,
    summary="content sets, labels and module streams of images built from Red Hat's content",
)
