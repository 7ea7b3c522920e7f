"""Installed Ruby gems: the gemspec that RubyGems writes into `specifications`, and those of gems that Bundler checked
out from git.

See guides.rubygems.org/command-reference (gem environment): gems lie in `<home>/gems/<name>-<version>`, their gemspecs
in `<home>/specifications`, those that came with Ruby in `specifications/default`; Bundler's checkouts in
`<home>/bundler/gems`.
"""

import re
from collections.abc import Iterator

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.language.ruby.specification import parse_gemspec

_HOME = re.compile(r"^(.*?)/?(?:specifications|bundler/gems)/")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the gem, offered in its gem home; its key is `gem:<path of the gemspec>`."""
    gem = parse_gemspec(file.text())
    home = _HOME.match(file.path)
    properties = {"homepage": gem.homepage, "author": ", ".join(gem.authors)}
    if "specifications/default/" in file.path:
        properties["default_gem"] = "true"
    yield PackageFact(
        type="gem",
        name=gem.name,
        version=gem.version,
        key=f"gem:{file.path}",
        licenses=gem.licenses,
        home=home[1] if home else file.folder,
        depends=gem.depends,
        qualifiers={"platform": gem.platform} if gem.platform else {},
        properties={key: value for key, value in properties.items() if value},
        language="ruby",
    )


READER = Reader(
    name="gemspec",
    version=1,
    claim=Claim(
        suffixes=(".gemspec",),
        pattern=r"(?:^|/)(?:specifications/|bundler/gems/[^/]+/[^/]+$)",
        max_bytes=16 * 1024 * 1024,
    ),
    read=read,
    summary="gemspecs of installed Ruby gems",
)
