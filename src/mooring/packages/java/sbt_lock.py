"""build.sbt.lock, which the plugin sbt-dependency-lock writes.

Format: its README, "Lockfile": JSON with `lockVersion` 1 and `dependencies` of `org`, `name`, `version`,
`configurations` and `artifacts` with a `hash` like `sha1:...`.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text

_NOT_RUNTIME = {"test": "test", "it": "test", "integrationtest": "test", "provided": "peer", "optional": "optional"}


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package for each dependency."""
    for entry in sequence(mapping(parse_json(file.content)).get("dependencies")):
        item = mapping(entry)
        group, name, version = (text(item.get(key)) for key in ("org", "name", "version"))
        if group and name:
            yield PackageFact(
                type="maven",
                namespace=group,
                name=name,
                version=version,
                scope=_scope(item.get("configurations")),
                home=file.path,
                provides=(f"{group}:{name}",),
                properties=_digests(item.get("artifacts")),
                language="scala" if group == "org.scala-lang" else "java",
                is_installed=False,
            )


def _scope(configurations: Value) -> str:
    scopes = {_NOT_RUNTIME.get(text(name).lower(), "runtime") for name in sequence(configurations)}
    return scopes.pop() if len(scopes) == 1 else "runtime"


def _digests(artifacts: Value) -> dict[str, str]:
    """The digest where there is one artifact; of several none is the package's."""
    items = sequence(artifacts)
    if len(items) != 1:
        return {}
    kind, mark, value = text(mapping(items[0]).get("hash")).partition(":")
    return {kind: value} if mark and kind in ("sha1", "sha256") else {}


READER = Reader(
    name="sbt-lock",
    version=1,
    claim=Claim(names=("build.sbt.lock",), in_images=False),
    read=read,
    summary="Lock files of sbt (build.sbt.lock)",
)
