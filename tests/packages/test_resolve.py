"""The whole-image step: what the facts of many files become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.model.distro import Distro
from mooring.model.facts import DistroFact, LicenseFact, NoteFact, OwnedFilesFact, PackageFact
from mooring.model.package import Relation
from mooring.packages.resolve import resolve
from packages.resolving.facts import LAYERS, contents, deb, npm

STATUS = "var/lib/dpkg/status"
DEBIAN = DistroFact(distro=Distro(id="debian", version_id="12"), rank=10)


def by_name(inventory) -> dict:
    return {package.name: package for package in inventory.packages}


def unexplained(inventory) -> list[str]:
    return [executable.path for executable in inventory.unexplained_executables]


def test_nothing_gives_nothing():
    inventory = resolve(contents({}))

    assert (inventory.distro, inventory.packages, inventory.relations, inventory.files) == (None, (), (), None)


def test_the_best_of_the_files_names_the_distribution():
    worse = DistroFact(distro=Distro(id="linux", version_id="1"), rank=90)

    assert resolve(contents({"a": [worse], "b": [DEBIAN]})).distro.id == "debian"


def test_notes_make_the_distribution_more_exact_and_never_another():
    notes = [
        NoteFact(owner="distro", name="version_id", value="12.5"),
        NoteFact(owner="distro", name="codename", value="bookworm"),
        NoteFact(owner="distro", name="channel", value="lts"),
        NoteFact(owner="distro", name="channel", value="esm"),
        NoteFact(owner="distro", name="channel", value="lts"),
    ]

    distro = resolve(contents({"a": [DEBIAN], "b": notes})).distro

    assert (distro.version_id, distro.codename, distro.channels) == ("12.5", "bookworm", ("esm", "lts"))


@pytest.mark.parametrize("value", ["11.9", "1", "120", "trixie/sid", ""])
def test_a_version_that_is_not_the_same_with_more_parts_changes_nothing(value):
    inventory = resolve(contents({"a": [DEBIAN], "b": [NoteFact(owner="distro", name="version_id", value=value)]}))

    assert inventory.distro.version_id == "12"


def test_a_guess_in_a_file_of_an_os_package_is_dropped():
    guess = PackageFact(type="generic", name="bash", version="5.2", is_guess=True)
    owned = OwnedFilesFact(owner="dpkg:bash:amd64", paths=b"usr/bin/bash")

    inventory = resolve(contents({STATUS: [deb("bash"), owned], "usr/bin/bash": [guess], "opt/bash": [guess]}))

    assert [(p.type, p.name, [at.path for at in p.locations]) for p in inventory.packages] == [
        ("deb", "bash", ["/var/lib/dpkg/status"]),
        ("generic", "bash", ["/opt/bash"]),
    ]


def test_a_link_of_a_folder_does_not_hide_an_owner():
    """Merged-usr: the database says `/bin/bash`, the file lies in `/usr/bin`."""
    guess = PackageFact(type="generic", name="bash", version="5.2", is_guess=True)
    owned = OwnedFilesFact(owner="dpkg:bash:amd64", paths=b"bin/bash\nbin/sh")
    files = {STATUS: [deb("bash"), owned], "usr/bin/bash": [guess]}

    merged = resolve(contents(files, links=(("bin", "usr/bin"),)))
    split = resolve(contents(files))

    assert (len(merged.packages), len(split.packages)) == (1, 2)


def test_an_owner_without_architecture_means_the_package_of_any():
    owned = OwnedFilesFact(owner="dpkg:libc6", paths=b"lib/x")

    inventory = resolve(contents({STATUS: [deb("libc6"), owned]}, executables=(("lib/x", 0),)))

    assert unexplained(inventory) == []


def test_an_os_package_owns_the_language_package_that_it_installed():
    owned = OwnedFilesFact(owner="dpkg:node-ms:amd64", paths=b"usr/share/nodejs/ms/package.json")
    files = {
        STATUS: [deb("node-ms"), owned],
        "usr/share/nodejs/ms/package.json": [npm("ms")],
        "app/package.json": [npm("own")],
    }

    inventory = resolve(contents(files))

    packages = by_name(inventory)
    assert inventory.relations == (Relation(kind="owns", source=packages["node-ms"].id, target=packages["ms"].id),)


def test_nobody_owns_a_package_database():
    """A package that claims the database would own, or explain away, every package in it."""
    owned = OwnedFilesFact(owner="dpkg:evil:amd64", paths=STATUS.encode() + b"\nvar/lib/dpkg/info/x.postinst")
    files = {STATUS: [deb("evil"), deb("other"), owned], "var/lib/dpkg/x.json": [npm("ms")]}

    inventory = resolve(contents(files, executables=(("var/lib/dpkg/info/x.postinst", 0),)))

    assert inventory.relations == ()
    assert unexplained(inventory) == []


def test_executables_of_packages_are_explained_and_others_are_listed_with_their_layer():
    files = {
        STATUS: [deb("bash"), OwnedFilesFact(owner="dpkg:bash:amd64", paths=b"usr/bin/bash")],
        "app/node_modules/ms/package.json": [npm("ms")],
        "usr/lib/gems/specifications/rake-13.gemspec": [PackageFact(type="gem", name="rake", version="13")],
        "usr/bin/tool": [PackageFact(type="golang", name="tool", version="1")],
    }
    executables = (
        ("app/node_modules/ms/bin/run", 0), ("app/node_modules/ms2/run", 1), ("opt/a", 2), ("usr/bin/bash", 0), ("usr/bin/tool", 0),
        ("usr/lib/gems/gems/rake-13/exe/rake", 0), ("usr/lib/gems/gems/rake-130/exe/rake", 0), ("var/lib/dpkg/info/bash.postinst", 0),
    )  # fmt: skip

    inventory = resolve(contents(files, executables=executables))

    assert [(one.path, one.layer) for one in inventory.unexplained_executables] == [
        ("/app/node_modules/ms2/run", LAYERS[1]),
        ("/opt/a", LAYERS[2]),
        ("/usr/lib/gems/gems/rake-130/exe/rake", LAYERS[0]),
    ]


def test_notes_about_the_image_are_its_properties():
    assert resolve(contents({"a": [NoteFact(owner="image", name="kernel", value="6.1")]})).properties == {
        "kernel": "6.1"
    }


def test_owned_files_are_listed_where_files_were_asked_for():
    owned = OwnedFilesFact(owner="dpkg:bash:amd64", paths=b"bin/bash\netc/x", algorithm="md5", digests=b"ab\n")
    given = contents(
        {STATUS: [deb("bash"), owned, OwnedFilesFact(owner="dpkg:gone:amd64", paths=b"x")]}, links=(("bin", "usr/bin"),)
    )

    inventory = resolve(given, with_files=True)

    (row,) = inventory.owned_files
    assert (row.package, row.paths, row.algorithm, row.digests) == (
        inventory.packages[0].id,
        ("/usr/bin/bash", "/etc/x"),
        "md5",
        ("ab", ""),
    )
    assert resolve(given).owned_files == ()


def test_outside_images_there_are_no_layers():
    (package,) = resolve(contents({"a/package.json": [npm("ms")]}, diff_ids=())).packages

    assert (package.layer_index, package.locations[0].layer) == (-1, "")


def package(kind, name, needs, home):
    return PackageFact(type=kind, name=name, version="1", depends=tuple(needs), home=home, key=f"{kind}:{name}")


NAMES = st.sampled_from("abcde")
KINDS, HOMES = st.sampled_from(("deb", "npm", "pypi")), st.sampled_from(("", "x", "x/y"))
PACKAGES = st.lists(st.builds(package, KINDS, NAMES, st.lists(NAMES, max_size=3), HOMES), max_size=12)


@given(PACKAGES, PACKAGES)
def test_relations_end_at_packages_and_everything_is_in_its_fixed_order(first, second):
    inventory = resolve(contents({"x/one": first, "x/two": second}))

    ids = [package.id for package in inventory.packages]
    assert len(ids) == len(set(ids))
    assert {end for relation in inventory.relations for end in (relation.source, relation.target)} <= set(ids)
    assert list(inventory.relations) == sorted(inventory.relations)
    assert list(inventory.packages) == sorted(
        inventory.packages, key=lambda p: (p.type, p.name, p.version, p.locations[0].path, p.id)
    )


@given(PACKAGES)
def test_the_order_of_facts_in_a_file_does_not_matter(facts):
    unique = list({(fact.type, fact.name): fact for fact in facts}.values())

    there, back = (resolve(contents({"x/one": rows})) for rows in (unique, unique[::-1]))

    assert there == back


def test_a_license_file_adds_to_its_package_alone():
    files = {
        STATUS: [deb("bash"), deb("dash")],
        "usr/share/doc/bash/copyright": [LicenseFact(owner="dpkg:bash", licenses=("GPL-3+",))],
    }

    packages = by_name(resolve(contents(files)))

    assert [(one.declared, one.expression) for one in packages["bash"].licenses] == [("GPL-3+", "GPL-3.0-or-later")]
    assert packages["dash"].licenses == ()
