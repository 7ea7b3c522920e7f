"""Packages that a program for Deno or a browser names by address: `npm:x@1`, `jsr:@a/x@1`, `https://esm.sh/x@1`.

Sources: docs.deno.com/runtime/fundamentals/modules, and the pages of the hosts on how their addresses are built. Only
an address with a version names a package. What deno.land/x offers comes from git repositories and is in no registry: a
`generic` package with the address it was had from.
"""

import re

from mooring.model.facts import PackageFact
from mooring.packages.javascript.manifests.names import split_name

_PART = r"[A-Za-z0-9_.~-]{1,214}"
_VERSION = r"[0-9A-Za-z][0-9A-Za-z.+-]{0,127}"
_ADDRESS = re.compile(
    rf"(?:(?P<npm>npm:/?|https://(?:esm\.sh|unpkg\.com|cdn\.jsdelivr\.net/npm|cdn\.skypack\.dev)/(?:v\d{{1,4}}/)?)"
    rf"|(?P<jsr>jsr:/?|https://jsr\.io/)|(?P<land>https://deno\.land/(?:x/)?))"
    rf"(?P<name>(?:@{_PART}/)?{_PART})@(?P<version>{_VERSION})"
)
_NUMBER = re.compile(r"v?\d+\.\d+")


def packages_in(source: str, home: str, *, line: int = 0) -> list[PackageFact]:
    """The packages that the addresses in a line of text name; ranges such as `@1` or `@next` are none."""
    found = []
    for match in _ADDRESS.finditer(source):
        name, version = match["name"], match["version"]
        if not _NUMBER.match(version):
            continue
        if match["land"]:
            address = match[0]
            found.append(_package("generic", "", name, version, home, line, {"download_url": address}))
        else:
            namespace, short = split_name(name)
            kind = "npm" if match["npm"] else "jsr"
            found.append(_package(kind, namespace, short, version, home, line, {}))
    return found


def _package(
    kind: str, namespace: str, name: str, version: str, home: str, line: int, qualifiers: dict[str, str]
) -> PackageFact:
    full_name = f"{namespace}/{name}" if namespace else name
    return PackageFact(
        type=kind,
        name=name,
        namespace=namespace,
        version=version,
        home=home,
        provides=(f"{kind}:{full_name}@{version}",),
        qualifiers=qualifiers,
        line=line,
        language="javascript",
        is_installed=False,
    )
