"""Triggers of ours about packages."""

import pytest

from mooring.policy.gates.packages import GATE
from policy.gate_rules import failure, fired, messages, refusal
from policy.matched import judged, package

STREAM = package("npm", "event-stream", "3.3.6")
SCOPED = package("npm", "@babel/core", "7.0.0", purl="pkg:npm/%40babel/core@7.0.0")
CURL = package("deb", "curl", "7.88.1-10", purl="pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12")
ODD = package("npm", "odd", "workspace")
REPORT = judged(packages=(CURL, STREAM, SCOPED, ODD))


def names(trigger: str, report=REPORT, **params: str) -> list[str]:
    """Names of the packages that fire."""
    return [report.packages[one.subject].name for one in fired(GATE, trigger, report, **params)]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"purls": "pkg:npm/event-stream"}, "event-stream"),
        ({"purls": "pkg:npm/event-stream@3.3.6"}, "event-stream"),
        ({"purls": "pkg:npm/event-stream@3.3.5"}, ""),
        ({"purls": "pkg:npm/event"}, ""),
        ({"purls": "pkg:npm/@babel/*"}, "@babel/core"),
        ({"purls": "pkg:npm/%40babel/core"}, "@babel/core"),
        ({"purl": "pkg:deb/debian/curl"}, "curl"),
        ({"purls": "*?arch=amd64*"}, "curl"),
        ({"purls": "pkg:deb/*,pkg:npm/event-stream"}, "curl event-stream"),
        ({"purls": "regexp:^pkg:npm/e"}, "event-stream"),
        ({"purls": "pkg:npm/*", "versions": "< 4"}, "event-stream odd"),
        ({"purls": "pkg:npm/*", "versions": ">= 4, < 7 || = 7.0.0"}, "@babel/core odd"),
    ],
)
def test_packages_are_denied_by_package_url_and_range(params, expected):
    assert expected.split() == names("denied_purl", **params)


def test_a_denied_package_is_told_by_its_package_url():
    assert ["Package is denied: pkg:npm/event-stream@3.3.6"] == messages(
        GATE, "denied_purl", REPORT, purls="pkg:npm/event-stream"
    )


def test_what_cannot_be_read_is_said():
    assert failure(GATE, "denied_purl", REPORT, purls="*", versions="~~")
    assert "not a regular expression" in refusal(GATE, "denied_purl", purls="regexp:(")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"name": "curl"}, "curl"),
        ({"name": "curl", "name_comparison": "!="}, "event-stream @babel/core odd"),
        ({"name": "e*", "name_comparison": "like"}, "event-stream"),
        ({"name": "e*", "name_comparison": "not_like"}, "curl @babel/core odd"),
        ({"name": "curl, odd", "name_comparison": "in"}, "curl odd"),
        ({"name": "curl,odd", "name_comparison": "not_in"}, "event-stream @babel/core"),
        ({"type": "NPM"}, "event-stream @babel/core odd"),
        ({"type": "dpkg"}, "curl"),
        ({"type": "npm", "type_comparison": "!="}, "curl"),
        ({"type": "npm", "version": "4.0.0", "version_comparison": "<"}, "event-stream odd"),
        ({"version": "7.*", "version_comparison": "like"}, "curl @babel/core"),
        ({"version": "7.0.0"}, "@babel/core odd"),
        ({"version": "7.0.0,3.3.6", "version_comparison": "in"}, "event-stream @babel/core"),
    ],
)
def test_packages_are_compared_by_what_they_say(params, expected):
    assert expected.split() == names("metadata", **params)


def test_a_comparison_is_told_whole():
    assert ["Package curl 7.88.1-10 (deb) fulfils: name = 'curl' and version >= '7'"] == messages(
        GATE, "metadata", REPORT, name="curl", version="7", version_comparison=">="
    )


def test_a_comparison_with_nothing_is_refused():
    assert "neither name nor version nor type" in refusal(GATE, "metadata")


VENDORS = judged(
    packages=(
        package("rpm", "bash", properties={"vendor": "Red Hat, Inc."}),
        package("rpm", "agent", properties={"vendor": "Example Corp"}),
        package("deb", "repo", properties={"origin": "Example"}),
        package("deb", "base-files"),
        package("npm", "left-pad"),
    )
)


def test_packages_of_other_vendors_fire():
    expected = [
        "Package agent comes from 'Example Corp', which is not on the list",
        "Package repo comes from 'Example', which is not on the list",
    ]
    assert expected == messages(GATE, "source", VENDORS, vendors="red hat*")
    assert expected[:1] == messages(GATE, "source", VENDORS, vendors="Red Hat*", package_type="rpm")
    assert [] == messages(GATE, "source", VENDORS, vendors="*")


def test_packages_that_do_not_say_who_built_them_fire_when_asked_for():
    assert ["Package base-files does not say who built it"] == messages(
        GATE, "source", VENDORS, vendors="*", untold="fire"
    )


AGES = judged(
    packages=(
        package("apk", "musl", properties={"build_time": "1761955200"}),
        package("apk", "zlib", properties={"build_time": "2026-11-01"}),
        package("deb", "curl"),
    )
)


def test_packages_that_were_built_long_ago_fire():
    expected = ["Package musl 1.0 was built on 2025-11-01, more than 365 days ago"]

    assert expected == messages(GATE, "age", AGES, max_days_since_build="365")
    assert [] == messages(GATE, "age", AGES, max_days_since_build="400")
    assert ["curl"] == names("age", AGES, max_days_since_build="400", untold="fire")


def test_where_no_package_says_when_it_was_built_the_rule_cannot_be_evaluated():
    assert "says when it was built" in failure(GATE, "age", AGES, max_days_since_build="1", package_type="deb")
