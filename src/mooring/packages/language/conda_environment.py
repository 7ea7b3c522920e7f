"""What a conda environment should hold: environment.yml.

Format: conda's "Creating an environment file"; an entry is a match specification (`channel::name=version=build`, `name
>=1,<2`), or a mapping of `pip` to requirements. Only `=`, `==` and a bare version name one version; other constraints
are kept as `constraint`.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_yaml, sequence
from mooring.packages.python.standards.requirement import named_package, parse_requirement

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_VERSION = re.compile(r"[0-9][0-9A-Za-z_.!+]*")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each entry, of conda or of pip."""
    document = mapping(parse_yaml(file.content))
    for entry in sequence(document.get("dependencies")):
        if isinstance(entry, str):
            yield from _of_conda(entry, file.path)
            continue
        for text in sequence(mapping(entry).get("pip")):
            requirement = parse_requirement(text) if isinstance(text, str) else None
            if requirement is not None:
                yield named_package(requirement, path=file.path, scope="runtime")


def _of_conda(text: str, path: str) -> Iterator[PackageFact]:
    channel, _, specification = text.partition("[")[0].strip().rpartition("::")
    found = _NAME.match(specification)
    if found is None:
        return
    constraint = specification[found.end() :].strip()
    version, build = _pinned(constraint)
    yield PackageFact(
        type="conda",
        name=found[0],
        version=version,
        home=path,
        qualifiers={name: value for name, value in (("build", build), ("channel", channel)) if value},
        properties={"constraint": constraint} if constraint and not version else {},
        is_installed=False,
    )


def _pinned(constraint: str) -> tuple[str, str]:
    """Version and build of `=1.0=build`, `==1.0` or `1.0 build`; both empty for a pattern or range."""
    version, _, build = constraint.replace("=", " ").strip().partition(" ")
    if constraint[:1] not in ("=", *"0123456789") or not _VERSION.fullmatch(version):
        return "", ""
    return version, build.strip()


READER = Reader(
    name="conda-environment",
    version=1,
    claim=Claim(names=("environment.yml", "environment.yaml"), in_images=False),
    read=read,
    summary="What a conda environment should hold (environment.yml)",
)
