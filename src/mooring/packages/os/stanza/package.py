"""A dpkg or opkg stanza as facts: the package, and its configuration files with their digests."""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.packages.formats.deb822 import relation_names, source_of
from mooring.packages.os.places.root import below, key_of

_KEPT = {
    "section": "section",
    "priority": "priority",
    "maintainer": "maintainer",
    "original-maintainer": "original_maintainer",
    "homepage": "homepage",
    "essential": "essential",
    "multi-arch": "multi_arch",
    "origin": "origin",
    "built-using": "built_using",
    "static-built-using": "static_built_using",
    "installed-size": "installed_size",
    "auto-installed": "auto_installed",
    "cpe-id": "cpe_id",
}
"""Field to property; both as the tools document them."""
_MAX_MARKS = 4
"""Words that may stand behind the path of a configuration file."""
_TYPES = {"dpkg": "deb", "opkg": "opkg"}


def facts_of(fields: Mapping[str, str], *, kind: str, root: str, is_multi_arch_key: bool) -> Iterator[Fact]:
    """The package of a stanza that has a `package` field, and its configuration files if it lists any.

    `kind` is `dpkg` or `opkg`; `is_multi_arch_key` asks for keys with the architecture for `Multi-Arch: same`.
    """
    name, version, architecture = fields["package"], fields.get("version", ""), fields.get("architecture", "")
    is_same = is_multi_arch_key and fields.get("multi-arch") == "same" and architecture
    key = key_of(kind, root, f"{name}:{architecture}" if is_same else name)
    source_name, source_version = source_of(fields, version) if kind == "dpkg" else ("", "")
    yield PackageFact(
        type=_TYPES[kind],
        name=name,
        version=version,
        key=key,
        architecture=architecture,
        source_name=source_name,
        source_version=source_version,
        licenses=(fields["license"],) if fields.get("license") else (),
        home=root,
        provides=relation_names(fields.get("provides", "")),
        depends=_depends(fields),
        properties=_properties(fields, root),
    )
    if conffiles := fields.get("conffiles"):
        yield from _conffiles(conffiles, key, root)


def _depends(fields: Mapping[str, str]) -> tuple[str, ...]:
    needs, before = fields.get("depends", ""), fields.get("pre-depends", "")
    return relation_names(f"{before},{needs}" if before else needs)


def _properties(fields: Mapping[str, str], root: str) -> dict[str, str]:
    """What else the stanza says; `status` and `want` only where they are not the usual `installed` and `install`."""
    found = {_KEPT[name]: value for name, value in fields.items() if name in _KEPT and value}
    if description := fields.get("description"):
        found["summary"] = description.partition("\n")[0]
    want, _, state = fields.get("status", "").partition(" ")
    state = state.rpartition(" ")[2]
    if state not in ("", "installed"):
        found["status"] = state
    if want not in ("", "install"):
        found["want"] = want
    if root:
        found["root"] = root
    return found


def _conffiles(value: str, key: str, root: str) -> Iterator[Fact]:
    """Lines of `/path digest [obsolete] [remove-on-upgrade]`; the digest is `newconffile` while it is not known.

    A path may hold spaces, so the digest is the first hexadecimal word from the right. dpkg writes MD5, opkg SHA-256.
    """
    paths, digests = [], []
    for line in value.split("\n"):
        rest, digest = line.strip(), ""
        for _ in range(_MAX_MARKS):
            head, blank, word = rest.rpartition(" ")
            if not blank:
                break
            if word in ("obsolete", "remove-on-upgrade", "newconffile"):
                rest = head.rstrip()
                continue
            if len(word) in (32, 64) and all(char in "0123456789abcdef" for char in word):
                rest, digest = head.rstrip(), word
            break
        if rest.strip("/"):
            paths.append(rest.lstrip("/"))
            digests.append(digest)
    if paths:
        algorithm = "sha256" if any(len(digest) == 64 for digest in digests) else "md5"
        size = 64 if algorithm == "sha256" else 32
        known = [digest if len(digest) == size else "" for digest in digests]
        yield OwnedFilesFact(
            owner=key,
            paths=below(root, "\n".join(paths).encode("utf-8", "replace")),
            algorithm=algorithm if any(known) else "",
            digests="\n".join(known).encode() if any(known) else b"",
            are_config=True,
        )
