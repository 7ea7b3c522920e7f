"""Gradle's lock files: gradle.lockfile, buildscript-gradle.lockfile, and one for each configuration before Gradle 7.

Format: Gradle user manual, "Locking dependency versions": `group:artifact:version=configuration,configuration` a
line, and a last line `empty=...`. The old files in gradle/dependency-locks have no `=`; their name is the
configuration.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_BUILD = (
    "annotationprocessor",
    "kapt",
    "ksp",
    "checkstyle",
    "pmd",
    "jacoco",
    "spotbugs",
    "detekt",
    "ktlint",
    "errorprone",
)


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each locked module."""
    of_file = file.name.removesuffix(".lockfile") if "/dependency-locks/" in f"/{file.path}" else ""
    for number, line in enumerate(file.text().splitlines(), start=1):
        line = line.strip()
        module, mark, configurations = line.partition("=")
        parts = module.strip().split(":")
        if line.startswith("#") or len(parts) != 3 or not all(parts) or not (mark or of_file):
            continue
        yield PackageFact(
            type="maven",
            namespace=parts[0],
            name=parts[1],
            version=parts[2],
            scope=_scope([name.strip().lower() for name in (configurations or of_file).split(",")], file.name),
            home=file.path,
            provides=(f"{parts[0]}:{parts[1]}",),
            line=number,
            language="java",
            is_installed=False,
        )


def _scope(configurations: list[str], name: str) -> str:
    """Runtime, unless every configuration is one of tests, or of tools that the build runs."""
    if name.startswith("buildscript-"):
        return "build"
    if all("test" in configuration for configuration in configurations):
        return "test"
    is_tool = [configuration.startswith(_BUILD) or "processor" in configuration for configuration in configurations]
    return "build" if all(is_tool) else "runtime"


READER = Reader(
    name="gradle-lock",
    version=1,
    claim=Claim(suffixes=(".lockfile",), pattern=r"gradle\.lockfile$|/dependency-locks/[^/]+$", in_images=False),
    read=read,
    summary="Gradle lock files (gradle.lockfile, gradle/dependency-locks)",
)
