"""Every VEX document of publishers that the shared data hold is read, and nothing in it is lost or added."""

import json
import re
import tarfile
from collections import Counter
from functools import cache

import pytest

from mooring.base.errors import UsageError
from mooring.model.distro import Distro
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Package
from mooring.model.vex import VexStatus
from mooring.vulns.suppression.products import closeness
from mooring.vulns.suppression.surroundings import Surroundings
from mooring.vulns.suppression.vex.read import read_vex
from quality.vulndata import IS_THERE, ROOT

pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared vulnerability data are not beside the project")
REFUSED = {
    "hummingbird/test-fixtures/input/advisories/2026/cve-2026-99999.json": "the product 'rhel-9:foo', which the document does not define",
}
"""What a publisher would have to correct (CSAF 2.0, mandatory test 6.1.1)."""
AT_LEAST = {"csaf": 45, "openvex": 6}
_MEMBER = re.compile(rb"^-- (.+) --$", re.MULTILINE)
_CSAF = {
    "fixed": VexStatus.FIXED,
    "first_fixed": VexStatus.FIXED,
    "known_not_affected": VexStatus.NOT_AFFECTED,
    "known_affected": VexStatus.AFFECTED,
    "under_investigation": VexStatus.UNDER_INVESTIGATION,
}


@cache
def documents():
    """Name and content of every CSAF and OpenVEX document in the fixtures, those in text archives too."""
    found = {}
    for path in sorted((ROOT / "fixtures").glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if not member.isfile() or not member.name.endswith((".json", ".txtar")):
                    continue
                content = archive.extractfile(member).read()
                if member.name.endswith(".txtar"):
                    found.update(_members(member.name, content))
                else:
                    found[member.name] = content
    return {name: content for name, content in found.items() if kind(content)}


def _members(name, content):
    parts = _MEMBER.split(content)
    return {f"{name}#{title.decode()}": text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def kind(content):
    try:
        document = json.loads(content)
    except ValueError:
        return ""
    if not isinstance(document, dict):
        return ""
    if "openvex" in str(document.get("@context", "")):
        return "openvex"
    head = document.get("document")
    return "csaf" if isinstance(head, dict) and "csaf_version" in head else ""


def expected(content):
    """How many products have which status, counted in the plainest way."""
    document = json.loads(content)
    counts = Counter()
    if kind(content) == "openvex":
        for statement in document["statements"]:
            counts[VexStatus(statement["status"])] += len(statement["products"])
    for vulnerability in document.get("vulnerabilities", ()):
        for name, products in vulnerability.get("product_status", {}).items():
            if name in _CSAF:
                counts[_CSAF[name]] += len(products)
    return counts


def read(folder, name):
    path = folder / "vex.json"
    path.write_bytes(documents()[name])
    return read_vex(path)


def test_every_document_is_read_and_every_product_keeps_its_status(tmp_path):
    wrong = {}
    for name, content in documents().items():
        reason = next((reason for suffix, reason in REFUSED.items() if name.endswith(suffix)), None)
        try:
            statements = read(tmp_path, name)
        except UsageError as error:
            if not reason or reason not in error.message:
                wrong[name] = error.message
            continue
        found = Counter()
        for statement in statements:
            found[statement.status] += len(statement.products)
        if reason or found != expected(content) or any(not one.products for one in statements):
            wrong[name] = found

    assert wrong == {}
    kinds = Counter(map(kind, documents().values()))
    print(dict(kinds))
    assert all(kinds[name] >= count for name, count in AT_LEAST.items())


def stated(folder, suffix, package, distro):
    """The status of a package of a distribution, as a document has it."""
    (name,) = [name for name in documents() if name.endswith(suffix)]
    around = Surroundings(Inventory(distro=distro, packages=(package,)), ImageDescription(name="x"))
    return {
        statement.status
        for statement in read(folder, name)
        if any(closeness(product, package, around) for product in statement.products)
    }


def rpm(name, version, source):
    return Package(
        id=name, type="rpm", name=name, version=version, purl=f"pkg:rpm/redhat/{name}@{version.rpartition(':')[2]}",
        source_name=source, source_version=version.rpartition(":")[2], architecture="x86_64",
    )  # fmt: skip


def deb(name, version, source):
    return Package(
        id=name, type="deb", name=name, version=version, purl=f"pkg:deb/ubuntu/{name}@{version}?arch=amd64",
        source_name=source, source_version=version, architecture="amd64",
    )  # fmt: skip


RHEL_9 = Distro(id="rhel", version_id="9.4", cpe_name="cpe:/o:redhat:enterprise_linux:9::baseos")
RHEL_6 = Distro(id="rhel", version_id="6.10", cpe_name="cpe:/o:redhat:enterprise_linux:6server")
ROCKY_9 = Distro(id="rocky", version_id="9.4", cpe_name="cpe:/o:rocky:rocky:9::baseos")
JAMMY = Distro(id="ubuntu", version_id="22.04", codename="jammy")
XENIAL = Distro(id="ubuntu", version_id="16.04", codename="xenial")


@pytest.mark.parametrize(
    ("document", "package", "distro", "status"),
    [
        (
            "testdata/cve-2023-4154.json",
            rpm("samba-client", "4.19.4-105.el9_4", "samba"),
            RHEL_9,
            {VexStatus.NOT_AFFECTED},
        ),
        ("testdata/cve-2023-4154.json", rpm("samba-client", "4.19.4-105.el9", "samba"), ROCKY_9, set()),
        ("testdata/cve-2024-0727-openssl.json", rpm("openssl", "1:3.0.7-27.el9", "openssl"), RHEL_9, {VexStatus.FIXED}),
        ("testdata/cve-2024-0727-openssl.json", rpm("openssl", "1:3.0.7-6.el9", "openssl"), RHEL_9, set()),
        (
            "testdata/cve-2024-0727-openssl.json",
            rpm("openssl", "1.0.1e-58.el6_10", "openssl"),
            RHEL_6,
            {VexStatus.AFFECTED},
        ),
        ("2023/CVE-2023-38545.json", deb("curl", "7.81.0-1ubuntu1.24", "curl"), JAMMY, {VexStatus.FIXED}),
        ("2023/CVE-2023-38545.json", deb("curl", "7.81.0-1ubuntu1.10", "curl"), JAMMY, set()),
        ("2023/CVE-2023-38545.json", deb("curl", "7.47.0-1ubuntu2.19", "curl"), XENIAL, {VexStatus.AFFECTED}),
        ("2023/CVE-2023-38545.json", deb("curl", "7.81.0-1ubuntu1.24", "curl"), XENIAL, set()),
    ],
)
def test_publishers_mean_the_packages_of_their_own_releases(tmp_path, document, package, distro, status):
    assert stated(tmp_path, document, package, distro) == status
