"""Which packages a rule is about."""

import pytest

from mooring.policy.packages.choosing import by_name, is_version, of_types
from policy.matched import LODASH, OPENSSL, judged, package

DJANGO = package("pypi", "django")
REPORT = judged(packages=(OPENSSL, LODASH, DJANGO))


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ((), "openssl lodash django"),
        (("all",), "openssl lodash django"),
        (("os",), "openssl"),
        (("non-os",), "lodash django"),
        (("dpkg",), "openssl"),
        (("DEB", "Python"), "openssl django"),
        (("gem",), ""),
    ],
)
def test_packages_are_chosen_by_purl_type_or_anchores_name_or_class(types, expected):
    assert expected.split() == [one.name for one in of_types(REPORT, types)]


def test_a_jar_goes_by_its_artifact_too():
    jar = package("maven", "org.example:log")

    assert (jar,) == by_name(judged(packages=(jar,)), "log") == by_name(judged(packages=(jar,)), "org.example:log")


@pytest.mark.parametrize(
    ("kind", "have", "version", "same"),
    [
        ("rpm", "1:2.3-4.el9", "1:2.3-4.el9", True),
        ("rpm", "1:2.3-4.el9", "2.3-4.el9", True),
        ("rpm", "1:2.3-4.el9", "2.3", True),
        ("rpm", "1:2.3-4.el9", "1:2.3", True),
        ("apk", "1.2.4-r2", "1.2.4", True),
        ("deb", "1:2.3-4", "2.3-4", True),
        ("deb", "2.3-4", "2.3", False),
        ("npm", "1.0.0-1", "1.0.0", False),
        ("golang", "1:2", "2", False),
        ("npm", "1.0.0", "", False),
    ],
)
def test_a_version_may_be_written_without_epoch_or_release(kind, have, version, same):
    assert same == is_version(package(kind, "a", have), version)
