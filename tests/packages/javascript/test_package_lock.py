"""Lock files of npm."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.javascript.package_lock import READER
from packages.javascript.reading import by_name, edges, read
from packages.javascript.samples import PACKAGE_LOCK

FACTS = read(READER, "app/package-lock.json", PACKAGE_LOCK)
VERSION_1 = {
    "name": "app",
    "version": "1.0.0",
    "lockfileVersion": 1,
    "dependencies": {
        "a": {
            "version": "1.0.0",
            "requires": {"b": "^2.0.0", "c": "*"},
            "dependencies": {"b": {"version": "2.0.0", "requires": {"c": "*"}}},
        },
        "b": {"version": "1.0.0", "dev": True},
        "c": {"version": "npm:@acme/real-c@3.0.0", "optional": True},
        "d": {"version": "git+https://example.com/d.git#abc", "from": "d@github:x/d"},
    },
}


def test_dependencies_resolve_to_the_nearest_folder():
    assert edges(FACTS) == {
        ("app@1.0.0", "a@1.0.0"),
        ("app@1.0.0", "d@1.0.0"),
        ("app@1.0.0", "w@0.1.0"),
        ("a@1.0.0", "b@2.0.0"),
        ("a@1.0.0", "o@1.0.0"),
        ("b@2.0.0", "real-c@3.0.0"),
        ("d@1.0.0", "b@1.0.0"),
        ("w@0.1.0", "a@1.0.0"),
    }


def test_each_package_has_the_scope_that_npm_gives_it():
    assert {key: package.scope for key, package in by_name(FACTS).items() if package.scope != "runtime"} == {
        "b@1.0.0": "dev",
        "d@1.0.0": "dev",
        "o@1.0.0": "optional",
    }


def test_the_project_is_the_root_and_the_only_one():
    assert [package.name for package in by_name(FACTS).values() if package.is_root] == ["app"]


def test_an_alias_has_its_real_name_and_the_repository_it_came_from():
    package = by_name(FACTS)["real-c@3.0.0"]

    assert package.qualifiers == {"vcs_url": "git+ssh://git@example.com/c.git#abc"}


def test_lines_are_those_of_the_entries():
    text = PACKAGE_LOCK.decode().splitlines()

    assert [text[package.line - 1].strip() for package in by_name(FACTS).values()][1:3] == [
        '"node_modules/a": {',
        '"node_modules/a/node_modules/b": {',
    ]


def test_version_1_nests_folders_and_is_read_to_the_bottom():
    facts = read(READER, "app/package-lock.json", VERSION_1)

    assert list(by_name(facts)) == ["app@1.0.0", "a@1.0.0", "b@2.0.0", "b@1.0.0", "@acme/real-c@3.0.0", "d@"]
    assert edges(facts) == {
        ("a@1.0.0", "b@2.0.0"),
        ("a@1.0.0", "@acme/real-c@3.0.0"),
        ("b@2.0.0", "@acme/real-c@3.0.0"),
    }
    assert [fact.line for fact in facts] == [1, 6, 13, 21, 25, 29]


def test_the_hidden_lock_file_tells_what_is_installed():
    (package,) = read(
        READER, "app/node_modules/.package-lock.json", {"packages": {"node_modules/a": {"version": "1.0.0"}}}
    )

    assert package.is_installed
    assert not FACTS[0].is_installed


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("app/package-lock.json", True),
        ("npm-shrinkwrap.json", True),
        ("app/node_modules/.package-lock.json", True),
        ("app/node_modules/a/package-lock.json", False),
        ("app/node_modules/a/npm-shrinkwrap.json", False),
    ],
)
def test_lock_files_of_installed_packages_are_left_alone(path, is_wanted):
    assert READER.wants(path) is is_wanted


def test_nesting_without_end_is_cut_off():
    deep = {"version": "1"}
    for _ in range(150):
        deep = {"version": "1", "dependencies": {"a": deep}}

    assert len(read(READER, "package-lock.json", {"dependencies": {"a": deep}})) == 64


def test_an_odd_entry_does_not_hide_the_others():
    facts = read(READER, "package-lock.json", {"packages": {"node_modules/a": 5, "node_modules/b": {"version": "1"}}})

    assert list(by_name(facts)) == ["b@1"]


def test_what_is_no_object_is_an_error():
    with pytest.raises(ReadError, match="no JSON object"):
        read(READER, "package-lock.json", "[]")


def test_a_folder_longer_than_any_path_is_passed_over():
    facts = read(READER, "package-lock.json", {"packages": {"node_modules/" + "a/" * 5000: {"version": "1"}}})

    assert facts == []
