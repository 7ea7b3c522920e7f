"""Image contents put together by hand, for the steps after reading."""

from collections.abc import Mapping, Sequence

from mooring.model.contents import ImageContents, VisibleFacts
from mooring.model.facts import Fact, PackageFact
from mooring.model.files import FileFacts

LAYERS = ("sha256:base", "sha256:middle", "sha256:top")


def deb(name: str, version: str = "1", *, arch: str = "amd64", **given) -> PackageFact:
    """A Debian package as the dpkg reader writes it."""
    return PackageFact(type="deb", name=name, version=version, architecture=arch, key=f"dpkg:{name}:{arch}", **given)


def npm(name: str, version: str = "1", **given) -> PackageFact:
    """An npm package."""
    return PackageFact(type="npm", name=name, version=version, language="javascript", **given)


def group(path: str, facts: Sequence[Fact], reader: str = "test") -> tuple[FileFacts, ...]:
    """What one reader found in a file."""
    return (FileFacts(path=path, reader=reader, facts=tuple(facts)),)


def contents(
    files: Mapping[str, Sequence[Fact]],
    *,
    layer: int = 0,
    earlier: Mapping[str, Sequence[tuple[int, Sequence[Fact]]]] | None = None,
    executables: tuple[tuple[str, int], ...] = (),
    links: tuple[tuple[str, str], ...] = (),
    diff_ids: tuple[str, ...] = LAYERS,
) -> ImageContents:
    """Contents with these facts by path, all of one layer; `earlier` has what lower layers had at a path, the nearest first."""
    before = earlier or {}
    visible = tuple(
        VisibleFacts(
            path=path,
            layer_index=layer,
            groups=group(path, facts),
            earlier=tuple((index, group(path, old)) for index, old in before.get(path, ())),
        )
        for path, facts in sorted(files.items())
    )
    return ImageContents(diff_ids=diff_ids, facts=visible, executables=executables, folder_links=links)
