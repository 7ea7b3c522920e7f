"""Which namespace a product of Red Hat speaks for.

- `cpe:/o:redhat:enterprise_linux:9`, with any of the repositories that every subscription has, is the plain release `rhel:9`;
- support that is paid for is a channel: `rhel:9.4+eus`, `rhel:8.2+aus`, `+e4s`, `+tus`, `rhel:7+els`;
- Software Collections, .NET and developer tools, whose packages have names of their own, are `rhel:7+scl`; Extras `rhel:7+extras`;
- everything else that is layered on a release (OpenShift, JBoss, Satellite, fast datapath, hypervisors) is `rhel:9+layered`, or
  `rhel+layered` where the release is unknown, and `Affected.repository` holds its CPE. A plain image asks for `rhel:9` and never
  meets them.
"""

import re
from functools import lru_cache

import msgspec

_CPE = re.compile(r"cpe:(?:/|2\.3:)([aoh*]):redhat:([^:]+)(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?")
_CHANNELS = {
    "rhel_eus": "eus", "rhel_eus_long_life": "eus", "enterprise_linux_eus": "eus", "rhel_aus": "aus", "rhel_mission_critical": "aus",
    "rhel_e4s": "e4s", "enterprise_linux_e4s": "e4s", "rhel_tus": "tus", "rhel_els": "els", "rhel_els_eus": "els",
    "rhel_software_collections": "scl", "rhel_dotnet": "scl", "rhel_developer_suite": "scl", "devtools": "scl",
    "rhel_extras": "extras", "rhel_extras_els": "extras",
}  # fmt: skip
_MAJOR_ONLY = {"els", "scl", "extras"}
PAID_CHANNELS = frozenset({"eus", "aus", "e4s", "tus", "els"})
_OTHER_EDITIONS = {"hypervisor", "hypervisor_power", "fastdatapath"}
_EL = re.compile(r"(?:^|[:._-])(?:el|rhel-?)(\d+)")
_RELEASE_TAG = re.compile(r"[._+-](?:el|ael)(\d+)(?!\d)")


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """Where statements about a product belong."""

    namespace: str
    major: str
    """`9`; empty where the CPE does not say it."""
    channel: str = ""
    """Empty for the plain release."""
    cpe: str = ""


@lru_cache(maxsize=8192)
def product_of(cpe: str, release: str = "") -> Product | None:
    """The product of a CPE, in the URI or the 2.3 form; None where it is none of Red Hat.

    `release` is an rpm release (`4.el8`), which tells what the CPE of a layered product leaves open.
    """
    found = _CPE.match(cpe)
    if found is None:
        return None
    name, version, update, edition = (found.group(number) or "" for number in (2, 3, 4, 5))
    version = version.replace("*", "").replace("\\", "")
    if name == "enterprise_linux" and version and not {update, edition} & _OTHER_EDITIONS:
        major = version if version == "2.1" else version.partition(".")[0]
        return Product(namespace=f"rhel:{major}", major=major, cpe=cpe)
    channel = _CHANNELS.get(name, "layered")
    if channel == "layered" or not version:
        return _layered(cpe, release, name, version)
    if channel == "scl":
        major = _el(cpe) or _el_of_release(release)
        return Product(namespace=f"rhel:{major}+scl" if major else "rhel+scl", major=major, channel="scl", cpe=cpe)
    major = version.partition(".")[0]
    base = major if channel in _MAJOR_ONLY else version
    return Product(namespace=f"rhel:{base}+{channel}", major=major, channel=channel, cpe=cpe)


def _layered(cpe: str, release: str, name: str, version: str) -> Product:
    own = version.partition(".")[0] if name in _OF_A_RELEASE else ""
    major = own or _el(cpe) or _el_of_release(release)
    return Product(
        namespace=f"rhel:{major}+layered" if major else "rhel+layered", major=major, channel="layered", cpe=cpe
    )


_OF_A_RELEASE = {
    "enterprise_linux", "rhel_extras_rt", "rhel_extras_sap", "rhel_extras_sap_hana", "rhel_extras_oracle_java", "rhel_extras_other",
    "rhel_common", "rhel_productivity", "rhel_virtualization", "rhel_cluster", "rhel_extras_rt_els", "rhel_rhn_tools", "rhel_atomic",
}  # fmt: skip
"""Products whose version is that of the release below them."""


def _el(cpe: str) -> str:
    found = _EL.search(cpe)
    return found.group(1) if found else ""


def _el_of_release(release: str) -> str:
    found = _RELEASE_TAG.search(release)
    return found.group(1) if found and len(found.group(1)) <= 2 else ""
