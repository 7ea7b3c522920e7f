"""pnpm-lock.yaml in its versions."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.javascript.pnpm_lock import READER
from packages.javascript.reading import by_name, edges, read
from packages.javascript.samples import PNPM_5, PNPM_9

PNPM_6 = b"""lockfileVersion: '6.0'
dependencies:
  a:
    specifier: ^1.0.0
    version: 1.0.0(b@2.0.0)
packages:
  /a@1.0.0(b@2.0.0):
    resolution: {integrity: sha512-xx==}
    dependencies:
      b: 2.0.0
    dev: false
  /b@2.0.0:
    resolution: {integrity: sha512-xx==}
    optional: true
    dev: false
"""


def test_version_5_is_read_with_aliases_and_foreign_packages():
    facts = read(READER, "pnpm-lock.yaml", PNPM_5)

    assert set(by_name(facts)) == {"@acme/paint@1.2.3", "brush@0.9.1", "brush@2.0.0", "roller@1.0.0", "tape@0.1.0"}
    assert edges(facts) == {("@acme/paint@1.2.3", "brush@2.0.0"), ("@acme/paint@1.2.3", "brush@0.9.1")}
    assert by_name(facts)["roller@1.0.0"].scope == "dev"


def test_version_6_is_read():
    facts = read(READER, "pnpm-lock.yaml", PNPM_6)

    assert edges(facts) == {("a@1.0.0", "b@2.0.0")}
    assert [fact.scope for fact in facts] == ["runtime", "optional"]
    assert [fact.line for fact in facts] == [7, 12]


def test_version_9_is_read_with_its_snapshots():
    facts = read(READER, "pnpm-lock.yaml", PNPM_9)

    assert edges(facts) == {
        ("@acme/paint@1.2.3", "brush@2.0.0"),
        ("@acme/paint@1.2.3", "tape@0.1.0"),
        ("@acme/paint@1.2.3", "fur@1.0.0"),
        ("roller@1.0.0", "brush@2.0.0"),
    }


def test_the_scope_of_version_9_follows_from_how_a_package_is_reached():
    facts = read(READER, "pnpm-lock.yaml", PNPM_9)

    assert {fact.name: fact.scope for fact in facts} == {
        "paint": "runtime",
        "brush": "runtime",
        "tape": "runtime",
        "fur": "optional",
        "roller": "dev",
    }


def test_the_copy_in_node_modules_tells_what_is_installed():
    path = "app/node_modules/.pnpm/lock.yaml"

    assert READER.wants(path)
    assert not READER.wants("app/lock.yaml")
    assert all(fact.is_installed for fact in read(READER, path, PNPM_6))


def test_a_project_without_dependencies_has_no_packages():
    assert read(READER, "pnpm-lock.yaml", "lockfileVersion: '9.0'\n") == []


def test_other_yaml_is_an_error():
    with pytest.raises(ReadError, match="no lockfileVersion"):
        read(READER, "pnpm-lock.yaml", "a: 1\n")


def test_a_package_locked_with_several_peers_is_one_package_with_all_their_needs():
    content = """lockfileVersion: '6.0'
packages:
  /a@1.0.0(b@1.0.0):
    dependencies: {b: 1.0.0}
    dev: true
  /a@1.0.0(b@2.0.0):
    dependencies: {b: 2.0.0}
    dev: false
  /b@1.0.0:
    dev: true
  /b@2.0.0:
    dev: false
"""
    facts = read(READER, "pnpm-lock.yaml", content)

    assert edges(facts) == {("a@1.0.0", "b@1.0.0"), ("a@1.0.0", "b@2.0.0")}
    assert [fact.scope for fact in facts] == ["runtime", "dev", "runtime"]
