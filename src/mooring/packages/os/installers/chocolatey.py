"""Chocolatey: the nuspec of each installed package, `ProgramData/chocolatey/lib/<id>/<id>.nuspec` (NuGet's .nuspec reference)."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.packages.formats.documents import local_name, parse_xml

_KEPT = {
    "title": "title",
    "authors": "vendor",
    "projectUrl": "homepage",
    "licenseUrl": "license_url",
    "summary": "summary",
}


def nuspec(content: bytes) -> Iterator[Fact]:
    """The package, with the packages that it needs."""
    root = parse_xml(content)
    metadata = next((element for element in root if local_name(element) == "metadata"), None)
    fields = (
        {local_name(element): (element.text or "").strip() for element in metadata if element.text}
        if metadata is not None
        else {}
    )
    if metadata is None or not fields.get("id"):
        raise ReadError("has no id of a package")
    needs = (item.get("id", "").strip() for item in metadata.iter() if local_name(item) == "dependency")
    yield PackageFact(
        type="chocolatey",
        name=fields["id"],
        version=fields.get("version", ""),
        licenses=(fields["license"],) if fields.get("license") else (),
        depends=tuple(dict.fromkeys(name for name in needs if name)),
        properties={kept: fields[field] for field, kept in _KEPT.items() if fields.get(field)},
    )
