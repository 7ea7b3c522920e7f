"""Which namespaces of a database speak about the packages of a distribution, and how far each is to be believed.

Several may: a release's own, its channels for those who have them, and the parent's, whose packages a derivative uses or rebuilds.
None is a result too, with the reason: packages that nobody speaks about are not clean.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from mooring.model.distro import Distro
from mooring.model.inventory import Inventory
from mooring.model.match import Confidence
from mooring.vulns.advisories import NamespaceState

OWN_TIER, PARENT_TIER = 0, 1
"""Of speakers; the lowest tier that says anything about a flaw decides."""

_NAMES = {
    "amzn": "amazon",
    "ol": "oracle",
    "cbl-mariner": "mariner",
    "suse": "sles",
    "suse_sles": "sles",
    "sled": "sles",
    "sle": "sles",
    "opensuse": "opensuse-leap",
    "archlinux": "arch",
    "rockylinux": "rocky",
    "alma": "almalinux",
    "redhat": "rhel",
    "oraclelinux": "oracle",
}
"""Id of os-release to the first part of the namespace, where they differ."""
_PACKAGE_TYPES = {
    **dict.fromkeys(("debian", "ubuntu", "echo"), "deb"),
    **dict.fromkeys(("alpine", "wolfi", "chainguard", "minimos", "secureos"), "apk"),
    "arch": "alpm",
    "gentoo": "ebuild",
}
"""First part of the namespace to the purl type of the packages it speaks about; all others speak about rpm."""
_DEBIAN_ROLLING = frozenset({"sid", "unstable", "testing", "forky", "duke"})
_DEBIAN_NUMBERS = {
    "jessie": "8", "stretch": "9", "buster": "10", "bullseye": "11", "bookworm": "12", "trixie": "13", "forky": "14", "duke": "15",
}  # fmt: skip
"""Before its release a Debian has a codename and no number; feeds may have either."""
_SERVICE_PACKS = frozenset({"sles", "sle-micro", "opensuse-leap", "opensuse-leap-micro"})
"""Products whose second number is a release of its own: `sles:15` is the one of 2018, and says nothing about `sles:15.5`."""
_BESIDE_PARENT = frozenset({"centos", "rocky", "almalinux", "scientific", "springdale", "eurolinux", "miraclelinux"})
"""Rebuilds whose errata know fixes only: what is open is told by the parent. Other derivatives that have a namespace need no parent."""
_ENTERPRISE_LINUX = frozenset({"rhel", "oracle", *_BESIDE_PARENT})
"""EPEL builds packages for all of them."""
_PARENTS = {
    **dict.fromkeys((*sorted(_BESIDE_PARENT), "ol", "oraclelinux", "alma", "rockylinux"), "rhel"),
    **dict.fromkeys(("sles_sap", "sled", "sle_hpc"), "sles"),
    "raspbian": "debian",
}
"""Parents of the same release number, for inventories that do not tell them (an SBOM names a distribution and no more)."""
_EXTENDED = re.compile(r"(?:esm|eus|aus|tus|e4s|els|ltss)(?:-|\Z)")
"""Channels with fixes for those who pay; their advisories are worth reading by those who do not."""
_STREAMS = {"amazon": re.compile(r".*"), "oracle": re.compile(r"fips"), "rhel": re.compile(r"scl|extras")}
"""Distributions with channels that bring other packages, or other versions of them, which name or version tells apart: extras, collections,
special builds."""
_OF_PURL = re.compile(r"[?&]distro=([A-Za-z0-9._-]{1,60})")
_SERVICE_PACK = re.compile(r"(\d+)[ -]*sp(\d+)", re.IGNORECASE)
_OPENEULER_PACK = re.compile(r"\bsp\d{1,2}\b")
_OLD_AMAZON = re.compile(r"201\d\.\d\d\Z")


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """A namespace that speaks about a distribution's packages."""

    namespace: str
    scheme: str
    tier: int = OWN_TIER
    channel: str = ""
    """`esm`, `eus`, `docker`; empty for what everybody has."""
    is_active: bool = True
    """Whether the image takes packages from the channel."""
    is_stream: bool = False
    """Whether the channel brings other versions of packages: a statement is about those of its own stream only."""
    confidence: Confidence = Confidence.CERTAIN
    note: str = ""
    """What lowers the confidence."""


