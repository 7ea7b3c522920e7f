"""gradle/verification-metadata.xml: every module that a Gradle build may download, with digests.

Format: Gradle user manual, "Verifying dependencies", schema dependency-verification 1.x. It names plugins, boms and
modules of all configurations alike, so the scope is unknown.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import local_name, parse_xml


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each component."""
    for components in parse_xml(file.content):
        if local_name(components) != "components":
            continue
        for component in components:
            group, name, version = (component.get(key, "").strip() for key in ("group", "name", "version"))
            if local_name(component) == "component" and group and name:
                yield PackageFact(
                    type="maven",
                    namespace=group,
                    name=name,
                    version=version,
                    scope="unknown",
                    home=file.path,
                    provides=(f"{group}:{name}",),
                    properties=_digests(component, f"{name}-{version}.jar"),
                    language="java",
                    is_installed=False,
                )


def _digests(component: Element, wanted: str) -> dict[str, str]:
    """The digests of the module's jar; those of its pom and metadata are of no use to anybody."""
    for artifact in component:
        if artifact.get("name") == wanted:
            found = {local_name(digest): digest.get("value", "") for digest in artifact}
            return {name: found[name] for name in ("sha1", "sha256", "sha512") if found.get(name)}
    return {}


READER = Reader(
    name="gradle-verification",
    version=1,
    claim=Claim(names=("verification-metadata.xml",), in_images=False),
    read=read,
    summary="Gradle dependency verification (gradle/verification-metadata.xml)",
)
