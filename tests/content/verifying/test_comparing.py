"""One file, several records."""

import hashlib

from images.build import layer
from mooring.base.limits import DEFAULT_LIMITS
from mooring.content.verifying.comparing import compare
from mooring.content.verifying.dpkg_rules import DpkgRules
from mooring.content.verifying.expected import Expected
from mooring.model.package import Package
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import read_layer

NO_RULES = DpkgRules((), ())


def expected(path: str, content: bytes, package: str = "a") -> Expected:
    owner = Package(id=package, type="deb", name=package, version="1", purl="")
    return Expected(owner, "/" + path, path.encode(), "sha256", hashlib.sha256(content).digest())


def compared(files: dict[str, bytes], *wishes: Expected):
    one = layer(files)
    record = read_layer(iter([one.stored]), "layer", Dispatch([], 1), DEFAULT_LIMITS, with_digests=True)
    return compare([record], wishes, NO_RULES)


def test_a_file_that_two_packages_name_need_only_be_what_one_of_them_says():
    found = compared({"x": b"2"}, expected("x", b"1"), expected("x", b"2", "b"))

    assert (found.failures, found.compared) == ([], 1)


def test_a_file_that_is_what_no_package_says_is_one_failure():
    found = compared({"x": b"3"}, expected("x", b"1"), expected("x", b"2", "b"))

    assert [(one.package_name, one.path) for one in found.failures] == [("b", "/x")]


def test_what_containers_mount_over_is_not_compared():
    assert compared({}, expected("proc/x", b"1"), expected("dev/null", b"")).failures == []


def test_failures_come_in_a_fixed_order():
    wishes = [expected("z", b"1"), expected("b", b"1"), expected("a", b"1", "b")]

    assert [one.path for one in compared({}, *wishes).failures] == ["/b", "/z", "/a"]
