"""Package facts about one archive: its own package, and those of the libraries merged into it."""

from collections.abc import Iterator

import msgspec

from mooring.model.facts import PackageFact
from mooring.packages.java.archive.contents import Contents, MavenEntry
from mooring.packages.java.archive.identity import Identity, is_jenkins_plugin
from mooring.packages.java.archive.manifest import header_value, is_filled

_DOCUMENTATION = frozenset(("sources", "javadoc", "test-sources", "groovydoc", "scaladoc"))
_RUNTIME_SCOPES = frozenset(("", "compile", "runtime"))
_KEPT_HEADERS = {
    "bundle-symbolicname": "bundle_symbolic_name",
    "automatic-module-name": "module_name",
    "spring-boot-version": "spring_boot_version",
    "hudson-version": "jenkins_version",
    "jenkins-version": "jenkins_version",
}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an archive lies."""

    path: str
    """Of the outermost archive."""
    inner: str = ""
    """Inside it; empty for the outermost archive, nested ones joined by `!`."""
    home: str
    """The folder in which it is offered to others; archives count as folders."""
    parent_key: str = ""
    with_digests: bool = False

    @property
    def key(self) -> str:
        """`java:opt/app.war!WEB-INF/lib/a.jar`."""
        return f"java:{self.path}!{self.inner}" if self.inner else f"java:{self.path}"

    @property
    def name(self) -> str:
        """The archive's file name."""
        full = self.inner or self.path
        return full[max(full.rfind("/"), full.rfind("!")) + 1 :]

    @property
    def folder(self) -> str:
        """The archive as a folder, in which what it contains is at home."""
        return f"{self.home}/{self.name}" if self.home else self.name

    def nested(self, name: str, parent_key: str) -> "Place":
        """The place of an archive inside this one."""
        inner = f"{self.inner}!{name}" if self.inner else name
        folder, slash, _ = name.rpartition("/")
        home = self.folder + slash + folder
        return Place(path=self.path, inner=inner, home=home, parent_key=parent_key, with_digests=self.with_digests)


def own_fact(place: Place, contents: Contents, identity: Identity, sha1: str) -> PackageFact:
    """The package that the archive itself is."""
    model = identity.entry.project if identity.entry else None
    is_plugin = is_jenkins_plugin(place.name, contents.manifest)
    properties = _manifest_properties(contents.manifest, place.name)
    properties |= {"sha1": sha1} if sha1 else {}
    properties["identified_by"] = identity.told_by
    if place.parent_key:
        properties["parent_key"] = place.parent_key
    if is_plugin:
        properties["jenkins_plugin"] = "true"
    if identity.has_guessed_group:
        properties["group_guessed"] = "true"
    if model and model.homepage:
        properties["homepage"] = model.homepage
    return PackageFact(
        type="maven",
        namespace=identity.group,
        name=identity.artifact,
        version=identity.version,
        key=place.key,
        licenses=(model.licenses if model else ()) or _bundle_licenses(contents.manifest.get("bundle-license", "")),
        scope=_scope(identity.classifier),
        home=place.home,
        lookup=_lookup(place, contents),
        provides=_provides(identity, place),
        depends=_plugin_dependencies(contents.manifest) if is_plugin else _dependencies(identity.entry),
        qualifiers={"classifier": identity.classifier} if identity.classifier else {},
        properties=properties,
        inner_path=place.inner,
        language="java",
    )


def merged_facts(place: Place, contents: Contents, own: MavenEntry | None, parent_key: str) -> Iterator[PackageFact]:
    """The packages of libraries whose Maven files the archive has beside its own: children of the package of that
    key."""
    for entry in contents.maven:
        if entry is own or (own and (entry.group, entry.artifact) == (own.group, own.artifact) and not entry.version):
            continue
        properties = {"identified_by": entry.path[entry.path.rfind("/") + 1 :], "merged": "true"}
        if parent_key:
            properties["parent_key"] = parent_key
        yield PackageFact(
            type="maven",
            namespace=entry.group,
            name=entry.artifact,
            version=entry.version,
            key=f"{place.key}#{entry.group}:{entry.artifact}:{entry.version}",
            licenses=entry.project.licenses if entry.project else (),
            home=place.folder,
            provides=(f"{entry.group}:{entry.artifact}",),
            depends=_dependencies(entry),
            properties=properties,
            inner_path=f"{place.inner}!{entry.path}" if place.inner else entry.path,
            language="java",
        )


def _manifest_properties(attributes: dict[str, str], name: str) -> dict[str, str]:
    properties = {"packaging": name[name.rfind(".") + 1 :].lower()}
    for header, known in _KEPT_HEADERS.items():
        value = header_value(attributes.get(header, ""))
        if is_filled(value):
            properties[known] = value
    for header in ("implementation-vendor", "bundle-vendor", "specification-vendor"):
        if is_filled(attributes.get(header, "")):
            properties["vendor"] = attributes[header]
            break
    return properties


def _scope(classifier: str) -> str:
    """Archives of documentation or tests are not what runs."""
    if classifier in _DOCUMENTATION:
        return "dev"
    return "test" if classifier in ("tests", "test") else "runtime"


def _lookup(place: Place, contents: Contents) -> str | None:
    """Where a war finds what it needs: the folder of the first archive inside, or inside itself for merged
    libraries."""
    if contents.nested:
        folder, slash, _ = contents.nested[0].name.rpartition("/")
        return place.folder + slash + folder
    return place.folder if len(contents.maven) > 1 else None


def _provides(identity: Identity, place: Place) -> tuple[str, ...]:
    names = [f"{identity.group}:{identity.artifact}"]
    if identity.artifact.startswith("tomcat-") and identity.told_by == "file name":
        names.append(place.name.rpartition(".")[0].removesuffix(f"-{identity.version}"))
    return tuple(names)


def _dependencies(entry: MavenEntry | None) -> tuple[str, ...]:
    if entry is None or entry.project is None:
        return ()
    needed = (d for d in entry.project.dependencies if d.scope in _RUNTIME_SCOPES and not d.is_optional)
    return tuple(dict.fromkeys(f"{item.group}:{item.artifact}" for item in needed))


def _plugin_dependencies(attributes: dict[str, str]) -> tuple[str, ...]:
    """`Plugin-Dependencies: git:4.0,script-security:1.2;resolution:=optional` (Jenkins developer guide, plugin
    manifest)."""
    given = attributes.get("plugin-dependencies", "").split(",")
    return tuple(item.partition(":")[0].strip() for item in given if item.strip() and "optional" not in item)


def _bundle_licenses(value: str) -> tuple[str, ...]:
    """Bundle-License (OSGi Core 3.2.1.10): clauses `name;link=...`, or prose with commas of its own."""
    if not is_filled(value) or value.startswith("<<"):
        return ()
    if ";" not in value and "://" not in value:
        return (value.strip().strip('"'),)
    names = (header_value(clause) for clause in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name and "=" not in name))
