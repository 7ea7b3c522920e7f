"""Gemspecs that people write: the gem that a directory is the source of. Its version is often computed and then left
empty.

Reference: guides.rubygems.org/specification-reference.
"""

from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.language.ruby.specification import parse_gemspec


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the gem that the project builds."""
    gem = parse_gemspec(file.text())
    yield PackageFact(
        type="gem",
        name=gem.name,
        version=gem.version,
        licenses=gem.licenses,
        home=file.folder,
        depends=gem.depends,
        qualifiers={"platform": gem.platform} if gem.platform else {},
        properties={"homepage": gem.homepage} if gem.homepage else {},
        language="ruby",
        is_installed=False,
        is_root=True,
    )


READER = Reader(
    name="gemspec-source",
    version=1,
    claim=Claim(
        suffixes=(".gemspec",),
        # Not the installed ones, nor the copies that installed gems carry of their own.
        pattern=r"^(?!(?s:.*)(?:\bspecifications|\bgems/[^/]+-\d[^/]*|\bbundler/gems)/)",
        max_bytes=16 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="gemspecs in the sources of Ruby gems",
)
