"""Packages installed by conda, mamba, micromamba and pixi: one JSON record for each in the environment's `conda-meta`.

Format: conda's PrefixRecord. Its `files` are relative to the environment, the folder that holds `conda-meta`;
`paths_data` has digests of them, `sha256_in_prefix` being the one after paths inside were rewritten.
"""

import re
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence

_TOKEN = re.compile(r"/t/[^/]+")
"""An access token in the URL of a private channel."""
_ENDINGS = (".conda", ".tar.bz2")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package, and the files that it owns."""
    record = mapping(parse_json(file.content))
    name = _text(record, "name")
    if not name:
        raise ReadError("has no name")
    prefix = file.folder.rpartition("/")[0]
    key = f"conda:{prefix}:{name}"
    declared = _text(record, "license")
    yield PackageFact(
        type="conda",
        name=name,
        version=_text(record, "version"),
        key=key,
        licenses=(declared,) if declared else (),
        home=prefix or "conda-meta",
        depends=tuple(dict.fromkeys(_needed(record))),
        qualifiers=_qualifiers(record),
        properties=_properties(record),
    )
    owned = _owned_files(record, key, prefix)
    if owned is not None:
        yield owned


def _text(record: Mapping[str, Value], field: str) -> str:
    value = record.get(field)
    return value.strip() if isinstance(value, str) else ""


def _needed(record: Mapping[str, Value]) -> Iterator[str]:
    """Names of `name constraint build`; two underscores begin a fact about the machine (`__glibc`)."""
    for text in sequence(record.get("depends")):
        words = text.split(None, 1) if isinstance(text, str) else ()
        if words and not words[0].startswith("__"):
            yield words[0]


def _qualifiers(record: Mapping[str, Value]) -> dict[str, str]:
    """As the purl type has: build string, channel by its last part (`main`, `conda-forge`), platform, archive type."""
    subdir, file_name = _text(record, "subdir"), _text(record, "fn")
    channel = _TOKEN.sub("", _text(record, "channel")).rstrip("/")
    if subdir:
        channel = channel.removesuffix(f"/{subdir}")
    found = {
        "build": _text(record, "build") or _text(record, "build_string"),
        "channel": channel.rpartition("/")[2],
        "subdir": subdir,
        "type": next((ending[1:] for ending in _ENDINGS if file_name.endswith(ending)), ""),
    }
    return {name: value for name, value in found.items() if value}


def _properties(record: Mapping[str, Value]) -> dict[str, str]:
    found = {name: _text(record, name) for name in ("md5", "sha256", "license_family", "noarch")}
    found["url"] = re.sub(r"://[^/@]*@", "://", _TOKEN.sub("", _text(record, "url")))
    return {name: value for name, value in found.items() if value}


def _owned_files(record: Mapping[str, Value], key: str, prefix: str) -> OwnedFilesFact | None:
    digests = dict(_digests(record))
    base = f"{prefix}/" if prefix else ""
    names = [name for name in sequence(record.get("files")) if isinstance(name, str) and _is_plain(name)]
    names += [name for name in digests if name not in set(names) and _is_plain(name)]
    if not names:
        return None
    return OwnedFilesFact(
        owner=key,
        paths="\n".join(base + name for name in names).encode("utf-8", "surrogateescape"),
        algorithm="sha256" if digests else "",
        digests="\n".join(digests.get(name, "") for name in names).encode() if digests else b"",
    )


def _digests(record: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for item in sequence(mapping(record.get("paths_data")).get("paths")):
        entry = mapping(item)
        name, digest = _text(entry, "_path"), _text(entry, "sha256_in_prefix") or _text(entry, "sha256")
        if name and _text(entry, "path_type") != "softlink" and _SHA256.fullmatch(digest):
            yield name, digest.lower()


def _is_plain(name: str) -> bool:
    """Whether the path stays in the environment; records of damaged packages do not always."""
    return bool(name) and not name.startswith("/") and ".." not in name.split("/") and "\n" not in name


READER = Reader(
    name="conda-meta",
    version=1,
    claim=Claim(suffixes=(".json",), pattern=r"(?:^|/)conda-meta/[^/]+\.json$"),
    read=read,
    summary="Packages installed by conda, mamba or pixi (conda-meta/*.json)",
)
