"""What Anchore calls packages."""

import pytest

from mooring.policy.vulnerabilities.naming import anchore_type, id_tail, location_of
from policy.matched import package


@pytest.mark.parametrize(
    ("kind", "name", "path", "tail"),
    [
        ("deb", "openssl", "/var/lib/dpkg/status", "openssl"),
        ("rpm", "openssl-libs", "", "openssl-libs"),
        ("maven", "org.example:log", "/opt/log-1.0.jar", "log-1.0.jar"),
        ("maven", "org.example:log", "/app.war!WEB-INF/lib/log-1.0.jar", "log-1.0.jar"),
        ("maven", "org.example:log", "/app.war!log-1.0.jar", "log-1.0.jar"),
        ("gem", "rake", "/usr/lib/ruby/specifications/rake-13.0.gemspec", "rake-13.0.gemspec"),
        ("npm", "@babel/core", "/app/node_modules/@babel/core/package.json", "core"),
        ("npm", "core", "package.json", "core-1.0"),
        ("pypi", "django", "/usr/lib/python3/dist-packages/django.dist-info/METADATA", "django-1.0"),
        ("golang", "example.org/tool", "/usr/bin/tool", "example.org/tool-1.0"),
        ("maven", "org.example:log", "", "org.example:log-1.0"),
        ("npm", "lodash", "", "lodash-1.0"),
    ],
)
def test_the_tail_of_a_trigger_id_follows_the_kind_of_package(kind, name, path, tail):
    assert tail == id_tail(package(kind, name, path=path))


def test_what_only_a_lock_file_names_goes_by_name_and_version():
    named = package("npm", "lodash", path="/app/package-lock.json", is_installed=False)

    assert "lodash-1.0" == id_tail(named)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("deb", "dpkg"), ("rpm", "rpm"), ("apk", "APKG"), ("pypi", "python"), ("maven", "java"), ("npm", "npm"), ("gem", "gem"),
        ("golang", "go"), ("generic", "binary"), ("nuget", "nuget"),
    ],
)  # fmt: skip
def test_package_types_have_anchores_names(kind, expected):
    assert expected == anchore_type(package(kind, "a"))


def test_packages_of_the_distribution_have_no_location():
    assert "" == location_of(package("deb", "a", path="/var/lib/dpkg/status"))
    assert "/a" == location_of(package("npm", "a", path="/a"))
