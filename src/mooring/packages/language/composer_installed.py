"""vendor/composer/installed.json: the PHP packages that Composer put into `vendor`.

Written by `Composer\\Repository\\FilesystemRepository`: a list of packages in Composer 1, an object with `packages` and
`dev-package-names` in Composer 2.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import mapping, parse_json, sequence, text
from mooring.packages.language.php.composer import package_of


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per record, offered in the `vendor` folder; its key is `composer:<vendor folder>:<name>`.

    A document that is neither form belongs to another program and gives nothing. Raises after the last package if some
    have no name or version.
    """
    document = parse_json(file.content)
    fields = mapping(document)
    records = sequence(document) or sequence(fields.get("packages"))
    for_development = {text(name) for name in sequence(fields.get("dev-package-names"))}
    vendor = file.folder.rpartition("/")[0]
    damaged = 0
    for item in records:
        record = mapping(item)
        scope = "dev" if text(record.get("name")) in for_development else "runtime"
        package = package_of(record, home=vendor, key=f"composer:{vendor}:", scope=scope, line=0, is_installed=True)
        if package is None:
            damaged += 1
        else:
            yield package
    if damaged:
        raise ReadError(f"{damaged} records have no name or version; their packages are missing")


READER = Reader(
    name="composer",
    version=1,
    claim=Claim(names=("installed.json",), max_bytes=64 * 1024 * 1024),
    read=read,
    summary="vendor/composer/installed.json of Composer 1 and 2",
)
