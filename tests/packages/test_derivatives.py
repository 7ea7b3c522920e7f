"""Parents of derivatives."""

import pytest

from mooring.packages.distro import from_os_release

PARENTS = [
    ("ID=linuxmint\nVERSION_ID=21.3\nUBUNTU_CODENAME=jammy", ("ubuntu", "22.04", "jammy", True)),
    ("ID=linuxmint\nVERSION_ID=6\nID_LIKE=debian\nDEBIAN_CODENAME=bookworm", ("debian", "12", "bookworm", True)),
    ("ID=linuxmint\nVERSION_ID=18.3", ("ubuntu", "16.04", "xenial", False)),
    ("ID=pop\nVERSION_ID=22.04\nUBUNTU_CODENAME=jammy", ("ubuntu", "22.04", "jammy", True)),
    ("ID=elementary\nVERSION_ID=7.1", ("ubuntu", "22.04", "jammy", False)),
    ("ID=neon\nVERSION_ID=24.04", ("ubuntu", "24.04", "noble", False)),
    ("ID=ubuntu-core\nVERSION_ID=22", ("ubuntu", "22.04", "jammy", False)),
    ("ID=kali\nVERSION_ID=2024.1\nVERSION_CODENAME=kali-rolling", ("debian", "", "sid", False)),
    ('ID=raspbian\nVERSION_ID=9\nVERSION="9 (stretch)"', ("debian", "9", "stretch", True)),
    ("ID=devuan\nVERSION_ID=5", ("debian", "12", "bookworm", False)),
    ("ID=rocky\nVERSION_ID=8.4\nPLATFORM_ID=platform:el8", ("rhel", "8.4", "", True)),
    ("ID=almalinux\nVERSION_ID=9.3\nPLATFORM_ID=platform:el9", ("rhel", "9.3", "", True)),
    ("ID=centos\nVERSION_ID=7", ("rhel", "7", "", False)),
    ("ID=ol\nVERSION_ID=8.3\nPLATFORM_ID=platform:el8", ("rhel", "8.3", "", True)),
    ("ID=scientific\nVERSION_ID=7.5", ("rhel", "7.5", "", False)),
    ("ID=rhcos\nVERSION_ID=4.14\nRHEL_VERSION=9.2", ("rhel", "9.2", "", True)),
    ("ID=newrebuild\nID_LIKE='rhel fedora'\nVERSION_ID=9.1\nPLATFORM_ID=platform:el9", ("rhel", "9.1", "", True)),
    ("ID=bazzite\nID_LIKE=fedora\nVERSION_ID=42\nPLATFORM_ID=platform:f42", ("fedora", "42", "", True)),
    ("ID=sles_sap\nVERSION_ID=15.5", ("sles", "15.5", "", True)),
    ("ID=postmarketos\nVERSION_ID=v25.06\nID_LIKE=alpine", ("alpine", "3.22", "", False)),
    ("ID=postmarketos\nVERSION_ID=edge", ("alpine", "", "edge", True)),
    ("ID=endeavouros\nID_LIKE=arch", ("arch", "", "", True)),
]


@pytest.mark.parametrize(("text", "expected"), PARENTS)
def test_a_derivative_names_its_parent(text, expected):
    distro = from_os_release(text, "")

    assert (distro.parent_id, distro.parent_version, distro.parent_codename, distro.is_parent_certain) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ID=debian\nVERSION_ID=12",
        "ID=ubuntu\nVERSION_ID=22.04\nUBUNTU_CODENAME=jammy",
        "ID=amzn\nID_LIKE=fedora\nVERSION_ID=2023\nPLATFORM_ID=platform:al2023",
        "ID=wolfi\nVERSION_ID=20230201",
        "ID=chainguard\nVERSION_ID=20230214",
        "ID=azurelinux\nVERSION_ID=3.0",
        "ID=mariner\nVERSION_ID=2.0",
        "ID=photon\nVERSION_ID=5.0",
        "ID=anolis\nID_LIKE='rhel fedora centos'\nVERSION_ID=8.8\nPLATFORM_ID=platform:an8",
        "ID=hummingbird\nID_LIKE='fedora rhel'\nVERSION_ID=20251124",
        "ID=devuan\nVERSION_ID=99",
    ],
)
def test_a_distribution_with_packages_of_its_own_has_no_parent(text):
    assert from_os_release(text, "").parent_id == ""
