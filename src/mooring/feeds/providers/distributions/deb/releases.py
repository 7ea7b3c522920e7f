"""Names of releases: codenames of Debian and Ubuntu, channels of Ubuntu Pro, to namespaces."""

from mooring.packages.derivatives import DEBIAN_CODENAMES, UBUNTU_CODENAMES

UNSTABLE = "debian:unstable"

_OLD_DEBIAN = {"potato": "2.2", "woody": "3.0", "sarge": "3.1", "etch": "4"}
_DEBIAN = {
    **{codename: f"debian:{version}" for version, codename in DEBIAN_CODENAMES.items()},
    **{codename: f"debian:{version}" for codename, version in _OLD_DEBIAN.items()},
    "sid": UNSTABLE,
    "unstable": UNSTABLE,
}
_OLD_UBUNTU = {
    "warty": "4.10", "hoary": "5.04", "breezy": "5.10", "dapper": "6.06", "edgy": "6.10", "feisty": "7.04", "gutsy": "7.10",
    "hardy": "8.04", "intrepid": "8.10", "jaunty": "9.04", "karmic": "9.10", "maverick": "10.10", "natty": "11.04", "oneiric": "11.10",
}  # fmt: skip
_UBUNTU = {**{codename: version for version, codename in UBUNTU_CODENAMES.items()}, **_OLD_UBUNTU}

_CHANNELS = {
    "esm": ("esm", "esm-infra"),
    "esm-infra": ("esm", "esm-infra"),
    "esm-infra-legacy": ("esm", "esm-infra-legacy"),
    "esm-apps": ("esm", "esm-apps"),
    "esm-apps-legacy": ("esm", "esm-apps-legacy"),
    "ros-esm": ("ros-esm", "ros-esm"),
    "fips": ("fips", "fips"),
    "fips-updates": ("fips-updates", "fips-updates"),
    "fips-preview": ("fips-preview", "fips-preview"),
    "realtime": ("realtime", "realtime"),
    "bluefield": ("bluefield", "bluefield"),
}
"""A channel as Ubuntu's tracker writes it, to the channel of the namespace and the name of its repository."""


def debian_namespace(codename: str) -> str | None:
    """`debian:12` for `bookworm`, `debian:unstable` for `sid`; None for a name that is no release."""
    return _DEBIAN.get(codename)


def debian_number(namespace: str) -> int:
    """12 for `debian:12`; 0 where the namespace has no whole number."""
    number = namespace.removeprefix("debian:")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0


def ubuntu_release(name: str) -> tuple[str, str] | None:
    """Namespace and repository of a release as the tracker writes it: `jammy`, `esm-apps/jammy`, `trusty/esm`; None for all that is no
    release with a number (`upstream`, `devel`, `snap`, `vivid/ubuntu-core`)."""
    left, slash, right = name.partition("/")
    if not slash:
        version = _UBUNTU.get(left)
        return (f"ubuntu:{version}", "") if version else None
    channel, codename = (right, left) if left in _UBUNTU else (left, right)
    version, known = _UBUNTU.get(codename), _CHANNELS.get(channel)
    return (f"ubuntu:{version}+{known[0]}", known[1]) if version and known else None