class Speakers(msgspec.Struct, frozen=True, kw_only=True):
    """Who speaks about a distribution's packages; first those that decide."""

    package_type: str = ""
    """Purl type of the packages they speak about; empty where nobody does."""
    speakers: tuple[Speaker, ...] = ()
    epel: Speaker | None = None
    """Who speaks about packages that EPEL built for the release; None where nobody does."""
    reason: str = ""
    """Why nobody speaks, or why it is only the parent."""


def namespaces_of(
    distro: Distro | None, known: Mapping[str, NamespaceState], *, has_products: bool = False
) -> Speakers:
    """The namespaces that speak about a distribution's packages. `known` are those of the database; empty ones do not count.

    `has_products` says that the image names products on top of the distribution, whose advisories are asked then, too.
    """
    if distro is None:
        return Speakers(reason="the image names no distribution")
    distro = _with_channels(distro, has_products=has_products)
    own = _own(distro, known)
    parent = _parent(distro)
    if own and distro.id not in _BESIDE_PARENT:
        parent = None
    of_parent = _own(parent, known) if parent else None
    found = [_speaker(own, known), *_channels(distro, own, known)] if own else []
    if of_parent and parent and of_parent != own:
        note = _parent_note(distro, of_parent)
        found += [
            msgspec.structs.replace(speaker, tier=PARENT_TIER, confidence=Confidence.LIKELY, note=note)
            for speaker in (_speaker(of_parent, known), *_channels(parent, of_parent, known))
        ]
    if not found:
        return Speakers(reason=_silence(distro, known))
    family = (own or of_parent or "").partition(":")[0]
    reason = "" if own else f"judged by the advisories of {of_parent}, whose packages it uses"
    return Speakers(
        package_type=_PACKAGE_TYPES.get(family, "rpm"), speakers=tuple(found), epel=_epel(distro, known), reason=reason
    )


def _with_channels(distro: Distro, *, has_products: bool) -> Distro:
    """Channels that an edition has by its nature."""
    more = (*(("sap",) if distro.id == "sles_sap" else ()), *(("layered",) if has_products else ()))
    return msgspec.structs.replace(distro, channels=(*distro.channels, *more)) if more else distro


def distro_of_purls(inventory: Inventory) -> Distro | None:
    """The distribution that most of the OS packages name in their package URLs, for inventories that tell none otherwise."""
    named = Counter(
        told[1].lower()
        for package in inventory.packages
        if package.is_os_package and (told := _OF_PURL.search(package.purl))
    )
    if not named:
        return None
    found = named.most_common(1)[0][0]
    head, dash, version = found.rpartition("-")
    return Distro(id=head, version_id=version) if dash and version[:1].isdigit() else Distro(id=found)


def title_of(distro: Distro) -> str:
    """The distribution as people call it: `debian 12`."""
    release = distro.version_id or distro.codename
    return f"{distro.id} {release}" if release else distro.id


def product_of(distro: Distro) -> str:
    """The distribution without its release, as namespaces begin: `amazon` for `amzn`."""
    return _NAMES.get(distro.id, distro.id)


def releases_of(distro: Distro) -> Iterator[str]:
    """What feeds may call the release, the most exact first: `3.19.1`, `3.19`, `3`."""
    version = _version(distro)
    if version:
        yield version
        parts = version.split(".")
        if len(parts) > 2:
            yield ".".join(parts[:2])
        if len(parts) > 1 and product_of(distro) not in _SERVICE_PACKS:
            yield parts[0]
    if version != distro.version_id:
        yield distro.version_id
    if distro.codename:
        yield distro.codename


def _own(distro: Distro, known: Mapping[str, NamespaceState]) -> str:
    """The first namespace of the database that is this release's; empty where there is none."""
    product = product_of(distro)
    for name in _candidates(distro, product):
        state = known.get(name)
        if state is not None and state.rows:
            return name
    return ""


