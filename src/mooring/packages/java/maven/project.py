"""A project object model (pom.xml) as one file tells it: coordinates, licences, dependencies.

Reference: "POM Reference" of Apache Maven and its schema maven-4.0.0.xsd. Parents in other files and imported boms
are not looked up: what only they tell stays empty.

The parser is expat with handlers of our own, and not the tree parser of `formats/documents.py`: a war brings 150 of
these files, and all but a few elements of each are passed over.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

import msgspec

from mooring.base.errors import ReadError

MAX_BYTES = 4 << 20
_MAX_DEPTH = 100
_MAX_VALUE = 4096
_MAX_FILLED = 1024
_MAX_PROPERTY = 500
"""Longer properties fill no placeholder: thousands of fields of hundreds of placeholders each must not cost minutes."""
_PLACEHOLDER = re.compile(r"\$\{([^${}]{1,200})\}")
_SECTIONS = frozenset(
    (
        *("groupId", "artifactId", "version", "packaging", "url", "parent", "licenses", "properties", "dependencies"),
        *("dependencyManagement", "profiles"),
    )
)
_PROFILE_SECTIONS = frozenset(("activation", "dependencies", "dependencyManagement", "properties"))


class Dependency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One `<dependency>`, placeholders filled in where the file can."""

    group: str
    artifact: str
    version: str = ""
    scope: str = ""
    classifier: str = ""
    packaging: str = ""
    is_optional: bool = False
    line: int = 0


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """What one pom.xml tells."""

    group: str = ""
    """Own or the parent's."""
    artifact: str = ""
    version: str = ""
    """Own or the parent's; empty where a placeholder in it cannot be filled in."""
    packaging: str = "jar"
    parent: tuple[str, str, str] | None = None
    """Group, artifact and version of the parent."""
    licenses: tuple[str, ...] = ()
    homepage: str = ""
    dependencies: tuple[Dependency, ...] = ()
    """Of the project and of its profiles, versions and scopes completed from the managed ones."""
    managed: tuple[Dependency, ...] = ()


class _Node:
    """An element: its local name, children and text."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.children: list[_Node] = []
        self.text = ""

    def child(self, name: str) -> "_Node | None":
        return next((node for node in self.children if node.name == name), None)

    def value(self, name: str) -> str:
        node = self.child(name)
        return node.text.strip() if node else ""

    def all(self, *names: str) -> list["_Node"]:
        """The elements at the end of a chain of names."""
        nodes = [self]
        for name in names:
            nodes = [child for node in nodes for child in node.children if child.name == name]
        return nodes


class _Builder:
    """Builds nodes of the wanted sections; the rest is counted and dropped."""

    def __init__(self) -> None:
        self.root = _Node("", 0)
        self.parser = ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        # A pom may use entities that no declaration names (`&oslash;`), which Maven knows: they are passed over.
        self.parser.UseForeignDTD(True)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.refuse
        self.stack = [self.root]
        self.skipped = 0
        self.depth = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ReadError(f"is XML of more than {_MAX_DEPTH} levels")
        if self.skipped:
            self.skipped += 1
            return
        name = tag[tag.rfind("}") + 1 :]
        level = len(self.stack)
        if (level == 2 and name not in _SECTIONS) or (
            level == 4 and self.stack[2].name == "profiles" and name not in _PROFILE_SECTIONS
        ):
            self.skipped = 1
            return
        node = _Node(name, self.parser.CurrentLineNumber)
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def end(self, _tag: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
        else:
            self.stack.pop()

    def characters(self, text: str) -> None:
        node = self.stack[-1]
        if not self.skipped and len(node.text) < _MAX_VALUE:
            node.text += text

    def refuse(self, name: str, *_rest: object) -> None:
        raise ReadError(f"is XML that declares the entity {name!r}")


def parse_project(content: bytes) -> Project:
    """The project; raises ReadError where the content is no XML, or its root no `<project>`."""
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise ReadError(f"is not XML: {error}") from None
    finally:
        del (
            builder.parser
        )  # It refers to the builder's methods: a cycle, which would hold the memory until a collection.
    root = builder.root.child("project")
    if root is None:
        raise ReadError("is no Maven project: its root is not <project>")
    return _project(root)


def fill_in(value: str, values: Mapping[str, str]) -> str:
    """The value with its `${placeholders}` replaced where `values` has them, nested ones too."""
    for _ in range(8):
        if "${" not in value or len(value) > _MAX_FILLED:
            return value
        filled = _PLACEHOLDER.sub(lambda match: values.get(match[1].strip(), match[0]), value)
        if filled == value:
            return value
        value = filled
    return value


def _project(root: _Node) -> Project:
    parent = root.child("parent")
    values = _values(root, parent)
    managed = _managed(root, values)
    nodes = [*root.all("dependencies", "dependency"), *root.all("profiles", "profile", "dependencies", "dependency")]
    return Project(
        group=_known(values.get("project.groupId", ""), values),
        artifact=_known(values.get("project.artifactId", ""), values),
        version=_known(values.get("project.version", ""), values),
        packaging=root.value("packaging") or "jar",
        parent=_parent(parent, values),
        licenses=_licenses(root, values),
        homepage=_known(root.value("url"), values),
        dependencies=tuple(_completed(item, managed) for item in _dependencies(nodes, values)),
        managed=tuple(managed.values()),
    )


def _values(root: _Node, parent: _Node | None) -> dict[str, str]:
    """What placeholders stand for: properties, and the project's own coordinates under the prefixes of Maven 1 to 3."""
    values: dict[str, str] = {}
    for section in (*root.all("profiles", "profile", "properties"), *root.all("properties")):
        values.update((node.name, node.text.strip()) for node in section.children if len(node.text) <= _MAX_PROPERTY)
    for name in ("groupId", "artifactId", "version"):
        inherited = parent.value(name) if parent else ""
        own = root.value(name) or (inherited if name != "artifactId" else "")
        for prefix in ("project.", "pom.", ""):
            values.setdefault(prefix + name, own)
        values.setdefault(f"project.parent.{name}", inherited)
        values.setdefault(f"parent.{name}", inherited)
    return values


