"""package.conf.d/*.conf: libraries that are registered with a Haskell compiler.

Format: GHC user guide, "Package databases" and "InstalledPackageInfo": `name: value` with folded values; `id` is the
unit, `depends` the units of others, and one file is one library. The compiler's own libraries are among them.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 4 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the library. Those inside another package (`package-name`) are named by that package."""
    fields = _fields(file.text())
    name, version = fields.get("package-name") or fields.get("name", ""), fields.get("version", "")
    if not name or not version:
        raise ReadError("names no library or no version")
    license_name = fields.get("license", "")
    unit = fields.get("id", "")
    yield PackageFact(
        type="hackage",
        name=name,
        version=version,
        home=file.folder,
        provides=(unit,) if unit and unit != name else (),
        depends=tuple(dict.fromkeys(fields.get("depends", "").split())),
        licenses=(license_name,) if license_name else (),
        properties={"homepage": fields["homepage"]} if fields.get("homepage") else {},
        language="haskell",
    )


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    current = ""
    parts: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if line[:1].isspace():
            parts.get(current, []).append(line.strip())
        elif ":" in line:
            current, _, value = line.partition(":")
            current = current.strip().lower()
            parts[current] = [value.strip()]
    fields.update((name, " ".join(values).strip()) for name, values in parts.items())
    return fields


READER = Reader(
    name="ghc-package",
    version=1,
    claim=Claim(suffixes=(".conf",), pattern=r"package\.(?:conf\.d|db)/[^/]+\.conf$", max_bytes=MAX_BYTES),
    read=read,
    summary="Libraries registered with a Haskell compiler (package.conf.d/*.conf)",
)
