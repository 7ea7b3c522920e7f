"""Podfile.lock: the pods that CocoaPods installed into a project.

Format: CocoaPods Core, `Pod::Lockfile`: YAML; under PODS an entry is `name (version)`, with what it needs as a list
below it. A subspec is written `Pod/Part`; purl (type `cocoapods`) makes the part the subpath. SPEC CHECKSUMS are of
the specification, not of the sources.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, sequence, text
from mooring.packages.formats.lines import LineFinder


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per pod and subspec, with edges."""
    document = mapping(parse_yaml(file.content))
    if "PODS" not in document:
        raise ReadError("is not a lock file of CocoaPods: it has no PODS")
    lines = LineFinder(file.content)
    for entry in sequence(document.get("PODS")):
        for label, needs in mapping(entry).items() or ((text(entry), None),):
            name, _, version = label.partition(" (")
            if name:
                line = lines.line_of(f"- {label}", f'- "{label}')
                yield _package(name, version.removesuffix(")"), needs, document, path=file.path, line=line)


def _package(
    name: str, version: str, needs: Value, document: Mapping[str, Value], *, path: str, line: int
) -> PackageFact:
    pod, _, part = name.partition("/")
    source = {
        **mapping(mapping(document.get("EXTERNAL SOURCES")).get(pod)),
        **mapping(mapping(document.get("CHECKOUT OPTIONS")).get(pod)),
    }
    address, commit = text(source.get(":git")), text(source.get(":commit"))
    properties = {
        "spec_checksum": text(mapping(document.get("SPEC CHECKSUMS")).get(pod)),
        "path": text(source.get(":path")) or text(source.get(":podspec")),
    }
    return PackageFact(
        type="cocoapods",
        name=pod,
        version=version,
        home=path,
        provides=(name,) if part else (),
        depends=tuple(dict.fromkeys(text(need).partition(" (")[0] for need in sequence(needs) if text(need))),
        qualifiers={"vcs_url": f"git+{address}@{commit}" if commit else f"git+{address}"} if "://" in address else {},
        subpath=part,
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="swift",
        is_installed=False,
    )


READER = Reader(
    name="podfile-lock",
    version=1,
    claim=Claim(names=("Podfile.lock",), in_images=False),
    read=read,
    summary="Pods that CocoaPods resolved (Podfile.lock)",
)
