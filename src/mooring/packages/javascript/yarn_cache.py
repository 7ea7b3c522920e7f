"""Packages that Yarn 2 and later run from a project's .yarn/cache, as archives, without any node_modules
("Plug'n'Play").

Format: yarnpkg.com/features/pnp and yarnpkg.com/features/caching: one ZIP archive a package, with its files under
`node_modules/<name>/`. Which archive needs which is told by .pnp.cjs, a program, so that needs are looked up by name
in the whole cache.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive
from mooring.packages.javascript.manifests.manifest import package_of, read_manifest
from mooring.packages.javascript.manifests.names import printable

_MANIFEST = re.compile(rb"^node_modules/(?:@[^/\n]+/)?[^/\n]+/package\.json$")
_MAX_MANIFEST = 16 * 1024 * 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the archive, offered in the cache."""
    archive = ZipArchive(file.content, ArchiveBudget(file.limits))
    for member in archive.find(("/package.json",), _MANIFEST):
        manifest = read_manifest(archive.read(member, max_bytes=_MAX_MANIFEST))
        inner_path = printable(member.name)
        folder = f"{file.path}!/{inner_path.rpartition('/')[0]}"
        package = package_of(manifest, folder, key=f"npm:{folder}", inner_path=inner_path)
        if package is not None:
            yield msgspec.structs.replace(package, home=file.folder, lookup=None)


READER = Reader(
    name="yarn-cache",
    version=1,
    claim=Claim(suffixes=(".zip",), pattern=r"(?:^|/)\.yarn/cache/[^/]+$"),
    read=read,
    summary="packages in .yarn/cache, which Yarn runs without unpacking them",
)
