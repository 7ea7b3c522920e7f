"""Loadable kernel modules (`*.ko`, kernel documentation, "kbuild/modules"): the `.modinfo` section says what they are.

Distributions compress them with gzip, xz or zstd. They are recognised by their own words, not by a package manager's
record, and are left out where an OS package owns the file.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.binary.embedded.inflate import inflated
from mooring.packages.formats import elf

MAX_MODINFO = 1 << 20
_PROPERTIES = ("author", "description", "srcversion", "vermagic", "retpoline", "intree", "sig_key")


def read(file: LayerFile) -> Iterator[Fact]:
    """The module; nothing for other files of that ending. Raises ReadError where the file is damaged."""
    content = inflated(file.content)
    # Korean texts have the same ending.
    if content[:4] != elf.MAGIC:
        return
    words = _modinfo(content)
    if not words:
        return
    name = words.get("name", [""])[0] or file.name.partition(".ko")[0].replace("-", "_")
    yield PackageFact(
        type="generic",
        name=name,
        version=words.get("version", [""])[0],
        licenses=tuple(words.get("license", ())),
        home=file.folder,
        depends=tuple(need for need in words.get("depends", [""])[0].split(",") if need),
        lookup="",
        properties={
            "kind": "linux-kernel-module",
            "kernel": words.get("vermagic", [""])[0].partition(" ")[0],
            **{key: "; ".join(words[key]) for key in _PROPERTIES if key in words},
        },
        is_guess=True,
    )


def _modinfo(content: bytes) -> dict[str, list[str]]:
    section = elf.layout(content, elf.read_header(content)).section(".modinfo")
    if section is None:
        return {}
    words: dict[str, list[str]] = {}
    for pair in content[section.offset : min(section.end, section.offset + MAX_MODINFO)].split(b"\0"):
        key, equals, value = pair.decode("utf-8", "replace").partition("=")
        if equals and value.strip():
            words.setdefault(key, []).append(value.strip())
    return words


READER = Reader(
    name="linux-kernel-module",
    version=1,
    claim=Claim(suffixes=(".ko", ".ko.gz", ".ko.xz", ".ko.zst")),
    read=read,
    summary="Linux kernel modules: `*.ko`, compressed or not",
)
