"""Which packages an exception is about."""

import pytest

from mooring.vulns.suppression.fitting import fits_package, fits_rule
from vulns.suppression.small import LODASH, SSL, around, package, rule

DJANGO = package("pypi", "Django_Rest", "1.0", purl="pkg:pypi/django-rest@1.0")
JAR = package("maven", "org.apache:log4j", "2.0", purl="pkg:maven/org.apache/log4j@2.0")


@pytest.mark.parametrize(
    ("pattern", "found", "fits"),
    [
        ("libssl3", SSL, True),
        ("openssl", SSL, True),
        ("libssl*", SSL, True),
        ("ssl", SSL, False),
        ("pkg:deb/ubuntu/libssl3", SSL, True),
        ("pkg:deb/ubuntu/libssl3@1.0", SSL, False),
        ("django.rest", DJANGO, True),
        ("DJANGO-*", DJANGO, True),
        ("log4j", JAR, True),
        ("org.apache:*", JAR, True),
        ("org.apache:log4j", JAR, True),
        ("Lodash", LODASH, True),
    ],
)
def test_a_package_is_named_by_name_source_glob_or_purl(pattern, found, fits):
    assert fits_package(pattern, found, around(found)) is fits


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        (rule(package="libssl3", type="deb"), True),
        (rule(package="libssl3", type="npm"), False),
        (rule(source="open*"), True),
        (rule(source="libssl3"), False),
        (rule(path="/var/lib/dpkg/*"), True),
        (rule(path="/opt/**"), False),
        (rule(vulnerabilities=("CVE-1-1",)), True),
    ],
)
def test_all_that_is_given_must_fit(given, fits):
    assert fits_rule(given, SSL, around()) is fits


def test_a_source_pattern_needs_a_source_package():
    assert not fits_rule(rule(source="*"), LODASH, around())
