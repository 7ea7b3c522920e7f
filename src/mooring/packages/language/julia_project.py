"""Julia packages by their own Project.toml: the installed ones in a depot, the standard library's, and the project in a
source tree.

Format: Pkg documentation, "Project.toml". Pkg unpacks each version to `packages/<name>/<slug>` of a depot, and Julia's
standard library is at `share/julia/stdlib/v<version>/<name>`. A Project.toml without a name is an environment, not a
package.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml

_DEPOT = re.compile(r"(?:^|/)packages/[^/]+/[A-Za-z0-9]{4,6}$")
_STANDARD = re.compile(r"(?:^|/)julia/stdlib/v([0-9.]+)/[^/]+$")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package, if the file is one's. A standard library without a version has that of its folder (`1.9`)."""
    document = parse_toml(file.content)
    name, uuid = _text(document, "name"), _text(document, "uuid")
    if not name:
        return
    standard = _STANDARD.search(file.folder)
    is_installed = standard is not None or _DEPOT.search(file.folder) is not None
    yield PackageFact(
        type="julia",
        name=name,
        version=_text(document, "version") or (standard[1] if standard else ""),
        key=f"julia:{file.folder}",
        # By its UUID a package is known in every depot: offered to the whole image.
        home="" if is_installed else file.path,
        provides=(uuid,) if uuid else (),
        depends=tuple(item for item in mapping(document.get("deps")).values() if isinstance(item, str)),
        qualifiers={"uuid": uuid} if uuid else {},
        language="julia",
        is_installed=is_installed,
        is_root=not is_installed,
    )


def _text(table: Mapping[str, Value], field: str) -> str:
    value = table.get(field)
    return value.strip() if isinstance(value, str) else ""


READER = Reader(
    name="julia-project",
    version=1,
    claim=Claim(names=("Project.toml", "JuliaProject.toml")),
    read=read,
    summary="Julia packages in depots and source trees (Project.toml)",
)
