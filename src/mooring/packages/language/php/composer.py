"""A package as Composer writes it into composer.lock and vendor/composer/installed.json.

Format: getcomposer.org/doc/04-schema.md; both files repeat the composer.json of each package with `version`, `source`
and `dist`.
"""

from collections.abc import Mapping

from mooring.model.facts import PackageFact, Scope
from mooring.packages.formats.documents import Value, mapping, sequence, text


def package_of(
    fields: Mapping[str, Value], *, home: str, key: str, scope: Scope, line: int, is_installed: bool
) -> PackageFact | None:
    """The package of one record; None where it has no name or version.

    What it provides or replaces may be needed by these names too. The platform (`php`, `ext-json`,
    `composer-plugin-api`) has no vendor and is no package.
    """
    full_name, version = text(fields.get("name")), text(fields.get("version"))
    if not full_name or not version:
        return None
    namespace, _, name = full_name.rpartition("/")
    return PackageFact(
        type="composer",
        name=name,
        namespace=namespace,
        version=version,
        key=f"{key}{full_name}" if key else "",
        licenses=_licenses(fields.get("license")),
        scope=scope,
        home=home,
        provides=(full_name, *mapping(fields.get("provide")), *mapping(fields.get("replace"))),
        depends=tuple(needed for needed in mapping(fields.get("require")) if "/" in needed),
        properties=_properties(fields),
        line=line,
        language="php",
        is_installed=is_installed,
    )


def _licenses(value: Value) -> tuple[str, ...]:
    items = sequence(value) or (value,)
    return tuple(dict.fromkeys(name for name in map(text, items) if name))


def _properties(fields: Mapping[str, Value]) -> dict[str, str]:
    """`homepage`, `repository`, `reference` (the commit), `resolved` (the archive) and `kind` (`composer-plugin`,
    `symfony-bundle`).
    """
    source, dist = mapping(fields.get("source")), mapping(fields.get("dist"))
    kind = text(fields.get("type"))
    found = {
        "homepage": text(fields.get("homepage")),
        "repository": text(source.get("url")),
        "reference": text(source.get("reference")) or text(dist.get("reference")),
        "resolved": text(dist.get("url")),
        "sha1": text(dist.get("shasum")),
        "kind": kind if kind != "library" else "",
    }
    return {key: value for key, value in found.items() if value}
