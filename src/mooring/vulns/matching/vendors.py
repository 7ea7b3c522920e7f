"""Who built an OS package: the distribution itself, or somebody whose packages its feed does not speak about."""

from mooring.model.package import Package

_VENDORS = {
    "rhel": ("red hat",),
    "centos": ("centos", "red hat"),
    "rocky": ("rocky", "red hat"),
    "almalinux": ("almalinux", "red hat"),
    "oracle": ("oracle",),
    "fedora": ("fedora",),
    "amazon": ("amazon",),
    "sles": ("suse",),
    "opensuse-leap": ("suse",),
    "opensuse-tumbleweed": ("suse",),
    "mariner": ("microsoft",),
    "azurelinux": ("microsoft",),
    "photon": ("vmware", "broadcom"),
    "debian": ("debian",),
    "ubuntu": ("ubuntu", "canonical", "debian"),
}
"""Words of which one is in the Vendor of each rpm that the distribution itself built, and in the Origin of a deb where it has one."""
_FIELDS = {"rpm": "vendor", "deb": "origin"}


def foreign_vendor(package: Package, product: str) -> str:
    """The vendor of a package that the distribution did not build; empty where it did, or where that cannot be told."""
    words = _VENDORS.get(product)
    if words is None or package.type not in _FIELDS:
        return ""
    vendor = package.properties.get(_FIELDS[package.type], "")
    folded = vendor.lower()
    return "" if not vendor or any(word in folded for word in words) else vendor[:80]
