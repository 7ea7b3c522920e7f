"""What needs what: the nearest that answers to the name."""

from mooring.model.facts import PackageFact
from mooring.packages.resolve import resolve
from mooring.packages.resolving.relations import MAX_RELATIONS
from packages.resolving.facts import contents, deb, npm


def links(files) -> list[tuple[str, str, str]]:
    """Kind, and both ends as `name version`."""
    inventory = resolve(contents(files))
    names = {package.id: f"{package.name} {package.version}" for package in inventory.packages}
    return sorted((relation.kind, names[relation.source], names[relation.target]) for relation in inventory.relations)


def test_a_need_is_met_by_the_nearest_folder_above():
    files = {
        "app/node_modules/a/package.json": [npm("a", home="app", lookup="app/node_modules/a", depends=("b", "c"))],
        "app/node_modules/b/package.json": [npm("b", "far", home="app")],
        "app/node_modules/c/package.json": [npm("c", "far", home="app")],
        "app/node_modules/a/node_modules/b/package.json": [npm("b", "near", home="app/node_modules/a")],
        "other/node_modules/c/package.json": [npm("c", "elsewhere", home="other")],
    }

    assert links(files) == [("depends-on", "a 1", "b near"), ("depends-on", "a 1", "c far")]


def test_what_stands_in_another_folder_meets_no_need():
    files = {
        "a": [npm("a", home="app", depends=("b",))],
        "b": [npm("b", home="apple")],
        "c": [npm("b", "2", home="app/inner")],
    }

    assert links(files) == []


def test_the_whole_image_is_asked_last():
    assert links({"a": [npm("a", home="x/y/z", depends=("b",))], "b": [npm("b", home="")]}) == [
        ("depends-on", "a 1", "b 1")
    ]


def test_another_ecosystem_meets_no_need():
    assert links({"s": [deb("a", depends=("b",))], "p": [npm("b")]}) == []


def test_a_name_that_is_provided_meets_a_need():
    assert links({"s": [deb("a", depends=("mail-agent",)), deb("exim", provides=("mail-agent",))]}) == [
        ("depends-on", "a 1", "exim 1")
    ]


def test_a_package_of_a_scope_does_not_answer_to_its_bare_name():
    files = {"p": [npm("a", depends=("core", "@x/util")), npm("core", namespace="@x"), npm("util", namespace="@x")]}

    assert links(files) == [("depends-on", "a 1", "@x/util 1")]


def test_of_several_architectures_the_own_one_is_meant():
    builds = [deb("libc6", "amd"), deb("libc6", "intel", arch="i386")]
    status = [deb("a", depends=("libc6",)), deb("b", arch="arm64", depends=("libc6",)), *builds]

    assert links({"s": status}) == [
        ("depends-on", "a 1", "libc6 amd"),
        ("depends-on", "b 1", "libc6 amd"),
        ("depends-on", "b 1", "libc6 intel"),
    ]


def test_a_package_does_not_need_itself():
    assert links({"s": [deb("a", depends=("a", "x"), provides=("x",))]}) == []


def test_what_lies_in_an_archive_is_contained_in_it():
    def java(name, version, key, parent=""):
        return PackageFact(
            type="maven", name=name, version=version, key=key, inner_path=name, properties={"parent_key": parent}
        )

    war, jar = java("war", "1", "java:app.war"), java("jar", "2", "java:app.war!a.jar", "java:app.war")
    odd = java("odd", "3", "java:odd", "java:odd")

    assert links({"app.war": [war, jar, odd]}) == [("contains", "war 1", "jar 2")]


def test_needs_without_end_stop_at_the_bound():
    crowd = [deb(f"p{number}", depends=("x",), provides=("x",)) for number in range(1_200)]

    assert len(resolve(contents({"s": crowd})).relations) == MAX_RELATIONS
