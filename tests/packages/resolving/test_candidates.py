"""Facts of single files become packages: history, joins, notes, merging."""

import pytest

from mooring.model.facts import LicenseFact, NoteFact, PackageFact
from mooring.packages.resolving.candidates import candidates_of, notes_for
from packages.resolving.facts import contents, deb, npm

STATUS = "var/lib/dpkg/status"


def layers_of(now, *earlier, layer=2) -> dict[str, int]:
    given = contents({STATUS: now}, layer=layer, earlier={STATUS: earlier})
    return {candidate.fact.name: candidate.layer_index for candidate in candidates_of(given)}


def test_each_package_comes_from_the_layer_that_introduced_its_version():
    top = [deb("a"), deb("b", "2"), deb("c")]
    middle = [deb("a"), deb("b", "1")]

    assert layers_of(top, (1, middle), (0, [deb("a"), deb("b", "1")])) == {"a": 0, "b": 2, "c": 2}


def test_a_package_that_was_removed_and_came_back_is_of_the_layer_that_brought_it_back():
    assert layers_of([deb("a")], (1, [deb("b")]), (0, [deb("a")])) == {"a": 2}


def test_a_version_that_came_back_is_of_the_layer_that_brought_it_back():
    assert layers_of([deb("a", "1")], (1, [deb("a", "2")]), (0, [deb("a", "1")])) == {"a": 2}


def test_another_architecture_is_another_package():
    assert layers_of([deb("a", arch="i386")], (1, [deb("a")])) == {"a": 2}


def test_a_database_that_one_layer_left_alone_keeps_the_layer_that_has_it():
    assert layers_of([deb("a")], layer=1) == {"a": 1}


def test_outside_images_no_layer_introduces_anything():
    (candidate,) = candidates_of(contents({STATUS: [deb("a")]}, diff_ids=()))

    assert candidate.layer_index == -1


@pytest.mark.parametrize("owner", ["dpkg:libc6", "dpkg:libc6:amd64"])
def test_licences_join_by_key_with_the_architecture_or_without(owner):
    files = {
        STATUS: [deb("libc6"), deb("libc", arch="amd64")],
        "doc": [LicenseFact(owner=owner, licenses=("MIT", "MIT", "BSD-3-Clause"))],
    }

    found = {candidate.fact.name: candidate.licenses for candidate in candidates_of(contents(files))}

    assert found == {"libc6": ("MIT", "BSD-3-Clause"), "libc": ()}


def test_a_licence_of_a_name_is_of_every_architecture_of_it():
    files = {STATUS: [deb("x"), deb("x", arch="i386")], "doc": [LicenseFact(owner="dpkg:x", licenses=("MIT",))]}

    assert [candidate.licenses for candidate in candidates_of(contents(files))] == [("MIT",), ("MIT",)]


def test_notes_fill_what_is_missing_and_override_the_scope():
    notes = [
        NoteFact(owner="k", name="version", value="9"),
        NoteFact(owner="k", name="architecture", value="arm64"),
        NoteFact(owner="k", name="scope", value="dev"),
        NoteFact(owner="k", name="installer", value="pip"),
    ]
    bare = PackageFact(type="pypi", name="a", key="k", properties={"homepage": "x"})
    full = PackageFact(type="pypi", name="b", version="1", architecture="x86_64", key="k")

    first, second = candidates_of(contents({"m": [bare, full], "n": notes}))

    assert (first.version, first.architecture, first.scope) == ("9", "arm64", "dev")
    assert first.properties == {"homepage": "x", "installer": "pip"}
    assert (second.version, second.architecture, second.scope) == ("1", "x86_64", "dev")
    assert bare.properties == {"homepage": "x"}


def test_a_package_without_a_name_is_none():
    assert candidates_of(contents({"m": [PackageFact(type="npm", name="")]})) == []


def test_a_package_named_twice_by_one_file_is_one():
    assert len(candidates_of(contents({"m": [npm("a"), npm("a"), npm("a", line=3), npm("a", inner_path="x")]}))) == 3


def test_two_copies_of_an_npm_package_stay_two():
    assert len(candidates_of(contents({"a/package.json": [npm("x")], "b/package.json": [npm("x")]}))) == 2


def test_files_of_one_python_folder_are_one_package_with_all_their_licences():
    def fact(*licenses):
        return PackageFact(type="pypi", name="a", version="1", key="python:lib/a.egg-info", licenses=licenses)

    (candidate,) = candidates_of(
        contents({"lib/a.egg-info/METADATA": [fact("MIT")], "lib/a.egg-info/PKG-INFO": [fact("BSD")]})
    )

    assert candidate.paths == ("lib/a.egg-info/METADATA", "lib/a.egg-info/PKG-INFO")
    assert candidate.licenses == ("MIT", "BSD")


def test_a_guess_seen_in_several_files_is_one_package_with_several_places():
    guess = PackageFact(type="generic", name="node", version="20", is_guess=True)

    (candidate,) = candidates_of(contents({"a/node": [guess], "b/node": [guess]}))

    assert candidate.paths == ("a/node", "b/node")


def test_notes_of_an_owner_come_in_the_order_of_the_files():
    def note(owner, value):
        return NoteFact(owner=owner, name="x", value=value)

    notes = {"b": [note("image", "2")], "a": [note("image", "1"), note("other", "0")]}

    assert list(notes_for(contents(notes), "image")) == [("x", "1"), ("x", "2")]
