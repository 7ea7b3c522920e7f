"""wp-includes/version.php: WordPress itself.

The file assigns `$wp_version`; comments around it may hold assignments of their own.
"""

import re
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

MAX_BYTES = 1 << 20
_VERSION = re.compile(r"[ \t]*\$wp_version[ \t]*=[ \t]*['\"]([^'\"]+)['\"]")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield WordPress."""
    is_comment = False
    for line in file.text().split("\n"):
        code = line.strip()
        if is_comment or code.startswith("/*"):
            is_comment = "*/" not in code
            continue
        found = _VERSION.match(line)
        if found:
            yield PackageFact(
                type="generic",
                name="wordpress",
                version=found[1],
                home=file.folder.removesuffix("wp-includes").rstrip("/"),
                licenses=("GPL-2.0-or-later",),
                language="php",
            )
            return
    raise ReadError("assigns no $wp_version")


READER = Reader(
    name="wordpress",
    version=1,
    claim=Claim(names=("version.php",), pattern=r"(?:^|/)wp-includes/version\.php$", max_bytes=MAX_BYTES),
    read=read,
    summary="WordPress (wp-includes/version.php)",
)
