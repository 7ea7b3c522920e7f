"""Looking things up by name loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.vulns.suppression.fitting import fits_package
from mooring.vulns.suppression.name_index import NameIndex, name_of_identifier, name_of_pattern
from vulns.suppression.small import LODASH, SSL, around, package

NAMES = st.lists(st.sampled_from(["a", "B", "-", "_", ".", "/", ":", "*"]), min_size=1, max_size=5).map("".join)


def found(pattern, one):
    index = NameIndex()
    index.add(pattern, (name_of_pattern(pattern),))
    return [*index.about(one), *index.others]


@given(
    NAMES,
    NAMES.filter(lambda name: "*" not in name),
    st.sampled_from(["pypi", "npm", "maven", "cargo", "deb", "golang", "swift"]),
)
def test_what_fits_is_found(pattern, name, kind):
    one = package(kind, name, "1.0", source_name="aB")

    if fits_package(pattern, one, around(one)):
        assert found(pattern, one) == [pattern]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("openssl", "openssl"),
        ("lib*", ""),
        ("pkg:npm/%40babel/core@7", "core"),
        ("pkg:oci/app", ""),
        ("pkg:nonsense", ""),
        ("https://github.com/apple/swift-nio", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_pattern(pattern, name):
    assert name_of_pattern(pattern) == name


@pytest.mark.parametrize(
    "identifier", ["pkg:generic/x", "pkg:rpmmod/redhat/x@1", "cpe:/a:x:x", "sha256:00", "pkg:docker/x"]
)
def test_what_may_mean_something_larger_is_always_looked_at(identifier):
    assert name_of_identifier(identifier) == ""


def test_only_what_has_the_name_is_given():
    index = NameIndex()
    index.add("ssl", ["openssl"])
    index.add("any", [])
    index.add("either", ["lodash", ""])

    assert list(index.about(SSL)) == ["ssl"]
    assert list(index.about(LODASH)) == []
    assert index.others == ("any", "either")
