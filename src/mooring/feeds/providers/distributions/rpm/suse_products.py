"""Names of SUSE's products as namespaces.

Server, Desktop, modules and extensions of one service pack are one release to whoever installs from them (`sles:15.5`). Longer support is a
channel (`sles:15.2+ltss`, `+espos`, `+bcl`, `+teradata`), so are the images for SAP (`+sap`) and Package Hub (`+packagehub`). Products that
are built on another release and say nothing of it (Manager, Storage, Container as a Service) are left out.
"""

import re
from functools import lru_cache

from mooring.feeds.formats.csaf import CsafProduct
from mooring.feeds.formats.ecosystems import ecosystem_of
from mooring.feeds.providers.distributions.rpm.csaf_rows import Place

LONGER_SUPPORT = frozenset(
    {"ltss", "espos", "bcl", "sap", "ltss-es", "ltss-extended-security", "ltss core", "teradata", "ltss-teradata"}
)
_HUB = re.compile(r"SUSE Package Hub (?:for SUSE Linux Enterprise )?(\d{1,2})(?: SP(\d{1,2}))?")
_OLD_OPENSUSE = re.compile(r"openSUSE (?:Evergreen )?(\d{1,2}\.\d)")
_NON_FREE = re.compile(r"[ -]Non-?Free(?:-Update)?$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def namespace_of(product: str) -> str:
    """The namespace of a product, as SUSE writes it; empty for one that is no release."""
    name = _NON_FREE.sub("", " ".join(product.split()))
    if found := _HUB.fullmatch(name):
        return f"sles:{found.group(1)}{'.' * bool(found.group(2))}{found.group(2) or ''}+packagehub"
    if found := _OLD_OPENSUSE.fullmatch(name):
        return f"opensuse:{found.group(1)}"
    if name.startswith("openSUSE "):
        ecosystem = ecosystem_of(f"openSUSE:{name.removeprefix('openSUSE ')}")
    else:
        ecosystem = ecosystem_of(f"SUSE:{name.removeprefix('SUSE ')}")
    return ecosystem.namespace if ecosystem is not None else ""


def place_of(product: CsafProduct) -> Place | None:
    """The place of a product of a CSAF or CVRF document."""
    namespace = namespace_of(product.platform_name) or namespace_of(product.platform)
    return Place(namespace) if namespace else None


def plain_release(namespace: str) -> str:
    """The release that a channel belongs to."""
    return namespace.partition("+")[0]
