"""The document that the .NET host reads to find assemblies (dotnet/sdk, "runtime-configuration-file.md",
`deps.json`)."""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.packages.dotnet.projects.nuget import nuget_package
from mooring.packages.formats.documents import Value, mapping, parse_json, text

MAX_LIBRARIES = 50_000
_RUNTIME_PACK = "runtimepack."
_ASSETS = ("runtime", "native", "resources", "runtimeTargets")


def dependencies(content: bytes, home: str, *, folder: str | None) -> Iterator[PackageFact | OwnedFilesFact]:
    """The application and the packages deployed with it, with edges; raises ReadError where the content is no such
    file.
    """
    document = mapping(parse_json(content))
    libraries = mapping(document.get("libraries"))
    targets = _targets(document)
    if not libraries and not targets:
        raise ReadError("is JSON without the 'libraries' and 'targets' of a .NET dependency file")
    if len(libraries) > MAX_LIBRARIES:
        raise ReadError(f"names {len(libraries)} libraries; the limit is {MAX_LIBRARIES}")
    for label in dict.fromkeys([*libraries, *targets]):
        name, _, version = label.partition("/")
        if name:
            target = mapping(targets.get(label))
            yield _package(name, version, mapping(libraries.get(label)), target, home)
            files = list(_files(target, folder)) if folder is not None else []
            if files:
                yield OwnedFilesFact(owner=_key(home, label), paths="\n".join(files).encode("utf-8", "surrogateescape"))


def _targets(document: Mapping[str, Value]) -> Mapping[str, Value]:
    """The libraries of the target that the application runs on; where its name is not among them, the first one's."""
    targets = mapping(document.get("targets"))
    name = text(mapping(document.get("runtimeTarget")).get("name")) or text(document.get("runtimeTarget"))
    chosen = targets.get(name) if name in targets else next(iter(targets.values()), None)
    return mapping(chosen)


def _files(target: Mapping[str, Value], folder: str) -> Iterator[str]:
    """Where publishing puts the files: beside the application, translations by their locale, others as they stand."""
    prefix = f"{folder}/" if folder else ""
    for asset in ("runtime", "native"):
        yield from (prefix + part.rpartition("/")[2] for part in mapping(target.get(asset)))
    for part, row in mapping(target.get("resources")).items():
        locale = text(mapping(row).get("locale"))
        yield prefix + (f"{locale}/" if locale else "") + part.rpartition("/")[2]
    yield from (prefix + part for part in mapping(target.get("runtimeTargets")))


def _key(home: str, label: str) -> str:
    return f"nuget:{home}:{label}"


def _package(
    name: str, version: str, library: Mapping[str, Value], target: Mapping[str, Value], home: str
) -> PackageFact:
    kind = text(library.get("type"))
    needs = [*mapping(target.get("dependencies"))]
    has_files = any(mapping(target.get(asset)) for asset in _ASSETS)
    # A package without any file to load is a build tool, unless it stands for others (a metapackage).
    is_build_tool = kind == "package" and bool(target) and not has_files and not needs
    return nuget_package(
        name.removeprefix(_RUNTIME_PACK),
        version,
        key=_key(home, f"{name}/{version}"),
        home=home,
        depends=[need.removeprefix(_RUNTIME_PACK) for need in needs],
        aliases=[name] if name.startswith(_RUNTIME_PACK) else [],
        scope="build" if is_build_tool else "runtime",
        properties={
            "library_type": kind,
            "content_hash": text(library.get("sha512")),
            "path": text(library.get("path")),
        },
        is_installed=True,
        is_root=kind == "project",
    )
