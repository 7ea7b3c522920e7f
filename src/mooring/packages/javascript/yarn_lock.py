"""yarn.lock of Yarn 1 and of Yarn 2 and later ("berry").

Formats: classic.yarnpkg.com/lang/en/docs/yarn-lock and yarnpkg.com/advanced/lexicon (descriptor, locator, resolution).
Both are lists of entries, whose heads are descriptors (`name@range`, or `name@protocol:range`) and whose fields are
indented by two: YAML in berry, nearly so in Yarn 1. Neither nests deeper than fields, so one pass over the lines reads
both, ten times faster than a YAML parser.

The file does not say what is only for development.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.javascript.manifests.names import is_name, source_qualifiers, split_name, split_spec

_LOCAL = ("workspace:", "link:", "portal:")
"""Protocols of folders that belong to the project; their entries have no version of their own."""
_FIELDS = ("version", "resolution", "resolved", "integrity", "checksum")
_MAX_DESCRIPTORS = 2_000
_NEEDS = ("dependencies", "optionalDependencies")


class Entry(msgspec.Struct, kw_only=True):
    """One entry: its descriptors, plain fields, and the descriptors of what it needs."""

    line: int
    descriptors: tuple[str, ...]
    fields: dict[str, str] = {}
    needs: list[tuple[str, str]] = []


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per name and version; entries of the project's own folders are left out.

    Raises ReadError if there is text but no entry, and after the last entry if one had no version.
    """
    entries = list(_entries(file.text()))
    if not entries and b"yarn" not in file.content[:400] and b"__metadata" not in file.content:
        raise ReadError("is not a lock file of Yarn: it has no entries")
    identities = {descriptor: _identity(entry) for entry in entries for descriptor in entry.descriptors}
    merged: dict[tuple[str, str], list[Entry]] = {}
    damaged = 0
    for entry in entries:
        name, version = _identity(entry)
        if not is_name(name) or not version:
            damaged += 1
        elif not _is_local(entry):
            merged.setdefault((name, version), []).append(entry)
    for (name, version), same in merged.items():
        yield _package(file.path, name, version, same, identities)
    if damaged:
        raise ReadError(f"{damaged} entries have no name or version; their packages are missing")


def _package(
    path: str, full_name: str, version: str, entries: list[Entry], identities: dict[str, tuple[str, str]]
) -> PackageFact:
    """The package of the entries that differ only in how it was asked for, or by a patch."""
    needs: dict[str, None] = {}
    for entry in entries:
        for name, wanted in entry.needs:
            target = identities.get(f"{name}@{wanted}") or identities.get(f"{name}@npm:{wanted}")
            if target:
                needs["@".join(target)] = None
    fields = entries[0].fields
    namespace, name = split_name(full_name)
    source = fields.get("resolved") or split_spec(fields.get("resolution", ""))[1]
    properties = {key: fields[key] for key in ("resolved", "integrity", "checksum") if fields.get(key)}
    if any("@patch:" in entry.fields.get("resolution", "") for entry in entries):
        properties["patched"] = "true"
    return PackageFact(
        type="npm",
        name=name,
        namespace=namespace,
        version=version,
        home=path,
        provides=(f"{full_name}@{version}",),
        depends=tuple(needs),
        qualifiers=source_qualifiers(source),
        properties=properties,
        line=entries[0].line,
        language="javascript",
        is_installed=False,
    )


def _identity(entry: Entry) -> tuple[str, str]:
    """Real name and version; Yarn 1 tells the name of an alias only in the descriptor (`old@npm:chalk@2`)."""
    resolution = entry.fields.get("resolution", "")
    name, wanted = split_spec(resolution or entry.descriptors[0])
    if not resolution and wanted.startswith("npm:") and "@" in wanted[5:]:
        name = split_spec(wanted[4:])[0]
    return name, entry.fields.get("version", "")


def _is_local(entry: Entry) -> bool:
    _, source = split_spec(entry.fields.get("resolution", "") or entry.descriptors[0])
    return source.startswith(_LOCAL)


def _entries(source: str) -> Iterator[Entry]:
    """The entries; `__metadata` of berry is none. A line is judged by its indentation alone."""
    entry: Entry | None = None
    section = ""
    for number, line in enumerate(source.splitlines(), start=1):
        bare = line.strip()
        if not bare or bare[0] == "#":
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            if entry is not None:
                yield entry
            descriptors = _descriptors(bare)
            entry = Entry(line=number, descriptors=descriptors) if descriptors != ("__metadata",) else None
            section = ""
        elif entry is not None and indent == 2:
            key, value = _pair(bare)
            section = key if not value else ""
            if key in _FIELDS:
                entry.fields[key] = value
        elif entry is not None and section in _NEEDS:
            entry.needs.append(_pair(bare))
    if entry is not None:
        yield entry


def _descriptors(head: str) -> tuple[str, ...]:
    """The descriptors of a head line; in berry they are quoted together, in Yarn 1 one by one.

    A comma may occur inside a descriptor (`x@patch:x@1, y` does not, `x@>=1, <2` does): one follows a comma only where
    it has an `@`.
    """
    text = head.removesuffix(":").replace('"', "").removeprefix("? ").strip()
    found: list[str] = []
    for part in text.split(", ", _MAX_DESCRIPTORS):
        if found and "@" not in part[1:]:
            found[-1] += ", " + part
        else:
            found.append(part)
    return tuple(found)


def _pair(text: str) -> tuple[str, str]:
    """Key and value of `key "value"`, `key value`, `key: value` and `"key": "value"`; the value is '' for the head of
    a section.
    """
    if text[0] == '"':
        end = text.find('"', 1)
        key, rest = (text[1:end], text[end + 1 :]) if end > 0 else (text[1:], "")
    else:
        key, _, rest = text.partition(" ")
    return key.removesuffix(":"), rest.removeprefix(":").strip().strip('"')


READER = Reader(
    name="yarn-lock",
    version=1,
    claim=Claim(
        names=("yarn.lock",), pattern=r"^(?!(?s:.*)\bnode_modules/)", max_bytes=64 * 1024 * 1024, in_images=False
    ),
    read=read,
    summary="yarn.lock of Yarn 1 and later",
)
