"""R packages: the DESCRIPTION file of each folder in a library.

Format: Writing R Extensions, 1.1.1 "The DESCRIPTION file": Debian control format. `R CMD INSTALL` adds `Built`, which
tells an installed package from a source package; a file without Package and Version is a description of something else
(the name is common).
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import relation_names, stanzas
from mooring.packages.python.standards.names import without_credentials

_NEEDS = ("depends", "imports")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package, if the file describes one. Packages of the `recommended` and `base` sets have that as
    `priority`.
    """
    fields = next(stanzas(file.text()), {})
    name, version = fields.get("package", ""), fields.get("version", "")
    if not name or not version or " " in name:
        return
    needed = (other for field in _NEEDS for other in relation_names(fields.get(field, "")) if other != "R")
    is_installed = "built" in fields
    yield PackageFact(
        type="cran",
        name=name,
        version=version,
        key=f"r:{file.folder}",
        licenses=(" ".join(fields["license"].split()),) if fields.get("license") else (),
        # R looks in all libraries of its search path, which an image sets in many ways: offered to the whole image.
        home="" if is_installed else file.path,
        depends=tuple(dict.fromkeys(needed)),
        properties=_properties(fields),
        language="r",
        is_installed=is_installed,
        is_root=not is_installed,
    )


def _properties(fields: Mapping[str, str]) -> dict[str, str]:
    found = {
        "priority": fields.get("priority", ""),
        "repository": fields.get("repository", ""),
        "homepage": next(iter(fields.get("url", "").replace(",", " ").split()), ""),
        "vcs_url": without_credentials(fields.get("remoteurl", "")) or _hub_url(fields),
        "vcs_commit": fields.get("remotesha", ""),
    }
    return {name: value for name, value in found.items() if value}


def _hub_url(fields: Mapping[str, str]) -> str:
    """The repository that the `remotes` package installed from, by its `RemoteUsername` and `RemoteRepo`."""
    user, repository = fields.get("remoteusername"), fields.get("remoterepo")
    if not user or not repository or fields.get("remotetype") not in ("github", "gitlab"):
        return ""
    return f"https://{fields['remotetype']}.com/{user}/{repository}"


READER = Reader(
    name="r-description",
    version=1,
    claim=Claim(names=("DESCRIPTION",), max_bytes=1024 * 1024),
    read=read,
    summary="R packages (DESCRIPTION)",
)
