"""Maven artifacts that a Bazel workspace installs: MODULE.bazel, WORKSPACE, and the lock maven_install.json.

Reference: README of rules_jvm_external ("Usage", "Pinning artifacts"), and the Starlark specification.
`maven.install(artifacts=[...])` and `maven_install(...)` list `group:artifact:version`, `maven.artifact(group=...,
artifact=..., version=...)` names one.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.java.bazel.starlark import Call, Expression, calls

_INSTALLS = ("install", "maven_install")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each artifact, in the order of the file."""
    coordinates = _locked(file) if file.name.endswith(".json") else _installed(file)
    for given in dict.fromkeys(coordinates):
        parts = [part.strip() for part in given.split(":")]
        if len(parts) < 2 or not parts[0] or not parts[1]:
            continue
        # group:artifact[:packaging[:classifier]]:version, as Maven's resolver writes it
        qualifiers = {"type": parts[2] if len(parts) > 3 else "", "classifier": parts[3] if len(parts) > 4 else ""}
        yield PackageFact(
            type="maven",
            namespace=parts[0],
            name=parts[1],
            version=parts[-1] if len(parts) > 2 else "",
            home=file.path,
            provides=(f"{parts[0]}:{parts[1]}",),
            qualifiers={name: value for name, value in qualifiers.items() if value and value != "jar"},
            language="java",
            is_installed=False,
        )


def _installed(file: LayerFile) -> Iterator[str]:
    for call in calls(file.text()):
        if call.name in _INSTALLS:
            artifacts = call.named.get("artifacts")
            for item in artifacts if isinstance(artifacts, list) else ():
                yield item if isinstance(item, str) else _artifact(item)
        elif call.name == "artifact":
            yield _artifact(call)


def _artifact(value: Expression) -> str:
    """The coordinates of a call `artifact(...)` by names or positions; empty for anything else."""
    if not isinstance(value, Call) or value.name != "artifact":
        return ""
    given = dict(zip(("group", "artifact", "version"), value.positional, strict=False)) | value.named
    parts = [item if isinstance(item, str) else "" for item in map(given.get, ("group", "artifact", "version"))]
    return ":".join(parts) if parts[0] and parts[1] else ""


def _locked(file: LayerFile) -> Iterator[str]:
    """Lock format 2 has `artifacts` by `group:artifact[:type[:classifier]]`, the one before a `dependency_tree` of
    coordinates."""
    document = mapping(parse_json(file.content))
    for name, entry in mapping(document.get("artifacts")).items():
        yield f"{name}:{text(mapping(entry).get('version'))}"
    tree: Mapping[str, Value] = mapping(document.get("dependency_tree"))
    for entry in sequence(tree.get("dependencies")):
        yield text(mapping(entry).get("coord"))


READER = Reader(
    name="bazel-maven",
    version=1,
    claim=Claim(
        names=("MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel", "maven_install.json"),
        suffixes=(".maven_install.json", ".module.bazel"),
        max_bytes=64 << 20,
        in_images=False,
    ),
    read=read,
    summary="Maven artifacts of Bazel workspaces (MODULE.bazel, WORKSPACE, maven_install.json)",
)
