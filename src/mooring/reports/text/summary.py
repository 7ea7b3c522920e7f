"""What a person wants to know of a report first, in words; the same for terminal, Markdown and HTML."""

from collections.abc import Iterator

import msgspec

from mooring.model.package import OS_TYPES, License, Package
from mooring.model.report import ScanReport
from mooring.reports.text.style import clean

SHORT_DIGEST = 12
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP_STARTS = ("/bin/sh -c #(nop)", "RUN /bin/sh -c", "/bin/sh -c")


class LayerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One layer."""

    index: int
    diff_id: str
    """The first digits."""
    size: str
    packages: int
    """How many packages came with it."""
    step: str
    """The build step, without what the builder wraps around it."""


def facts(report: ScanReport) -> Iterator[tuple[str, str]]:
    """Name and value of what is known of the image, in reading order."""
    image, inventory = report.image, report.inventory
    platform = str(image.config.platform) if image.config.platform.architecture else ""
    distro = inventory.distro
    named = distro.pretty_name or f"{distro.name or distro.id} {distro.version_id}".strip() if distro else ""
    parts = (size_of(image.size) if image.size else "", counted(len(image.layers), "layer") if image.layers else "")
    size = " in ".join(filter(None, parts))
    told = (
        ("digest", image.digest),
        ("image id", "" if image.digest else image.image_id),
        ("platform", platform),
        ("system", named),
        ("size", size),
        ("built", image.config.created[:16].replace("T", " ")),
        ("packages", packages_line(report)),
        ("files", f"{len(inventory.files):,}" if inventory.files is not None else ""),
    )
    return ((name, clean(value)) for name, value in told if value)


def packages_line(report: ScanReport) -> str:
    """`161: 149 deb, 12 pypi`."""
    by_type = [f"{len(packages):,} {kind}" for kind, packages in grouped(report)]
    total = len(report.inventory.packages)
    return f"{total:,} ({', '.join(by_type)})" if len(by_type) > 1 else ", ".join(by_type) or "none"


def grouped(report: ScanReport) -> list[tuple[str, list[Package]]]:
    """Packages by type: those of the distribution first, the others by name."""
    groups: dict[str, list[Package]] = {}
    for package in report.inventory.packages:
        groups.setdefault(clean(package.type), []).append(package)
    return sorted(groups.items(), key=lambda group: (group[0] not in OS_TYPES, group[0]))


def layer_rows(report: ScanReport) -> list[LayerRow]:
    """The layers, base first."""
    counts: dict[int, int] = {}
    for package in report.inventory.packages:
        counts[package.layer_index] = counts.get(package.layer_index, 0) + 1
    return [
        LayerRow(
            index=layer.index,
            diff_id=clean(layer.diff_id).rpartition(":")[2][:SHORT_DIGEST],
            size=size_of(layer.size) if layer.size else "",
            packages=counts.get(layer.index, 0),
            step=build_step(layer.created_by),
        )
        for layer in report.image.layers
    ]


def build_step(created_by: str) -> str:
    """The instruction as the author wrote it, as far as the history tells."""
    text = clean(created_by).removesuffix("# buildkit").strip()
    # Build arguments stand in front: "|2 A=1 B=2 /bin/sh -c …".
    if text.startswith("|"):
        _, found, rest = text.partition("/bin/sh -c ")
        text = f"{found}{rest}" if found else text
    for start in _STEP_STARTS:
        if text.startswith(start):
            text = text.removeprefix(start).strip()
            return text if start.endswith("(nop)") else f"RUN {text}"
    return text


def licenses_of(package: Package) -> str:
    """Expressions where they say more than the declaration, which a LicenseRef does not."""
    texts = dict.fromkeys(clean(_license_text(item)) for item in package.licenses)
    return ", ".join(filter(None, texts))


def _license_text(item: License) -> str:
    return item.declared if not item.expression or "LicenseRef-" in item.expression else item.expression


def path_of(package: Package) -> str:
    """The file that names the package, with the line where it is a lock file."""
    if not package.locations:
        return ""
    first = package.locations[0]
    return clean(first.path) + (f":{first.line}" if first.line else "")


def counted(number: int, word: str) -> str:
    """`1 layer`, `7 layers`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def size_of(size: int) -> str:
    """A number of bytes in decimal units, as registries and disks count."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} B"
