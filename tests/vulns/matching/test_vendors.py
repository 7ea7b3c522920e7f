"""Who built an OS package."""

import pytest

from mooring.vulns.matching.vendors import foreign_vendor
from vulns.world import package


@pytest.mark.parametrize(
    ("kind", "product", "told", "expected"),
    [
        ("rpm", "rhel", {"vendor": "Red Hat, Inc."}, ""),
        ("rpm", "rocky", {"vendor": "Rocky Enterprise Software Foundation"}, ""),
        ("rpm", "rhel", {"vendor": "Fedora Project"}, "Fedora Project"),
        ("rpm", "rhel", {}, ""),
        ("rpm", "mageia", {"vendor": "Example"}, ""),
        ("deb", "debian", {"origin": "Google LLC"}, "Google LLC"),
        ("deb", "ubuntu", {"origin": "debian"}, ""),
        ("deb", "debian", {"vendor": "Example"}, ""),
        ("apk", "alpine", {"vendor": "Example"}, ""),
    ],
)
def test_a_foreign_vendor_is_told_where_packages_say_who_built_them(
    kind: str, product: str, told: dict[str, str], expected: str
):
    assert expected == foreign_vendor(package(kind, "a", "1", properties=told), product)
