"""Requires meet Provides and files in as few names as tell the packages apart."""

import time

from mooring.packages.os.rpmdb.edges import Edges, Wishes, edges


def wishes(name, requires=(), provides=(), paths=()):
    requires, provides = ([text.encode() for text in column] for column in (requires, (name, *provides)))
    return Wishes(name.encode(), requires, provides, ["\n".join(paths).encode()])


def test_symbol_versions_of_one_library_become_the_name_of_its_package():
    libc = ("libc.so.6()(64bit)", "libc.so.6(GLIBC_2.4)(64bit)")

    assert edges([wishes("bash", requires=libc), wishes("glibc", provides=libc)]) == [
        Edges(("glibc",), ()),
        Edges((), ()),
    ]


def test_a_required_path_is_met_by_the_file_on_either_side_of_usr():
    found = edges([wishes("tool", requires=["/bin/sh"]), wishes("bash", paths=["usr/bin/env", "usr/bin/sh"])])

    assert found[0].depends == ("bash",)


def test_paths_are_looked_up_below_the_root_that_the_packages_are_installed_in():
    found = edges([wishes("tool", requires=["/bin/sh"]), wishes("bash", paths=["srv/root/bin/sh"])], "srv/root")

    assert found[0].depends == ("bash",)


def test_two_versions_of_one_package_are_told_apart_by_what_they_provide():
    packages = [
        wishes("app", requires=["kernel(a) = 5"]),
        wishes("kernel", provides=["kernel(a) = 5"]),
        wishes("kernel", provides=["kernel(a) = 6"]),
    ]

    assert edges(packages) == [Edges(("kernel(a) = 5",), ()), Edges((), ("kernel(a) = 5",)), Edges((), ())]


def test_a_name_that_several_packages_provide_leads_to_all_of_them():
    packages = [wishes("app", requires=["mta"]), wishes("exim", provides=["mta"]), wishes("postfix", provides=["mta"])]

    assert edges(packages) == [Edges(("mta",), ()), Edges((), ("mta",)), Edges((), ("mta",))]


def test_what_nothing_meets_and_what_a_package_meets_itself_is_no_edge():
    found = edges([wishes("app", requires=["rpmlib(CompressedFileNames)", "config(app)"], provides=["config(app)"])])

    assert found == [Edges((), ())]


def test_many_packages_that_need_each_other_take_linear_time():
    packages = [wishes("a", requires=["a", "b", "c"], provides=["b"]) for _ in range(20_000)]

    begin = time.process_time()
    edges(packages)

    assert time.process_time() - begin < 5
