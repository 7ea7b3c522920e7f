"""`updateinfo.xml` of rpm repositories (createrepo_c, dnf): a list of errata with packages as built."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.xml.stream import text_of, xml_records
from mooring.feeds.raw import RawFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class UpdatePackage(msgspec.Struct, frozen=True):
    """A package of an update."""

    name: str
    epoch: str
    version: str
    release: str
    architecture: str
    collection: str = ""
    """Short name of the collection: a repository, by habit of the publisher."""
    module: str = ""
    """`ruby:2.6`, where the collection is one of a module."""


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One `<update>`."""

    id: str
    type: str = ""
    title: str = ""
    severity: str = ""
    issued: str = ""
    updated: str = ""
    release: str = ""
    description: str = ""
    references: tuple[tuple[str, str, str], ...] = ()
    """Type, identifier and address."""
    packages: tuple[UpdatePackage, ...] = ()


def read_updateinfo(file: RawFile, log: FeedLog) -> Iterator[Update]:
    """The updates of a file, each counted. Raises FeedMalformed where it is no XML."""
    for count, element in enumerate(xml_records(file, frozenset(("update",))), start=1):
        log.seen()
        identifier = text_of(element, "id")
        if identifier:
            yield _update(identifier, element)
        else:
            log.reject(f"{file.name}: {count}", "the update has no id")


def updateinfo_location(repomd: bytes) -> str:
    """The path of `updateinfo.xml` in a repository whose `repomd.xml` this is; empty where it has none. Raises FeedMalformed."""
    import io

    source = RawFile(name="repomd.xml", open=lambda: io.BytesIO(repomd))
    for element in xml_records(source, frozenset(("data",))):
        location = element.find("location")
        if element.get("type") == "updateinfo" and location is not None:
            path = location.get("href") or ""
            if path.startswith(("/", "http:", "https:")) or ".." in path:
                raise FeedMalformed(
                    f"repomd.xml names {path[:100]!r} as its updateinfo; expected a path below the repository"
                )
            return path
    return ""


def _update(identifier: str, element: "Element") -> Update:
    return Update(
        id=identifier,
        type=element.get("type") or "",
        title=text_of(element, "title"),
        severity=text_of(element, "severity"),
        issued=_moment(element.find("issued")),
        updated=_moment(element.find("updated")),
        release=text_of(element, "release"),
        description=text_of(element, "description") or text_of(element, "summary"),
        references=tuple(
            (one.get("type") or "", one.get("id") or "", one.get("href") or "")
            for one in element.iterfind("references/reference")
        ),
        packages=tuple(
            package for collection in element.iterfind("pkglist/collection") for package in _packages(collection)
        ),
    )


def _packages(collection: "Element") -> Iterator[UpdatePackage]:
    short = collection.get("short") or text_of(collection, "name")
    module = collection.find("module")
    label = f"{module.get('name')}:{module.get('stream')}" if module is not None and module.get("name") else ""
    for one in collection.iterfind("package"):
        yield UpdatePackage(
            one.get("name") or "",
            one.get("epoch") or "0",
            one.get("version") or "",
            one.get("release") or "",
            one.get("arch") or "",
            short,
            label,
        )


def _moment(element: "Element | None") -> str:
    """`2023-08-04 20:34:00` as ISO 8601."""
    written = (element.get("date") or "" if element is not None else "").strip()
    return written.replace(" ", "T", 1)
