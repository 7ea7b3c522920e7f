"""Files that packages of dpkg and opkg own."""

import pytest

from mooring.model.facts import LicenseFact, NoteFact, OwnedFilesFact
from mooring.packages.os.dpkg_files import READER
from packages.os.reading import facts_of, readable

INFO = "var/lib/dpkg/info"


def test_a_list_gives_paths_without_leading_slash_and_without_the_root():
    found = facts_of(READER, f"{INFO}/bash.list", "/.\n/bin\n/bin/bash\n/usr/share/a b\n")

    assert found == [OwnedFilesFact(owner="dpkg:bash", paths=b"bin\nbin/bash\nusr/share/a b")]


def test_a_list_of_one_architecture_belongs_to_the_key_with_it():
    assert facts_of(READER, f"{INFO}/libc6:i386.list", "/lib\n")[0].owner == "dpkg:libc6:i386"


@pytest.mark.parametrize("content", ["/.\n", "/.", "\n", "/\n"])
def test_a_list_of_nothing_gives_nothing(content):
    assert facts_of(READER, f"{INFO}/meta.list", content) == []


def test_md5sums_give_digests_in_the_order_of_the_paths():
    text = (
        "7210080490f9fd139c1b44fa0f730988  bin/bash\n12C7981c8fed81743552e47dd4b1483e  ./usr/bin/with blank\nnonsense\n"
    )
    found = facts_of(READER, f"{INFO}/bash.md5sums", text)[0]

    assert (found.paths, found.algorithm) == (b"bin/bash\nusr/bin/with blank", "md5")
    assert found.digests == b"7210080490f9fd139c1b44fa0f730988\n12c7981c8fed81743552e47dd4b1483e"


def test_md5sums_without_a_sum_are_reported():
    assert readable(READER, f"{INFO}/bash.md5sums", "nonsense") == ([], "has no line of a digest and a path")


def test_conffiles_are_configuration_and_those_to_remove_are_left_out():
    found = facts_of(READER, f"{INFO}/bash.conffiles", "/etc/bash.bashrc\nremove-on-upgrade /etc/old\n\n")

    assert found == [OwnedFilesFact(owner="dpkg:bash", paths=b"etc/bash.bashrc", are_config=True)]


def test_a_list_of_opkg_may_have_modes_behind_a_tab():
    found = facts_of(READER, "usr/lib/opkg/info/ubus.list", "/bin/ubus\t0755\n/lib/x.so\t0777\tx.so.1\n")

    assert found == [OwnedFilesFact(owner="opkg:ubus", paths=b"bin/ubus\nlib/x.so")]


def test_a_control_file_of_opkg_adds_licence_and_source_to_the_package():
    text = (
        "Package: ubus\nVersion: 1\nLicense: LGPL-2.1\nSourceName: ubus\nSection: base\nCPE-ID: cpe:/a:openwrt:ubus\n"
    )
    found = facts_of(READER, "usr/lib/opkg/info/ubus.control", text)

    assert LicenseFact(owner="opkg:ubus", licenses=("LGPL-2.1",)) in found
    assert NoteFact(owner="opkg:ubus", name="source", value="ubus") in found
    assert NoteFact(owner="opkg:ubus", name="cpe_id", value="cpe:/a:openwrt:ubus") in found


def test_lists_below_a_folder_have_paths_from_the_root():
    found = facts_of(READER, f"srv/root/{INFO}/bash.list", "/.\n/bin\n/bin/bash\n")

    assert found == [OwnedFilesFact(owner="dpkg:/srv/root:bash", paths=b"srv/root/bin\nsrv/root/bin/bash")]


@pytest.mark.parametrize("path", [f"{INFO}/bash.postinst", "etc/apt/sources.list", "var/lib/dpkg/info/bash.control"])
def test_other_files_are_not_asked_for(path):
    assert not READER.wants(path)
