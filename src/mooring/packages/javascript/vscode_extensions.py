"""extensions.json, the list of installed extensions that Visual Studio Code and its servers and offspring keep.

Source: `src/vs/platform/extensionManagement` of microsoft/vscode: a list of objects with `identifier.id`
(`publisher.name`), `version`, `relativeLocation` and `metadata`. A file of the same name under `.vscode/` recommends
extensions and is another format.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.javascript.manifests.names import is_name


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per extension; raise after the last one if some have no identifier or version."""
    document = parse_json(file.content)
    if not isinstance(document, list):
        raise ReadError("is not a list of extensions: it holds no JSON array")
    lines = LineFinder(file.content)
    damaged = 0
    for item in document:
        package = _package(file.folder, mapping(item), lines)
        if package is None:
            damaged += 1
        else:
            yield package
    if damaged:
        raise ReadError(f"{damaged} extensions have no identifier or version; they are missing from the inventory")


def _package(folder: str, fields: Mapping[str, Value], lines: LineFinder) -> PackageFact | None:
    identifier, version = text(mapping(fields.get("identifier")).get("id")), text(fields.get("version"))
    publisher, dot, name = identifier.partition(".")
    if not dot or not is_name(publisher) or not is_name(name) or not version:
        return None
    metadata = mapping(fields.get("metadata"))
    platform = text(metadata.get("targetPlatform"))
    vendor = text(metadata.get("publisherDisplayName"))
    return PackageFact(
        type="vscode-extension",
        name=name,
        namespace=publisher,
        version=version,
        key=f"vscode:{folder}/{text(fields.get('relativeLocation')) or identifier}",
        home=folder,
        provides=(identifier,),
        qualifiers={"platform": platform} if platform not in ("", "undefined", "universal") else {},
        properties={"vendor": vendor} if vendor else {},
        line=lines.line_of(f'"{identifier}"'),
        language="javascript",
    )


READER = Reader(
    name="vscode-extensions",
    version=1,
    claim=Claim(names=("extensions.json",), pattern=r"(?:^|/)extensions/extensions\.json$"),
    read=read,
    summary="extensions.json of Visual Studio Code, its servers and offspring",
)