def _candidates(distro: Distro, product: str) -> Iterator[str]:
    if product == "alpine" and (
        distro.codename == "edge" or "_alpha" in distro.version_id or "edge" in distro.version_id
    ):
        yield "alpine:edge"
        return
    for release in releases_of(distro) if product != "openeuler" else (_version(distro),):
        yield f"{product}:{release}"
    if product == "debian" and distro.codename in _DEBIAN_NUMBERS and not distro.version_id:
        yield f"debian:{_DEBIAN_NUMBERS[distro.codename]}"
    if product == "debian" and (distro.codename in _DEBIAN_ROLLING or not distro.version_id):
        yield "debian:unstable"
    if product != "debian":
        yield product


def _version(distro: Distro) -> str:
    """The release as a number: `15.5` for `15-SP5`, `1` for the Amazon Linux of 2018.03."""
    version = distro.version_id.strip().lower()
    if pack := _SERVICE_PACK.match(version):
        return f"{pack[1]}.{pack[2]}"
    if product_of(distro) == "amazon" and _OLD_AMAZON.match(version):
        return "1"
    if distro.id == "openeuler":
        release, _, rest = version.partition("-")
        pack = _OPENEULER_PACK.search(rest) or _OPENEULER_PACK.search(distro.version.lower())
        return f"{release}+{pack[0]}" if pack else release
    return version


def _parent(distro: Distro) -> Distro | None:
    if not distro.parent_id:
        known = _PARENTS.get(distro.id)
        return msgspec.structs.replace(distro, id=known) if known else None
    return Distro(
        id=distro.parent_id,
        version_id=distro.parent_version,
        codename=distro.parent_codename,
        channels=distro.channels,
    )


def _speaker(name: str, known: Mapping[str, NamespaceState]) -> Speaker:
    return Speaker(namespace=name, scheme=known[name].scheme)


def _channels(distro: Distro, base: str, known: Mapping[str, NamespaceState]) -> Iterator[Speaker]:
    """Channels of the release: those that the image has, those of extended support, and those that versions tell apart."""
    product = product_of(distro)
    releases = [f"{product}:{release}+" for release in releases_of(distro)]
    prefixes = tuple(dict.fromkeys([f"{base}+", *releases, f"{product}+"]))
    streams = _STREAMS.get(product)
    for name in sorted(known):
        if not name.startswith(prefixes) or not known[name].rows:
            continue
        channel = name.partition("+")[2]
        is_active = any(channel == own or channel.startswith(f"{own}-") for own in distro.channels)
        is_stream = streams is not None and bool(streams.fullmatch(channel)) and not is_active
        if is_active or is_stream or _EXTENDED.match(channel):
            yield Speaker(
                namespace=name,
                scheme=known[name].scheme,
                channel=channel,
                is_active=is_active or is_stream,
                is_stream=is_stream,
            )


def _epel(distro: Distro, known: Mapping[str, NamespaceState]) -> Speaker | None:
    """Amazon Linux 2 takes its packages from that of release 7."""
    product = product_of(distro)
    if product == "amazon" and distro.version_id == "2":
        releases: Iterable[str] = ("7",)
    elif product in _ENTERPRISE_LINUX:
        releases = releases_of(distro)
    else:
        return None
    names = (f"epel:{release}" for release in releases)
    return next((_speaker(name, known) for name in names if name in known and known[name].rows), None)


def _parent_note(distro: Distro, namespace: str) -> str:
    if distro.id == "centos" and "stream" in f"{distro.name} {distro.pretty_name}".lower():
        return f"CentOS Stream is ahead of the releases that {namespace} speaks about"
    sure = "" if distro.is_parent_certain else ", as far as its files tell"
    return f"{namespace} speaks about the parent of {title_of(distro)}{sure}"


def _silence(distro: Distro, known: Mapping[str, NamespaceState]) -> str:
    product = product_of(distro)
    others = sorted(
        name for name in known if name.partition(":")[0] == product and "+" not in name and known[name].rows
    )
    if others:
        listed = ", ".join(others[:6]) + (", …" if len(others) > 6 else "")
        what = title_of(distro) if distro.version_id or distro.codename else f"{distro.id} of an unknown release"
        return f"no feed in the database speaks about {what}; it has {listed}"
    parent = f" or of its parent {distro.parent_id}" if distro.parent_id else ""
    return f"no feed in the database speaks about packages of {distro.id}{parent}"
