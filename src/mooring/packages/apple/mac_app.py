"""Info.plist of an application bundle of macOS or iOS.

Format: Apple's "Information Property List", as XML or binary (plist(5)). `CFBundleShortVersionString` is the version of
the release; `CFBundleVersion` counts builds and is no version that anyone publishes, so it stays a property.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, text

MAX_BYTES = 8 << 20


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the application, where it has a name."""
    told = _property_list(file.content)
    identifier = text(told.get("CFBundleIdentifier"))
    name = (
        text(told.get("CFBundleName")) or text(told.get("CFBundleDisplayName")) or text(told.get("CFBundleExecutable"))
    )
    if not name and not identifier:
        raise ReadError("names no bundle")
    properties = {
        "bundle_identifier": identifier,
        "build_version": text(told.get("CFBundleVersion")),
        "executable": text(told.get("CFBundleExecutable")),
        "minimum_system_version": text(told.get("LSMinimumSystemVersion")),
    }
    yield PackageFact(
        type="generic",
        name=name or identifier,
        version=text(told.get("CFBundleShortVersionString")),
        home=file.folder,
        properties={label: value for label, value in properties.items() if value},
    )


def _property_list(content: bytes) -> Mapping[str, Value]:
    import plistlib
    import struct
    from xml.parsers.expat import ExpatError

    try:
        return mapping(plistlib.loads(content))
    # Besides its own two, plistlib lets through what its parsers meet in damaged offsets, counts and dates.
    except (
        plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, RecursionError, LookupError, TypeError,
        AttributeError, struct.error,
    ) as error:  # fmt: skip
        raise ReadError(f"is not a property list: {str(error) or type(error).__name__}") from None


READER = Reader(
    name="mac-app",
    version=1,
    claim=Claim(names=("Info.plist",), pattern=r"\.app/(?:Contents/)?Info\.plist$", max_bytes=MAX_BYTES),
    read=read,
    summary="Applications of macOS and iOS (*.app/Contents/Info.plist)",
)
