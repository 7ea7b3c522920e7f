"""How Go's modules are written as packages, wherever they are named."""

from mooring.model.facts import PackageFact


def module_package(
    path: str,
    version: str,
    *,
    home: str,
    key: str = "",
    original: str = "",
    depends: tuple[str, ...] = (),
    properties: dict[str, str] | None = None,
    line: int = 0,
    is_root: bool = False,
) -> PackageFact:
    """The package of a module; purl splits a module path at its last slash. `original` is the path that it replaces."""
    namespace, _, name = path.rpartition("/")
    return PackageFact(
        type="golang",
        namespace=namespace,
        name=name,
        version=version,
        key=key,
        home=home,
        provides=(path, original) if original and original != path else (path,),
        depends=depends,
        properties={label: value for label, value in (properties or {}).items() if value},
        line=line,
        language="go",
        is_installed=False,
        is_root=is_root,
    )


def key_of(folder: str, path: str, version: str) -> str:
    """What joins the lines of a folder's go.mod and go.sum."""
    return f"gomod:{folder}:{path}@{version}"


def is_folder(path: str) -> bool:
    """Whether a replacement is a folder and not a module (Go modules reference, "replace directive")."""
    return path.startswith(("./", "../", "/")) or path in (".", "..") or path[1:3] in (":\\", ":/")
