"""Plugins of WordPress: a PHP file directly in a plugin's folder that begins with a header.

Format: Plugin Handbook, "Header Requirements". Advisories name a plugin by its folder, which is its name in the
directory of plugins; the title in the header changes with the mood of its authors.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.web.wordpress.header import header_of, properties_of

_FOLDER = re.compile(r"(?:^|/)wp-content/(?:mu-)?plugins(?:/([^/]+))?$")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the plugin; nothing for the other PHP files beside it, which have no header."""
    fields = header_of(file.content)
    title = fields.get("plugin name", "")
    if not title:
        return
    found = _FOLDER.search(file.folder)
    name = (found[1] if found else "") or file.name.removesuffix(".php")
    license_name = fields.get("license", "")
    needs = [need.strip() for need in fields.get("requires plugins", "").split(",")]
    yield PackageFact(
        type="wordpress-plugin",
        name=name,
        version=fields.get("version", ""),
        home=file.path.rpartition("wp-content/")[0].rstrip("/"),
        provides=tuple(
            dict.fromkeys(other for other in (title, fields.get("text domain", "")) if other and other != name)
        ),
        depends=tuple(need for need in needs if need),
        licenses=(license_name,) if license_name else (),
        properties=properties_of(fields, title),
        language="php",
    )


READER = Reader(
    name="wordpress-plugin",
    version=1,
    claim=Claim(suffixes=(".php",), pattern=r"(?:^|/)wp-content/(?:mu-)?plugins/(?:[^/]+/)?[^/]+\.php$"),
    read=read,
    summary="Plugins of WordPress (wp-content/plugins/*/*.php)",
)
