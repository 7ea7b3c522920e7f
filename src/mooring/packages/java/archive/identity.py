"""Which Maven coordinates an archive goes by.

In this order: the pom.properties or pom.xml that fits the file name, the file name with what the manifest adds, the
manifest. Others among Maven's files are of libraries that were merged in ("shaded").

The file name goes before the manifest, since Maven, Gradle and Ivy write it from the coordinates, while titles and
symbolic names are prose or of other name spaces (OSGi: `org.apache.commons.io` is commons-io). Attributes: "JAR File
Specification", "Package versioning"; OSGi Core, section 3.2.1.
"""

import re

import msgspec

from mooring.packages.java.archive.contents import Contents, MavenEntry
from mooring.packages.java.archive.file_name import FileName, split_file_name, stem_of
from mooring.packages.java.archive.groups import known_group
from mooring.packages.java.archive.manifest import header_value, is_filled

_VERSION = re.compile(r"[vV]?(\d[\w.+~-]{0,99})")
_TOMCAT = re.compile(r"(?:tomcat\d*-)?(.+)")
_NUMBERED = re.compile(r"(?<=[a-z])\d+(?=-)")
_ARTIFACT = re.compile(r"[A-Za-z0-9][\w.-]{1,99}")
_SAYS_NOTHING = frozenset(
    (
        *(
            "app",
            "application",
            "api",
            "archive",
            "boot",
            "build",
            "bundle",
            "classes",
            "client",
            "core",
            "dist",
            "lib",
        ),
        *(
            "library",
            "main",
            "module",
            "original",
            "output",
            "package",
            "plugin",
            "root",
            "runtime",
            "server",
            "service",
        ),
        *("test", "webapp"),
    )
)
_VERSION_HEADERS = ("implementation-version", "plugin-version", "bundle-version", "specification-version", "version")
_GROUP_HEADERS = (
    *("group-id", "implementation-title", "bundle-symbolicname", "automatic-module-name", "extension-name", "name"),
    *("implementation-vendor-id", "specification-title", "start-class", "main-class", "package"),
)
_NAME_HEADERS = (
    "artifact-id",
    "implementation-title",
    "bundle-symbolicname",
    "automatic-module-name",
    "extension-name",
)
_BUNDLE_PREFIXES = (("org.springframework.", "spring-"), ("org.eclipse.jetty.", "jetty-"))
_TOP_LEVELS = frozenset(
    (
        *("ai", "app", "at", "au", "be", "biz", "br", "ca", "cat", "ch", "cloud", "cn", "co", "com", "cz", "de"),
        *("dev", "dk", "edu", "es", "eu", "fi", "fr", "gov", "gr", "hu", "ie", "il", "in", "info", "io", "is"),
        *(
            "it",
            "jakarta",
            "java",
            "javax",
            "jp",
            "kr",
            "me",
            "mil",
            "mobi",
            "name",
            "net",
            "nl",
            "no",
            "nu",
            "nz",
            "org",
        ),
        *("pl", "pro", "pt", "ru", "se", "sg", "sh", "si", "tech", "tk", "tr", "tv", "tw", "ua", "uk", "us"),
        *("xyz", "za"),
    )
)


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The coordinates of an archive, and where they come from."""

    group: str
    artifact: str
    version: str
    classifier: str = ""
    told_by: str = ""
    """`pom.properties`, `pom.xml`, `manifest` or `file name`: the source of the artifact's name."""
    entry: MavenEntry | None = None
    """The archive's own among Maven's files."""
    has_guessed_group: bool = False
    """Nothing names a group; it repeats the artifact, as the old libraries' coordinates do (`junit:junit`)."""


def identify(name: str, contents: Contents) -> Identity:
    """The archive's own coordinates; the group is empty where neither Maven's files, a table nor the manifest tell
    one."""
    attributes, given = contents.manifest, split_file_name(name)
    entry = _own_entry(stem_of(name), given, contents)
    if entry:
        version = entry.version or given.version or manifest_version(attributes)
        told_by = entry.path[entry.path.rfind("/") + 1 :]
        classifier = _classifier(stem_of(name), given, entry.artifact, version)
        return Identity(
            group=entry.group,
            artifact=entry.artifact,
            version=version,
            classifier=classifier,
            told_by=told_by,
            entry=entry,
        )
    if is_jenkins_plugin(name, attributes):
        return _plugin_identity(given, attributes)
    artifact, told_by = _artifact(given, attributes)
    version = given.version if given.version[:1].isdigit() else ""
    if not version or version.endswith(".x"):
        version = manifest_version(attributes) or version
    return Identity(
        group=known_group(artifact) or _manifest_group(attributes, artifact) or _dotted_group(artifact),
        artifact=artifact,
        version=version,
        classifier=given.classifier,
        told_by=told_by,
    )


