"""os-release and its relatives as a Distro."""

import pytest

from mooring.packages.distro import (
    from_cpe,
    from_debian_version,
    from_lsb_release,
    from_os_release,
    from_release_line,
    from_suse_release,
    id_of_name,
    shell_fields,
)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ('A="b c"', "b c"),
        ("A='b \"c\" \\n'", 'b "c" \\n'),
        ('A="say \\"hi\\" \\$x"', 'say "hi" $x'),
        ("export A=b", "b"),
        ("  A=b  ", "b"),
        ('A=""', ""),
        ('A="unclosed', "unclosed"),
    ],
)
def test_shell_quoting_is_undone(line, value):
    assert shell_fields(f"# comment\n{line}\nnonsense\n") == {"A": value}


def test_every_field_of_os_release_is_kept():
    text = """ID="Fedora"\nID_LIKE="rhel centos"\nNAME=F\nPRETTY_NAME="F 39"\nVERSION_ID=39\nVERSION="39 (Container)"\nBUILD_ID=b
VARIANT_ID=container\nCPE_NAME=cpe:/o:fedoraproject:fedora:39\nHOME_URL=https://home.example\nSUPPORT_END=2024-11-12\n"""
    distro = from_os_release(text, "etc/os-release")

    assert (distro.id, distro.id_like, distro.version_id, distro.version) == (
        "fedora",
        ("rhel", "centos"),
        "39",
        "39 (Container)",
    )
    assert (distro.build_id, distro.variant_id, distro.cpe_name) == ("b", "container", "cpe:/o:fedoraproject:fedora:39")
    assert (distro.home_url, distro.support_end, distro.path) == (
        "https://home.example",
        "2024-11-12",
        "etc/os-release",
    )


@pytest.mark.parametrize(
    ("text", "codename"),
    [
        ('ID=debian\nVERSION_ID="8"\nVERSION="8 (jessie)"', "jessie"),
        ('ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm', "bookworm"),
        ('ID=debian\nPRETTY_NAME="Debian GNU/Linux buster/sid"', "buster"),
        ('ID=ubuntu\nVERSION_ID="14.04"\nVERSION="14.04.6 LTS, Trusty Tahr"', "trusty"),
        ('ID=alpine\nVERSION_ID=3.19_alpha20230901\nPRETTY_NAME="Alpine Linux edge"', "edge"),
        ("ID=wolfi\nVERSION_ID=20230201", ""),
    ],
)
def test_a_codename_is_found_where_there_is_no_field_for_it(text, codename):
    assert from_os_release(text, "").codename == codename


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('NAME="Debian GNU/Linux"\nVERSION_ID="8"', "debian"),
        ("NAME=Strange", "linux"),
        ("VERSION_ID=1", None),
        ("", None),
    ],
)
def test_a_missing_id_is_taken_from_the_name(text, expected):
    distro = from_os_release(text, "")

    assert (distro and distro.id) == expected


@pytest.mark.parametrize(
    ("line", "known", "expected"),
    [
        ("CentOS release 6.5 (Final)", "", ("centos", "6.5", "final")),
        ("CentOS Linux release 7.9.2009 (Core)", "centos", ("centos", "7.9.2009", "core")),
        ("Red Hat Enterprise Linux Server release 7.4 (Maipo)", "", ("rhel", "7.4", "maipo")),
        ("Red Hat Enterprise Linux release 9.3 (Plow)", "ol", ("ol", "9.3", "plow")),
        ("Oracle Linux Server release 8.4", "ol", ("ol", "8.4", "")),
        ("Amazon Linux AMI release 2018.03", "", ("amzn", "2018.03", "")),
        ("Amazon Linux release 2 (Karoo)", "", ("amzn", "2", "karoo")),
        ("Fedora release 20 (Heisenbug)", "fedora", ("fedora", "20", "heisenbug")),
        ("Scientific Linux release 6.10 (Carbon)", "", ("scientific", "6.10", "carbon")),
        ("VMware Photon Linux 1.0\nPHOTON_BUILD_NUMBER=62c543d", "photon", ("photon", "1.0", "")),
        ("CBL-Mariner 2.0.20220804", "mariner", ("mariner", "2.0.20220804", "")),
        ("Gentoo Base System release 2.14", "gentoo", ("gentoo", "2.14", "")),
        ("Slackware 15.0", "slackware", ("slackware", "15.0", "")),
        ("3.10.2", "alpine", ("alpine", "3.10.2", "")),
        ("", "arch", ("arch", "", "")),
        ("Welcome to Alpine Linux 3.5\nKernel \\r on an \\m (\\l)", "", ("alpine", "3.5", "")),
        ("Debian GNU/Linux 7 \\n \\l", "", ("debian", "7", "wheezy")),
        ("Ubuntu 12.04.5 LTS \\n \\l", "", ("ubuntu", "12.04.5", "")),
    ],
)
def test_release_lines_are_read(line, known, expected):
    distro = from_release_line(line, "", known)

    assert (distro.id, distro.version_id, distro.codename) == expected


@pytest.mark.parametrize("line", ["", "Some Vendor OS 5", "\\S\nKernel \\r", "root:x:0:0"])
def test_a_line_that_no_known_name_begins_names_nothing(line):
    assert from_release_line(line, "") is None


def test_lsb_release_names_the_distribution_or_nothing():
    text = (
        'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\nDISTRIB_CODENAME=precise\nDISTRIB_DESCRIPTION="Ubuntu 12.04.5 LTS"'
    )
    distro = from_lsb_release(text, "etc/lsb-release")

    assert (distro.id, distro.version_id, distro.codename) == ("ubuntu", "12.04", "precise")
    assert from_lsb_release("LSB_VERSION=base-4.0-amd64", "") is None
    assert from_lsb_release("DISTRIB_ID=AmazonLinux\nDISTRIB_RELEASE=2", "").id == "amzn"
    assert from_lsb_release('DISTRIB_ID="My Own"', "").id == "my-own"


def test_suse_release_counts_the_service_pack():
    text = "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n"
    sles, opensuse = (
        from_suse_release(text, ""),
        from_suse_release("openSUSE 13.2 (x86_64)\nVERSION = 13.2\nCODENAME = Harlequin\n", ""),
    )

    assert (sles.id, sles.version_id) == ("sles", "11.4")
    assert (opensuse.id, opensuse.version_id, opensuse.codename) == ("opensuse", "13.2", "harlequin")


def test_debian_version_is_a_number_or_codenames():
    assert (from_debian_version("12.5\n", "").version_id, from_debian_version("12.5\n", "").codename) == (
        "12.5",
        "bookworm",
    )
    assert (from_debian_version("trixie/sid", "").version_id, from_debian_version("trixie/sid", "").codename) == (
        "",
        "trixie",
    )
    assert from_debian_version(" \n", "") is None


def test_both_forms_of_cpe_are_read():
    assert from_cpe("cpe:/o:centos:linux:6:GA\n", "").id == "centos"
    assert (
        from_cpe("cpe:2.3:o:amazon:amazon_linux:2", "").id,
        from_cpe("cpe:2.3:o:amazon:amazon_linux:2", "").version_id,
    ) == ("amzn", "2")
    assert from_cpe("cpe:/o:unknown:thing:1", "") is None
    assert from_cpe("", "") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rocky Linux", "rocky"),
        ("AlmaLinux", "almalinux"),
        ("Microsoft Azure Linux", "azurelinux"),
        ("SUSE Linux Enterprise Server", "sles"),
    ],
)
def test_names_lead_to_ids(name, expected):
    assert id_of_name(name) == expected
