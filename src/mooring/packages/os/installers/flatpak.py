"""Flatpak: the AppStream metainfo that an installed application exports.

Path: `var/lib/flatpak/app/<id>/<arch>/<branch>/<commit>/export/share/metainfo/<id>.metainfo.xml`. The releases stand newest first
(AppStream 2.1.1, `<releases/>`).
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.packages.formats.documents import local_name, parse_xml


def applications(content: bytes) -> Iterator[Fact]:
    """The application with the version of its newest release."""
    found: dict[str, str] = {}
    for element in parse_xml(content):
        name = local_name(element)
        if name == "releases" and "version" not in found:
            versions = (release.get("version", "").strip() for release in element if local_name(release) == "release")
            found["version"] = next((version for version in versions if version), "")
        elif name not in found and not any("lang" in key for key in element.attrib):
            found[name] = (element.text or "").strip()
    identity = found.get("id", "").removesuffix(".desktop")
    if not identity:
        raise ReadError("has no id of an application")
    licence = found.get("project_license", "")
    kept = {
        "title": found.get("name", ""),
        "summary": found.get("summary", ""),
        "vendor": found.get("developer_name", ""),
    }
    yield PackageFact(
        type="flatpak",
        name=identity,
        version=found.get("version", ""),
        licenses=(licence,) if licence else (),
        properties={name: value for name, value in kept.items() if value},
    )