def is_jenkins_plugin(name: str, attributes: dict[str, str]) -> bool:
    """Whether it is a plugin of Jenkins, whose archives are renamed .jpi, and .jar in distributions."""
    return name.lower().endswith((".hpi", ".jpi")) or ("plugin-version" in attributes and "short-name" in attributes)


def manifest_version(attributes: dict[str, str]) -> str:
    """The version that a manifest tells; prose after it is cut off (`1.4 1855 April 22 2006` is 1.4)."""
    for header in _VERSION_HEADERS:
        found = _VERSION.match(attributes.get(header, ""))
        if found and is_filled(attributes[header]):
            version = found[1].rstrip(".-+~")
            return _of_derby(version) if attributes.get("bundle-symbolicname", "").startswith("derby") else version
    return ""


def _of_derby(version: str) -> str:
    """Apache Derby has four numbers where a bundle may have three: 10.14.2.0 is `10.14.2000000`, 10.8.3.3 is `10.8.3000003`."""
    major, minor, packed = [*version.split("."), "", "", ""][:3]
    if not (packed.isdecimal() and 7 <= len(packed) <= 9):
        return version
    return f"{major}.{minor}.{int(packed) // 1_000_000}.{int(packed) % 1_000_000}"


def says_nothing(artifact: str) -> bool:
    """Whether a name is what anybody calls an archive: `app`, `classes`."""
    return artifact.lower() in _SAYS_NOTHING


def package_group(packages: dict[str, int]) -> str:
    """A groupId from the packages of an archive's classes, counted: what nine of ten share, up to three parts long."""
    counts: dict[tuple[str, ...], int] = {}
    for package, count in packages.items():
        parts = tuple(package.split("/")[:3])
        if len(parts) >= 2 and parts[0] in _TOP_LEVELS:
            for prefix in {parts[:2], parts}:
                counts[prefix] = counts.get(prefix, 0) + count
    if not counts:
        return ""
    family = max((prefix for prefix in counts if len(prefix) == 2), key=lambda prefix: (counts[prefix], prefix))
    for prefix, count in counts.items():
        if len(prefix) == 3 and prefix[:2] == family and count * 10 >= counts[family] * 9:
            return ".".join(prefix)
    return ".".join(family)


def _own_entry(stem: str, given: FileName, contents: Contents) -> MavenEntry | None:
    """The entry that is about the archive itself: the longest name that the file name or the manifest begins with."""
    entries = contents.maven
    fitting = [entry for entry in entries if _fits(stem, given, entry)]
    if fitting:
        return max(fitting, key=lambda entry: (_same_version(entry, given), len(entry.artifact)))
    wanted = {_loose(header_value(contents.manifest.get(header, ""))) for header in _NAME_HEADERS}
    titled = [e for e in entries if {_loose(e.artifact), _loose(f"{e.group}.{e.artifact}")} & wanted]
    if len(titled) == 1 and (not given.version or _same_version(titled[0], given)):
        return titled[0]
    if len(entries) != 1 or not entries[0].path.lower().startswith("meta-inf/maven/"):
        return None
    # A renamed archive (Debian: maven3-core-3.8.7.jar) has one entry, as has one that merged in one library.
    if given.version:
        return entries[0] if _same_version(entries[0], given) else None
    told = manifest_version(contents.manifest)
    return entries[0] if not told or not entries[0].version or entries[0].version.startswith(told) else None


def _fits(stem: str, given: FileName, entry: MavenEntry) -> bool:
    """Whether a file name is `artifact`, `artifact-version...` or `group.artifact...`, compared loosely."""
    loose, artifact = _loose(stem), _loose(given.artifact)
    for name in (_loose(entry.artifact), _loose(f"{entry.group}.{entry.artifact}")):
        if name in (loose, artifact) or (entry.version and loose.startswith(f"{name}-{_loose(entry.version)}")):
            return True
    return False


