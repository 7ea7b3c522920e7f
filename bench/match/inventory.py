"""Write a report of Mooring on an image that is not there: `inventory.py TARGET PACKAGES [--recent]`, with the packages of lookups.py."""

import json
import sys
from pathlib import Path

from lookups import packages

from mooring.model.codec import to_json
from mooring.model.distro import Distro
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Location, Package
from mooring.model.report import ScanReport

_TYPES = {"debian:12": "deb"}


def main(arguments: list[str]) -> int:
    """Write it."""
    found = []
    for number, (namespace, name, version) in enumerate(
        packages(int(arguments[1]), are_recent="--recent" in arguments)
    ):
        kind = _TYPES.get(namespace, namespace)
        found.append(
            Package(
                id=f"{number:016x}", type=kind, name=name, version=version, purl=f"pkg:{kind}/{name}@{version}", source_name=name,
                locations=(Location(path=f"/var/{kind}/{name}"),), found_by="bench",
            )
        )  # fmt: skip
    inventory = Inventory(distro=Distro(id="debian", version_id="12"), packages=tuple(found))
    with Path(arguments[0]).open("wb") as file:
        file.writelines(to_json(ScanReport(image=ImageDescription(name="bench"), inventory=inventory)))
    sys.stdout.write(json.dumps({"packages": len(found)}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
