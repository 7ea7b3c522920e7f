""".terraform.lock.hcl: the providers that Terraform or OpenTofu chose.

Format: Terraform's "Dependency Lock File": a block `provider "<host>/<namespace>/<type>"` with version, constraints and
hashes, an attribute per line. It is written by the tool, so no more of HCL is needed than that.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_PROVIDER = re.compile(r'[ \t]*provider[ \t]+"([^"]+)"[ \t]*\{')
_ATTRIBUTE = re.compile(r'[ \t]*(version|constraints)[ \t]*=[ \t]*"([^"]*)"')
_HASH = re.compile(r'"((?:h1|zh):[^"]+)"')


class Provider(msgspec.Struct, kw_only=True):
    """One block."""

    address: str
    line: int
    told: dict[str, str]
    hash: str = ""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each provider; raises ReadError at the end where one has no version or its block is not closed."""
    provider: Provider | None = None
    damaged = ""
    for number, line in enumerate(file.text().split("\n"), start=1):
        opened = _PROVIDER.match(line)
        if opened:
            damaged = damaged or (provider.address if provider is not None else "")
            provider = Provider(address=opened[1], line=number, told={})
        elif provider is not None:
            attribute, found = _ATTRIBUTE.match(line), _HASH.search(line)
            if attribute:
                provider.told[attribute[1]] = attribute[2]
            elif found and (not provider.hash or found[1].startswith("h1:")):
                provider.hash = found[1]
            elif line.strip() == "}":
                if provider.told.get("version"):
                    yield _package(provider, file.path)
                else:
                    damaged = damaged or provider.address
                provider = None
    damaged = damaged or (provider.address if provider is not None else "")
    if damaged:
        raise ReadError(f"the block of provider {damaged!r} has no version or no end")


def _package(provider: Provider, path: str) -> PackageFact:
    namespace, _, name = provider.address.rpartition("/")
    properties = {"constraint": provider.told.get("constraints", ""), "hash": provider.hash}
    return PackageFact(
        type="terraform",
        namespace=namespace,
        name=name,
        version=provider.told["version"],
        home=path,
        provides=(provider.address,),
        properties={label: value for label, value in properties.items() if value},
        line=provider.line,
        is_installed=False,
    )


READER = Reader(
    name="terraform-lock",
    version=1,
    claim=Claim(names=(".terraform.lock.hcl",), in_images=False),
    read=read,
    summary="Providers that Terraform chose (.terraform.lock.hcl)",
)
