"""pom.xml in a source tree: the project and what it asks for.

Reference: Apache Maven, "POM Reference" and "Introduction to the Dependency Mechanism". One file is read at a time,
so a version that only a parent or an imported bom tells stays empty; a range is no version and is kept as the
property `range`.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.java.maven.project import MAX_BYTES, Dependency, Project, parse_project

_SCOPES = {"test": "test", "provided": "peer", "import": "build"}
"""Maven's scopes; `provided` is what the application server brings along."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project, then each dependency with its version as far as this file tells it."""
    project = parse_project(file.content)
    if project.artifact:
        yield _root(file, project)
    seen: set[tuple[str, str, str, str]] = set()
    for item in project.dependencies:
        same = (item.group, item.artifact, item.version, item.classifier)
        if same not in seen:
            seen.add(same)
            yield _dependency(file, item)


def _root(file: LayerFile, project: Project) -> PackageFact:
    properties = {"packaging": project.packaging}
    if project.homepage:
        properties["homepage"] = project.homepage
    if project.parent and all(project.parent):
        properties["parent"] = ":".join(project.parent)
    return PackageFact(
        type="maven",
        namespace=project.group,
        name=project.artifact,
        version=project.version,
        key=f"pom:{file.path}",
        licenses=project.licenses,
        home=file.path,
        provides=(f"{project.group}:{project.artifact}",),
        depends=tuple(dict.fromkeys(f"{item.group}:{item.artifact}" for item in project.dependencies)),
        properties=properties,
        language="java",
        is_installed=False,
        is_root=True,
    )


def _dependency(file: LayerFile, item: Dependency) -> PackageFact:
    version, properties = pinned(item.version), {}
    if item.version and not version:
        properties["range"] = item.version
    qualifiers = {"classifier": item.classifier, "type": item.packaging if item.packaging != "jar" else ""}
    return PackageFact(
        type="maven",
        namespace=item.group,
        name=item.artifact,
        version=version,
        scope="optional" if item.is_optional else _SCOPES.get(item.scope, "runtime"),
        home=file.path,
        provides=(f"{item.group}:{item.artifact}",),
        qualifiers={name: value for name, value in qualifiers.items() if value},
        properties=properties,
        line=item.line,
        language="java",
        is_installed=False,
    )


def pinned(version: str) -> str:
    """The version that a requirement allows only: `1.0` and `[1.0]`; nothing for a range."""
    inner = version.strip().removeprefix("[").removesuffix("]").strip()
    return "" if any(mark in inner for mark in "[](),") else inner


READER = Reader(
    name="maven-pom",
    version=1,
    claim=Claim(names=("pom.xml",), max_bytes=MAX_BYTES, in_images=False),
    read=read,
    summary="Maven projects (pom.xml): the project and its dependencies",
)
