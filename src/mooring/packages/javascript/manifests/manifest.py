"""package.json of an installed package: the fields that an inventory needs, lenient field by field.

Images hold thousands of these, so there are two ways through: a typed decode that builds nothing but the fields below,
and, for the one in a hundred whose fields have other types than npm documents (an author that is a list, dependencies
that are one), a decode of the whole document. Fields: docs.npmjs.com/cli/configuring-npm/package-json,
code.visualstudio.com/api/references/extension-manifest.
"""

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import PackageFact
from mooring.packages.formats.documents import Value, mapping, parse_json, text
from mooring.packages.javascript.manifests.names import declared_licenses, is_name, person, split_name

_LONGEST = 1024
_SHARED_FOLDERS = ("usr/share/nodejs", "usr/lib/nodejs")
"""Where Debian puts packages for all programs (Debian JavaScript policy), looked up like a `node_modules`."""


class Manifest(msgspec.Struct, kw_only=True, gc=False):
    """The fields of a package.json; `object` where published packages differ in type too often."""

    name: str = ""
    version: str = ""
    publisher: str = ""
    private: object = None
    license: object = None
    licenses: object = None
    author: object = None
    homepage: object = None
    repository: object = None
    engines: object = None
    dependencies: dict[str, object] = {}
    optional: dict[str, object] = msgspec.field(default_factory=dict, name="optionalDependencies")
    peers: dict[str, object] = msgspec.field(default_factory=dict, name="peerDependencies")
    peers_meta: object = msgspec.field(default=None, name="peerDependenciesMeta")


_DECODE = msgspec.json.Decoder(Manifest).decode


def read_manifest(content: bytes) -> Manifest:
    """The fields of a package.json; raises ReadError if it is not a JSON object."""
    try:
        return _DECODE(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _read_leniently(content)


def package_of(manifest: Manifest, folder: str, *, key: str = "", inner_path: str = "") -> PackageFact | None:
    """The package whose manifest lies in `folder`; None where it has no name or version, and so is nothing that can be
    installed.

    Node.js finds a dependency by the name of its folder in the nearest `node_modules` above, which is what `home`,
    `provides` and `lookup` say. An extension of Visual Studio Code names its publisher and the editor among its
    engines: npm knows nothing of it.
    """
    full_name, version = manifest.name.strip(), manifest.version.strip()
    if not is_name(full_name) or not is_name(version) or len(full_name) > _LONGEST or len(version) > _LONGEST:
        return None
    home, offered_as = offer(folder)
    if manifest.publisher and "vscode" in mapping(manifest.engines):
        kind, namespace, name = "vscode-extension", manifest.publisher.strip(), full_name
        provides: tuple[str, ...] = ()
    else:
        kind, (namespace, name) = "npm", split_name(full_name)
        provides = (full_name,) if namespace else ()
        if offered_as and offered_as != full_name:
            provides = (offered_as, *provides)
    return PackageFact(
        type=kind,
        name=name,
        namespace=namespace,
        version=version,
        key=key,
        licenses=declared_licenses(manifest.license, manifest.licenses),
        home=home,
        provides=provides,
        depends=needed_names(manifest),
        lookup=folder,
        properties=_properties(manifest, is_bundled=not offered_as and "node_modules/" in folder),
        inner_path=inner_path,
        language="javascript",
    )


def offer(folder: str) -> tuple[str, str]:
    """Where the package in `folder` is offered to others, and by what name; its own folder and '' outside any
    `node_modules`.

    That is the folder which holds the `node_modules`: Node.js looks there from every folder below it. pnpm keeps all
    packages in `node_modules/.pnpm/<id>/node_modules/<name>` and links each to where it is needed. Links are no
    packages, so these are offered above the store, to all who look from within it and from the project.
    """
    at = folder.rfind("node_modules/")
    if at == 0 or (at > 0 and folder[at - 1] == "/"):
        home, name = folder[: max(at - 1, 0)], folder[at + 13 :]
    else:
        home = next((shared for shared in _SHARED_FOLDERS if folder.startswith(shared + "/")), "")
        name = folder[len(home) + 1 :] if home else ""
    if not name or name.count("/") != (1 if name.startswith("@") else 0):
        return folder, ""
    store = f"/{home}".find("/node_modules/.pnpm/")
    return (home[: max(store - 1, 0)] if store >= 0 else home), name


def needed_names(manifest: Manifest) -> tuple[str, ...]:
    """Names that the package needs to run: dependencies, optional ones, and peers that are not optional."""
    names = dict.fromkeys(manifest.dependencies)
    if manifest.optional:
        names.update(dict.fromkeys(manifest.optional))
    if manifest.peers:
        meta = mapping(manifest.peers_meta)
        names.update(
            dict.fromkeys(name for name in manifest.peers if mapping(meta.get(name)).get("optional") is not True)
        )
    return tuple(names)


def _properties(manifest: Manifest, *, is_bundled: bool) -> dict[str, str]:
    """`author`, `homepage`, `repository`, and `private` for what its owner keeps from registries.

    `bundled` is for what lies inside an installed package without being installed for it: a copy of another, or test
    data.
    """
    found = {"bundled": "true"} if is_bundled else {}
    if manifest.author is not None and (author := person(manifest.author)):
        found["author"] = author[:_LONGEST]
    if manifest.homepage is not None and (homepage := text(manifest.homepage)):
        found["homepage"] = homepage[:_LONGEST]
    if manifest.repository is not None:
        repository = text(manifest.repository) or text(mapping(manifest.repository).get("url"))
        if repository:
            found["repository"] = repository[:_LONGEST]
    if manifest.private is True:
        found["private"] = "true"
    return found


def _read_leniently(content: bytes) -> Manifest:
    fields = parse_json(content.decode("utf-8-sig", "replace").encode())
    if not isinstance(fields, dict):
        raise ReadError("is not a package.json: it holds no JSON object")
    return Manifest(
        name=_string(fields.get("name")),
        version=_string(fields.get("version")),
        publisher=_string(fields.get("publisher")),
        private=fields.get("private"),
        license=fields.get("license"),
        licenses=fields.get("licenses"),
        author=fields.get("author"),
        homepage=fields.get("homepage"),
        repository=fields.get("repository"),
        engines=fields.get("engines"),
        dependencies=dict(mapping(fields.get("dependencies"))),
        optional=dict(mapping(fields.get("optionalDependencies"))),
        peers=dict(mapping(fields.get("peerDependencies"))),
        peers_meta=fields.get("peerDependenciesMeta"),
    )


def _string(value: Value) -> str:
    return value if isinstance(value, str) else ""
