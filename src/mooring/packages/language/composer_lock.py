"""composer.lock: the packages that a PHP project wants, with those for development apart.

Format: getcomposer.org/doc/01-basic-usage.md (the lock file); written by `Composer\\Package\\Locker`.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_json, sequence, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.language.php.composer import package_of


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per record; raise after the last one if some have no name or version."""
    document = mapping(parse_json(file.content))
    if not {"packages", "packages-dev", "content-hash", "hash"}.intersection(document):
        raise ReadError("is not a lock file of Composer: it lists no packages")
    lines = LineFinder(file.content)
    damaged = 0
    for field, scope in (("packages", "runtime"), ("packages-dev", "dev")):
        for item in sequence(document.get(field)):
            fields = mapping(item)
            name = text(fields.get("name"))
            line = lines.line_of(f'"name": "{name}"') if name else 0
            package = package_of(fields, home=file.path, key="", scope=scope, line=line, is_installed=False)
            if package is None:
                damaged += 1
            else:
                yield package
    if damaged:
        raise ReadError(f"{damaged} records have no name or version; their packages are missing")


READER = Reader(
    name="composer-lock",
    version=1,
    claim=Claim(
        names=("composer.lock",),
        pattern=r"^(?!(?s:.*)\bvendor/[^/]+/[^/]+/)",
        max_bytes=64 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="composer.lock of Composer",
)
