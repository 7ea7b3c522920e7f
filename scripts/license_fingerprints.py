"""Makes src/mooring/content/licensing/fingerprints.txt from licence texts; the texts themselves stay outside.

    python scripts/license_fingerprints.py FOLDER

FOLDER has a file for each licence: `MIT.txt`, or `MIT.json` with the text as `licenseText` (the form in which the SPDX list is offered as
a package). A fingerprint is the set of hashes of the text's runs of five words, of long texts every fourth or eighth (by the hash's own
value), and says nothing that could be read. GPL texts do not tell whether later versions are allowed: they get the name of the family.
"""

import base64
import json
import sys
from pathlib import Path

from mooring.content.licensing.words import shingles_of, words_of

OUT = Path(__file__).resolve().parent.parent / "src/mooring/content/licensing/fingerprints.txt"
FAMILIES = {
    "GPL-1.0",
    "GPL-2.0",
    "GPL-3.0",
    "LGPL-2.0",
    "LGPL-2.1",
    "LGPL-3.0",
    "AGPL-1.0",
    "AGPL-3.0",
    "GFDL-1.1",
    "GFDL-1.2",
    "GFDL-1.3",
}
STEPS = ((600, 1), (1_600, 3), (4_000, 8), (sys.maxsize, 16))
"""Runs of words of a text, and the share of them that is kept."""
END = "END OF TERMS AND CONDITIONS"
"""What follows says how to use the text, and is left out of many copies."""


def main() -> int:
    """Read the texts, write the fingerprints."""
    folder = Path(sys.argv[1])
    lines = []
    for name in wanted():
        words = words_of(text_of(folder, f"{name}-only" if name in FAMILIES else name).split(END)[0])
        shingles = sorted(set(shingles_of(words)))
        step = next(step for most, step in STEPS if len(shingles) <= most)
        packed = b"".join([value.to_bytes(3, "big") for value in shingles if value % step == 0])
        lines.append(f"{name} {step} {len(words)} {base64.b64encode(packed).decode()}\n")
    OUT.write_text("".join(lines))
    print(f"{len(lines)} licences, {OUT.stat().st_size} bytes")
    return 0


def wanted() -> list[str]:
    """Identifiers of the licences, in order."""
    names = Path(__file__).with_name("licenses.txt").read_text().splitlines()
    return sorted(name for name in names if name and not name.startswith("#"))


def text_of(folder: Path, name: str) -> str:
    """The text of one licence."""
    plain = folder / f"{name}.txt"
    if plain.exists():
        return plain.read_text()
    text = json.loads((folder / f"{name}.json").read_text())["licenseText"]
    assert isinstance(text, str)
    return text


if __name__ == "__main__":
    sys.exit(main())
