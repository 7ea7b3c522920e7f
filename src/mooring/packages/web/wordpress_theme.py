"""Themes of WordPress: a style.css that begins with a header.

Format: Theme Handbook, "Main stylesheet (style.css)". Advisories name a theme by its folder. `Template` names the theme
that a child theme builds on.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.web.wordpress.header import header_of, properties_of


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the theme; nothing for a style sheet without header."""
    fields = header_of(file.content)
    title = fields.get("theme name", "")
    if not title:
        return
    name = file.folder.rpartition("/")[2]
    parent, license_name = fields.get("template", ""), fields.get("license", "")
    yield PackageFact(
        type="wordpress-theme",
        name=name,
        version=fields.get("version", ""),
        home=file.path.rpartition("wp-content/")[0].rstrip("/"),
        provides=(title,) if title != name else (),
        depends=(parent,) if parent else (),
        licenses=(license_name,) if license_name else (),
        properties=properties_of(fields, title),
        language="php",
    )


READER = Reader(
    name="wordpress-theme",
    version=1,
    claim=Claim(names=("style.css",), pattern=r"(?:^|/)wp-content/themes/[^/]+/style\.css$"),
    read=read,
    summary="Themes of WordPress (wp-content/themes/*/style.css)",
)
