"""Packages of NuGet as facts. Identifiers are compared without case, so edges go by names in lower case."""

from collections.abc import Iterable

from mooring.model.facts import PackageFact


def nuget_package(
    name: str,
    version: str,
    *,
    home: str,
    key: str = "",
    depends: Iterable[str] = (),
    aliases: Iterable[str] = (),
    scope: str = "runtime",
    properties: dict[str, str] | None = None,
    licenses: tuple[str, ...] = (),
    line: int = 0,
    is_installed: bool = False,
    is_root: bool = False,
) -> PackageFact:
    """A package of type `nuget` that is offered in `home`; empty properties are left out."""
    others = dict.fromkeys([name.lower(), *(alias.lower() for alias in aliases)])
    return PackageFact(
        type="nuget",
        name=name,
        version=version,
        key=key,
        home=home,
        provides=tuple(other for other in others if other != name),
        depends=tuple(dict.fromkeys(other.lower() for other in depends if other)),
        scope=scope,
        properties={key: value for key, value in (properties or {}).items() if value},
        licenses=licenses,
        line=line,
        language="dotnet",
        is_installed=is_installed,
        is_root=is_root,
    )
