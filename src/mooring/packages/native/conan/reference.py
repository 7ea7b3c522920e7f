"""References of Conan: `name/version@user/channel#revision:package#revision`.

Format: Conan documentation, "Conan references", and its lock files, which add `%timestamp`. purl (type `conan`) has the
user as namespace, the channel and revisions as qualifiers.
"""

import re

from mooring.model.facts import PackageFact

_REFERENCE = re.compile(
    r"([^/@#:%\s]+)/(\[[^\]]*\]|[^/@#:%\s]+)(?:@([^/#:%\s]*)(?:/([^#:%\s]*))?)?(?:#([^:%\s]*))?(?:%[^:\s]*)?(?::([^#\s]*)(?:#(\S*))?)?"
)


def conan_package(
    reference: str,
    *,
    home: str,
    scope: str = "runtime",
    provides: tuple[str, ...] = (),
    depends: tuple[str, ...] = (),
    line: int = 0,
    is_root: bool = False,
    is_installed: bool = False,
) -> PackageFact | None:
    """The package of a reference; None for a text that is none. A range (`[>1 <2]`) is a constraint and no version."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        return None
    name, version, user, channel, revision, package_id, package_revision = (part or "" for part in found.groups())
    is_range = version.startswith("[")
    user, channel = ("" if part == "_" else part for part in (user, channel))
    qualifiers = {"channel": channel, "rrev": revision, "prev": package_revision}
    properties = {"package_id": package_id, "constraint": version[1:-1] if is_range else ""}
    return PackageFact(
        type="conan",
        namespace=user,
        name=name,
        version="" if is_range else version,
        scope=scope,
        home=home,
        provides=provides,
        depends=depends,
        qualifiers={label: value for label, value in qualifiers.items() if value},
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="c++",
        is_installed=is_installed,
        is_root=is_root,
    )
