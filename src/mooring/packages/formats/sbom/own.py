"""Our own JSON report, as an SBOM like any other. `DecodedSbom.report` has it whole."""

from collections.abc import Mapping

from mooring.model.codec import report_of
from mooring.model.package import OS_TYPES, Package
from mooring.packages.formats.documents import Value
from mooring.packages.formats.sbom.document import Component, Draft, Link, Subject


def decode_own(document: Mapping[str, Value]) -> Draft:
    """The packages and relations of a report; raises ReadError where it is none."""
    report = report_of(document)
    image = report.image
    draft = Draft(
        format="mooring-json",
        spec_version=report.schema_version,
        name=image.name,
        created=image.config.created,
        tools=[f"{report.tool.name} {report.tool.version}".strip()],
        distro=report.inventory.distro,
        report=report,
        subject=Subject(
            name=image.name, kind="container" if image.kind == "image" else image.kind, digest=image.digest
        ),
    )
    draft.components += map(_component, report.inventory.packages)
    kinds = ("depends-on", "contains")
    draft.links += [
        Link(kind=relation.kind, source=relation.source, target=relation.target)
        for relation in report.inventory.relations
        if relation.kind in kinds
    ]
    return draft


def _component(package: Package) -> Component:
    return Component(
        ref=package.id,
        name=package.name,
        version=package.version,
        purl=package.purl,
        kind="library",
        cpes=package.cpes,
        licenses=tuple(item.declared for item in package.licenses),
        scope=package.scope,
        language=package.language,
        architecture=package.architecture if package.type in OS_TYPES else "",
        source_name=package.source_name,
        source_version=package.source_version,
        locations=package.locations,
        properties=package.properties,
        is_root=package.is_root,
    )