def _same_version(entry: MavenEntry, given: FileName) -> bool:
    return bool(entry.version) and given.version == entry.version


def _classifier(stem: str, given: FileName, artifact: str, version: str) -> str:
    """What follows the version in the file name: `linux-x86_64`, `sources`."""
    full = f"{artifact}-{version}-"
    if version and stem.startswith(full):
        return stem[len(full) :]
    return given.classifier if given.version == version else ""


def _plugin_identity(given: FileName, attributes: dict[str, str]) -> Identity:
    name = next((attributes[h] for h in ("short-name", "extension-name") if is_filled(attributes.get(h, ""))), "")
    version = attributes.get("plugin-version", "").partition(" ")[0]
    return Identity(
        group=attributes.get("group-id") or "org.jenkins-ci.plugins",
        artifact=name or given.artifact,
        version=version or given.version or manifest_version(attributes),
        told_by="manifest" if name else "file name",
    )


def _artifact(given: FileName, attributes: dict[str, str]) -> tuple[str, str]:
    """The artifact's name, and what told it: the file name, unless it says nothing (`app.jar`) and the manifest
    does."""
    if attributes.get("implementation-title") == "Apache Tomcat" and not says_nothing(given.artifact):
        # Tomcat's own distribution and Debian name files differently from Maven: catalina.jar, tomcat9-catalina.jar.
        match = _TOMCAT.fullmatch(given.artifact)
        return f"tomcat-{match[1] if match else given.artifact}", "file name"
    title = attributes.get("implementation-title", "")
    if title and title == _NUMBERED.sub("", given.artifact, count=1):
        return title, "manifest"  # Debian numbers what it has in several versions: spring3-core is spring-core.
    if given.version.endswith(".x") and "-" in title and _ARTIFACT.fullmatch(title):
        return (
            title,
            "manifest",
        )  # A version that stands for several is Debian's too: spring3-transaction-3.x.jar is spring-tx.
    if given.version or not says_nothing(given.artifact):
        return given.artifact, "file name"
    for header in _NAME_HEADERS:
        value = header_value(attributes.get(header, ""))
        if is_filled(value) and _ARTIFACT.fullmatch(value):
            return _artifact_of_bundle(value), "manifest"
    return given.artifact, "file name"


def _artifact_of_bundle(name: str) -> str:
    """The artifact of a bundle or module: its last part, with what its project puts before it."""
    for start, prefix in _BUNDLE_PREFIXES:
        if name.startswith(start):
            return prefix + name[len(start) :].replace(".", "-")
    return name[name.rfind(".") + 1 :] if name.count(".") > 1 else name


def _manifest_group(attributes: dict[str, str], artifact: str) -> str:
    for header in _GROUP_HEADERS:
        value = attributes.get(header, "")
        organisation, mark, _ = value.partition("#")  # Ivy: `org.elasticsearch#server;8.14.3`
        if mark and _is_group(organisation):
            return organisation
        value = header_value(value).replace("/", ".").strip(".")
        if header in ("main-class", "start-class"):
            value = value.rpartition(".")[0]
        if _is_group(value):
            return _without_artifact(value, artifact)
    return ""


def _without_artifact(name: str, artifact: str) -> str:
    """A group from the name of a module: what is left without the part that is the artifact.

    `org.apache.httpcomponents.httpclient` loses its end; `org.apache.ivy` would be left with less than a group and
    keeps it.
    """
    parts, last = name.split("."), _loose(artifact).rpartition("-")[2]
    tail = _loose(parts[-1])
    is_whole = tail == _loose(artifact)
    if len(parts) >= 4 and (is_whole or tail == last):
        return ".".join(parts[:-1])
    if len(parts) == 3 and ((is_whole and "-" in tail) or (tail == last and not is_whole)):
        return ".".join(parts[:-1])
    return name


def _dotted_group(artifact: str) -> str:
    """The group of an artifact that is named by its bundle: `org.eclipse.sisu.inject` is of org.eclipse.sisu."""
    group = artifact.rpartition(".")[0]
    return group if _is_group(artifact) and group.count(".") else ""


def _is_group(value: str) -> bool:
    parts = value.split(".")
    return (
        len(parts) > 1
        and parts[0] in _TOP_LEVELS
        and all(parts)
        and is_filled(value)
        and _ARTIFACT.fullmatch(value) is not None
    )


def _loose(name: str) -> str:
    return name.lower().replace("_", "-")
