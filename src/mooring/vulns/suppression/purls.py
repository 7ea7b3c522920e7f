"""Whether an identifier of a VEX product or an exception names a package: purl, CPE, digest, or the package's own id."""

from collections.abc import Sequence
from functools import lru_cache

from mooring.base.errors import ReadError
from mooring.model.cpe import Cpe, parse_cpe
from mooring.model.cpe import matches as cpe_matches
from mooring.model.distro import Distro
from mooring.model.package import Package
from mooring.model.purl import Purl
from mooring.versions.scheme import InvalidVersion, scheme_for
from mooring.vulns.names import normal_name
from mooring.vulns.suppression.images import purl_of
from mooring.vulns.suppression.surroundings import Surroundings
from mooring.vulns.suppression.version_ranges import is_version_within

_SOURCE_ARCHITECTURES = ("source", "src")
_ANY_ARCHITECTURE = ("all", "any", "noarch")
_DIGESTS = ("md5", "sha1", "sha256", "sha384", "sha512")
_OPTIONAL_NAMESPACE = ("deb", "rpm", "apk", "alpm", "opkg", "ebuild")


def means_package(identifier: str, package: Package, around: Surroundings, versions: Sequence[str] = ()) -> bool:
    """Whether the identifier names the package, in one of these versions where some are given."""
    if identifier.startswith("pkg:"):
        return _is_same_purl(identifier, package, around.distro, versions)
    if identifier.startswith("cpe:"):
        return _is_same_cpe(identifier, package) and _is_any_version(package.version, package.type, versions)
    algorithm, colon, digest = identifier.partition(":")
    if colon and algorithm in _DIGESTS:
        return package.properties.get(algorithm, "").lower() == digest.lower() != ""
    return identifier == package.id


def means_platform(identifier: str, distro: Distro | None) -> bool:
    """Whether a CPE names the distribution (or one of its extended-support channels) that an image is built on."""
    if distro is None or not identifier.startswith("cpe:"):
        return False
    wanted = _cpe(identifier)
    own = _cpe(distro.cpe_name) if distro.cpe_name else None
    if own is None and distro.id == "rhel":
        own = Cpe(vendor="redhat", product="enterprise_linux", version=distro.version_id)
    if wanted is None or own is None or wanted.vendor != own.vendor:
        return False
    if wanted.product != own.product:
        channel = wanted.product.removeprefix("rhel_")
        return channel != wanted.product and channel in distro.channels and wanted.version == distro.version_id
    if wanted.update not in ("*", "-", own.update):
        return False
    return wanted.version in ("*", own.version) or distro.version_id.split(".")[0] == wanted.version


def _is_any_version(version: str, package_type: str, versions: Sequence[str]) -> bool:
    return not versions or any(is_version_within(version, package_type, one) for one in versions)


def _is_same_purl(text: str, package: Package, distro: Distro | None, versions: Sequence[str]) -> bool:
    """Type and name are equal; version and qualifiers where the identifier gives them."""
    wanted, own = purl_of(text), purl_of(package.purl)
    if wanted is None or own is None or wanted.type != own.type:
        return False
    is_source = wanted.qualifiers.get("arch", "").lower() in _SOURCE_ARCHITECTURES
    own_name = package.source_name if is_source and package.source_name else own.name
    installed = (package.version, own.version)
    if is_source and package.source_version:
        # The name of a source rpm has no epoch; it is that of its packages.
        epoch, colon, _ = package.version.rpartition(":")
        source_version = package.source_version
        installed = (source_version, source_version if ":" in source_version else f"{epoch}{colon}{source_version}")
    if not _is_same_name(wanted, own, own_name):
        return False
    if not _are_same_qualifiers(wanted, own, package, distro, is_source=is_source):
        return False
    ranges = (*versions, *filter(None, (wanted.qualifiers.get("vers", ""),)))
    if not _is_any_version(installed[0], package.type, ranges):
        return False
    return not wanted.version or _is_same_version(wanted, installed, package.type)


def _is_same_name(wanted: Purl, own: Purl, own_name: str) -> bool:
    if wanted.type in _OPTIONAL_NAMESPACE:
        is_same_place = not wanted.namespace or not own.namespace or wanted.namespace.lower() == own.namespace.lower()
        return is_same_place and wanted.name == own_name
    names = [f"{one.namespace}/{name}".strip("/") for one, name in ((wanted, wanted.name), (own, own_name))]
    return normal_name(own.type, names[0]) == normal_name(own.type, names[1])


def _are_same_qualifiers(wanted: Purl, own: Purl, package: Package, distro: Distro | None, *, is_source: bool) -> bool:
    asked = wanted.qualifiers
    architecture = asked.get("arch", "").lower()
    if architecture and not is_source and architecture not in _ANY_ARCHITECTURE:
        own_architecture = (package.architecture or own.qualifiers.get("arch", "")).lower()
        if own_architecture not in ("", architecture):
            return False
    if asked.get("classifier", "") and asked["classifier"] != own.qualifiers.get("classifier", ""):
        return False
    if asked.get("rpmmod", "") and not _is_in_module(asked["rpmmod"], package):
        return False
    release = asked.get("distro", "")
    return not release or release == own.qualifiers.get("distro", "") or _is_release(release, distro)


def _is_in_module(module: str, package: Package) -> bool:
    """`nodejs:18` and `nodejs:18:8090020240301110609:a75119d5` (name, stream, version, context) against the package's label."""
    label = package.properties.get("modularity", "")
    return label.split(":")[:2] == module.split(":")[:2]


def _is_release(text: str, distro: Distro | None) -> bool:
    """`jammy`, `22.04`, `ubuntu-22.04`, and with a channel `esm-apps/jammy` or `trusty/esm`."""
    if distro is None:
        return False
    names = {
        name.lower()
        for release in (
            distro.version_id,
            distro.version_id.split(".")[0] if distro.id != "ubuntu" else "",
            distro.codename,
        )
        if release
        for name in (release, f"{distro.id}-{release}", f"{distro.id}:{release}")
    }
    parts = text.lower().split("/")
    if len(parts) == 1:
        return parts[0] in names
    channels = [part for part in parts if part not in names]
    is_open = any(channel.startswith(part) for part in channels for channel in distro.channels)
    return len(channels) < len(parts) and (is_open or not channels)


def _is_same_version(wanted: Purl, installed: Sequence[str], package_type: str) -> bool:
    epoch = wanted.qualifiers.get("epoch", "")
    version = f"{epoch}:{wanted.version}" if epoch and ":" not in wanted.version else wanted.version
    if version in installed:
        return True
    if epoch not in ("", "0") and not any(":" in one for one in installed):
        return False
    scheme = scheme_for(package_type)
    try:
        place = scheme.key(version)
    except InvalidVersion:
        return False
    return any(scheme.is_valid(one) and scheme.key(one) == place for one in installed if one)


def _is_same_cpe(text: str, package: Package) -> bool:
    wanted = _cpe(text)
    if wanted is None:
        return False
    return any(own is not None and cpe_matches(wanted, own) for own in map(_cpe, package.cpes))


@lru_cache(maxsize=4096)
def _cpe(text: str) -> Cpe | None:
    try:
        return parse_cpe(text)
    except ReadError:
        return None
