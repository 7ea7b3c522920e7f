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


@pytest.mark.parametrize(
    ("kind", "have", "asked", "is_found"),
    [
        ("pypi", "Evil_Pkg", "evil-pkg", True),
        ("pypi", "evil.pkg", "Evil__Pkg", True),
        ("deb", "Evil", "evil", True),
        ("deb", "evil-pkg", "evil_pkg", False),
        ("nuget", "Newtonsoft.Json", "newtonsoft.json", True),
        ("npm", "Evil", "evil", False),
        ("rpm", "Evil", "evil", False),
    ],
)
def test_other_spellings_of_a_name_hide_no_package(kind, have, asked, is_found):
    one = package(kind, have)

    assert ((one,) if is_found else ()) == by_name(judged(packages=(OPENSSL, one)), asked)


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