def _parent(parent: _Node | None, values: Mapping[str, str]) -> tuple[str, str, str] | None:
    if parent is None:
        return None
    group, artifact, version = (_known(parent.value(name), values) for name in ("groupId", "artifactId", "version"))
    return group, artifact, version


def _licenses(root: _Node, values: Mapping[str, str]) -> tuple[str, ...]:
    found = (
        " ".join(fill_in(node.value("name") or node.value("url"), values).split())
        for node in root.all("licenses", "license")
    )
    return tuple(dict.fromkeys(name for name in found if name))


def _managed(root: _Node, values: Mapping[str, str]) -> dict[tuple[str, str], Dependency]:
    """Managed dependencies by group and artifact; imported boms are in other files and left out."""
    chain = ("dependencyManagement", "dependencies", "dependency")
    nodes = [*root.all(*chain), *root.all("profiles", "profile", *chain)]
    found: dict[tuple[str, str], Dependency] = {}
    for item in _dependencies(nodes, values):
        if item.scope != "import":
            found.setdefault((item.group, item.artifact), item)
    return found


def _dependencies(nodes: list[_Node], values: Mapping[str, str]) -> list[Dependency]:
    found = []
    for node in nodes:
        fields = {child.name: _known(child.text.strip(), values) for child in node.children if not child.children}
        group, artifact = fields.get("groupId", ""), fields.get("artifactId", "")
        if not group or not artifact:
            continue
        item = Dependency(
            group=group,
            artifact=artifact,
            version=fields.get("version", ""),
            scope=fields.get("scope", ""),
            classifier=fields.get("classifier", ""),
            packaging=fields.get("type", ""),
            is_optional=fields.get("optional", "").lower() == "true",
            line=node.line,
        )
        found.append(item)
    return found


def _completed(item: Dependency, managed: Mapping[tuple[str, str], Dependency]) -> Dependency:
    known = managed.get((item.group, item.artifact))
    if known is None or (item.version and item.scope):
        return item
    return msgspec.structs.replace(item, version=item.version or known.version, scope=item.scope or known.scope)


def _known(value: str, values: Mapping[str, str]) -> str:
    """The value filled in, or nothing where a placeholder remains: a version `${revision}` is no version."""
    value = fill_in(value, values)
    return "" if "${" in value else value
