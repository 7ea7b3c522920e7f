"""Maven's files of archives that were unpacked: web applications, Jenkins plugins, the layers of Spring Boot images.

Format: see `archive/contents.py`. The folder `META-INF/maven/<groupId>/<artifactId>` keeps files of a build's own resources and of
source trees apart.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.java.archive.contents import parse_properties


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package whose pom.properties this is."""
    known = parse_properties(file.content)
    parts = file.path.split("/")
    group, artifact = known.get("groupId") or parts[-3], known.get("artifactId") or parts[-2]
    if "version" not in known:
        raise ReadError("tells no version")
    yield PackageFact(
        type="maven",
        namespace=group,
        name=artifact,
        version=known["version"],
        key=f"java:{file.path}",
        home="/".join(parts[:-5]),
        provides=(f"{group}:{artifact}",),
        properties={"identified_by": "pom.properties"},
        language="java",
    )


READER = Reader(
    name="java-exploded",
    version=1,
    claim=Claim(
        names=("pom.properties",), pattern=r"(^|/)META-INF/maven/[^/]+/[^/]+/pom\.properties$", max_bytes=1 << 20
    ),
    read=read,
    summary="Unpacked Java archives (META-INF/maven/*/*/pom.properties)",
)
