"""What one Java archive holds that tells who it is: manifest, Maven's files, archives inside.

Maven's archiver puts `META-INF/maven/<groupId>/<artifactId>/pom.properties` and `pom.xml` into what it builds ("Apache
Maven Archiver", addMavenDescriptor); shading keeps those of the libraries merged in.
"""

import msgspec

from mooring.base.errors import ReadError
from mooring.packages.formats.zip import Member, ZipArchive
from mooring.packages.java.archive import manifest
from mooring.packages.java.maven import project
from mooring.packages.java.maven.project import Project, parse_project

ARCHIVE_SUFFIXES = (
    *(
        ".jar",
        ".war",
        ".ear",
        ".par",
        ".sar",
        ".nar",
        ".jpi",
        ".hpi",
        ".kar",
        ".far",
        ".lpkg",
        ".rar",
        ".aar",
        ".zap",
        ".zip",
    ),
)
_MAX_PROPERTIES = 1 << 20
_WANTED = ("manifest.mf", "pom.properties", "pom.xml", *ARCHIVE_SUFFIXES)


class MavenEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One folder with pom.properties, pom.xml or both."""

    path: str
    """Of the file that tells the coordinates."""
    group: str
    artifact: str
    version: str = ""
    project: Project | None = None


class TextAllowance:
    """Bytes of manifests and Maven's files that may still be read of one outermost archive and all nested in it.

    They are parsed at ten megabytes a second, a hundredth of the pace at which they expand. The fattest archives known have five
    million bytes of them.
    """

    def __init__(self) -> None:
        self.left = 64 << 20


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive tells about itself."""

    manifest: dict[str, str]
    maven: tuple[MavenEntry, ...]
    nested: tuple[Member, ...]
    problems: tuple[str, ...]
    """What could not be read of it."""


def read_contents(archive: ZipArchive, allowance: TextAllowance) -> Contents:
    """Manifest and Maven's files, read; the archives inside, named. Damage is told in `problems`."""
    problems: list[str] = []
    texts: dict[str, bytes] = {}
    nested: list[Member] = []
    try:
        for member in archive.find(_WANTED):
            lower = member.name.lower()
            if lower.endswith(ARCHIVE_SUFFIXES):
                nested.append(member)
            elif _is_text(lower) and member.name not in texts:
                try:
                    _read_text(archive, member, texts, allowance)
                except ReadError as error:
                    problems.append(str(error))
    except ReadError as error:
        problems.append(str(error))
    attributes = next((text for name, text in texts.items() if name.lower() == "meta-inf/manifest.mf"), b"")
    return Contents(
        manifest=manifest.parse_manifest(attributes),
        maven=_maven_entries(texts, problems),
        nested=tuple(nested),
        problems=tuple(problems),
    )


def _is_text(name: str) -> bool:
    """Whether a name in lower case is one of ours. A pom.xml elsewhere is a template (Maven archetypes) or a
    resource."""
    if name.endswith("manifest.mf"):
        return name == "meta-inf/manifest.mf"
    if name.endswith("pom.xml"):
        return name.startswith("meta-inf/maven/") and name.endswith("/pom.xml")
    return name == "pom.properties" or name.endswith("/pom.properties")


def _read_text(archive: ZipArchive, member: Member, texts: dict[str, bytes], allowance: TextAllowance) -> None:
    limit = _MAX_PROPERTIES if member.name.endswith("s") else max(project.MAX_BYTES, manifest.MAX_BYTES)
    if member.size > allowance.left:
        raise ReadError("the archive and those nested in it have more of Maven's files than the limit allows")
    allowance.left -= member.size
    texts[member.name] = archive.read(member, max_bytes=limit)


def _maven_entries(texts: dict[str, bytes], problems: list[str]) -> tuple[MavenEntry, ...]:
    """An entry for each set of coordinates, in the order of the archive."""
    found: dict[tuple[str, str, str], MavenEntry] = {}
    done: set[str] = set()
    for name in texts:
        folder = name[: name.rfind("/") + 1]
        if folder in done or name.lower().endswith(".mf"):
            continue
        done.add(folder)
        entry = _maven_entry(folder, texts, problems)
        if entry:
            found.setdefault((entry.group, entry.artifact, entry.version), entry)
    return tuple(found.values())


def _maven_entry(folder: str, texts: dict[str, bytes], problems: list[str]) -> MavenEntry | None:
    """The coordinates of one folder: pom.properties has them resolved; a pom.xml adds what it knows besides."""
    known = parse_properties(texts.get(folder + "pom.properties", b""))
    model = None
    if folder + "pom.xml" in texts:
        try:
            model = parse_project(texts[folder + "pom.xml"])
        except ReadError as error:
            problems.append(f"{folder + 'pom.xml'!r} {error}")
    parts = folder.rstrip("/").split("/")
    by_folder = (parts[2], parts[3]) if len(parts) == 4 and folder.lower().startswith("meta-inf/maven/") else ("", "")
    group = known.get("groupId") or (model.group if model else "") or by_folder[0]
    artifact = known.get("artifactId") or (model.artifact if model else "") or by_folder[1]
    if not group or not artifact:
        return None
    told_by = "pom.properties" if known.get("artifactId") else "pom.xml"
    version = known.get("version") or (model.version if model else "")
    return MavenEntry(path=folder + told_by, group=group, artifact=artifact, version=version, project=model)


def parse_properties(content: bytes) -> dict[str, str]:
    """The filled-in values of a Java properties file (java.util.Properties.load), without its escapes and
    continuations."""
    values: dict[str, str] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        name, mark, value = line.partition("=" if "=" in line else ":")
        name, value = name.strip(), value.strip()
        if mark and not name.startswith(("#", "!")) and manifest.is_filled(value):
            values[name] = value
    return values
