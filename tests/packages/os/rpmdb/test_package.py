"""What a header says, as facts."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.rpmdb import header as tags
from mooring.packages.os.rpmdb.header import parse_header
from mooring.packages.os.rpmdb.package import file_list, owned_facts, package_fact, split_source
from packages.os.rpmdb.builders import BINARY, files, header, numbers, package, text, texts

A, B = "a" * 64, "b" * 64


def test_a_package_has_what_its_header_says():
    blob = package(
        "bash",
        numbers(tags.EPOCH, 2),
        text(tags.MODULARITY, "shells:5:1:2"),
        text(tags.VENDOR, "Example"),
        text(tags.URL, "https://bash.example"),
        numbers(tags.SIZE, 12),
        numbers(tags.INSTALL_TIME, 34),
        (tags.SIGNATURE_MD5, BINARY, 2, b"\x0a\xff"),
    )

    fact = package_fact(parse_header(blob))

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("rpm", "bash", "2:1.0-2", "x86_64")
    assert fact.key == "rpm:bash-2:1.0-2.x86_64"
    assert (fact.source_name, fact.source_version) == ("bash-src", "1.0-2")
    assert fact.licenses == ("MIT",)
    assert fact.properties == {
        "modularity": "shells:5:1:2",
        "vendor": "Example",
        "homepage": "https://bash.example",
        "source_rpm": "bash-src-1.0-2.src.rpm",
        "installed_size": "12",
        "install_time": "34",
        "sigmd5": "0aff",
    }


@pytest.mark.parametrize("epoch", [(), (numbers(tags.EPOCH, 0),)])
def test_an_epoch_of_zero_is_none(epoch):
    assert package_fact(parse_header(package("bash", *epoch))).version == "1.0-2"


def test_a_header_without_version_is_a_read_error():
    with pytest.raises(ReadError, match="'bash' has no version"):
        package_fact(parse_header(header(text(tags.NAME, "bash"))))


def test_a_source_package_has_the_architecture_src():
    blob = header(
        text(tags.NAME, "bash"), text(tags.VERSION, "5"), text(tags.ARCHITECTURE, "x86_64"), numbers(tags.IS_SOURCE, 1)
    )

    assert package_fact(parse_header(blob)).architecture == "src"


@pytest.mark.parametrize(
    ("source_rpm", "parts"),
    [
        ("bash-5.1-2.el9.src.rpm", ("bash", "5.1-2.el9")),
        ("java-1.8.0-openjdk-1.8.0.1-1.nosrc.rpm", ("java-1.8.0-openjdk", "1.8.0.1-1")),
        ("", ("", "")),
        ("bash", ("", "")),
        ("bash.src.rpm", ("", "")),
    ],
)
def test_the_source_package_is_split_from_the_right(source_rpm, parts):
    assert split_source(source_rpm) == parts


def test_files_have_paths_digests_and_flags():
    found = file_list(
        parse_header(package("bash", *files("/usr/bin/bash", "/etc/bashrc", digests=(A, B), flags=(0, 17))))
    )

    assert found.paths == [b"usr/bin/bash", b"etc/bashrc"]
    assert found.digests == [A.encode(), B.encode()]
    assert found.algorithm == "sha256"


def test_digests_without_an_algorithm_are_md5():
    blob = header(
        texts(tags.DIRECTORY_NAMES, "/"),
        texts(tags.BASE_NAMES, "a"),
        numbers(tags.DIRECTORY_INDEXES, 0),
        texts(tags.FILE_DIGESTS, "c" * 32),
    )

    assert file_list(parse_header(blob)).algorithm == "md5"


def test_files_that_were_not_installed_or_were_replaced_are_left_out():
    states = (tags.FILE_STATES, 1, 3, b"\0\2\1")

    found = file_list(parse_header(package("bash", *files("/a", "/b", "/c", digests=(A, B, B)), states)))

    assert (found.paths, found.digests) == ([b"a"], [A.encode()])


def test_modes_stand_beside_the_paths_that_they_belong_to():
    """Two bytes a row; the file that was not installed has none, and each of the two facts has its own."""
    modes = numbers(tags.FILE_MODES, 0o100755, 0o40755, 0o120777, 0o100644, kind=3)
    entries = files("/usr/bin/a", "/usr/lib/d", "/usr/bin/l", "/etc/c", flags=(0, 0, 0, 1))
    found = file_list(parse_header(package("a", *entries, modes, (tags.FILE_STATES, 1, 4, b"\0\1\0\0"))))

    config, others = owned_facts("rpm:a", found, "")

    assert (config.paths, config.modes) == (b"etc/c", b"\x81\xa4")
    assert (others.paths, others.modes) == (b"usr/bin/a\nusr/bin/l", b"\x81\xed\xa1\xff")


def test_what_rpm_does_not_verify_has_neither_digest_nor_mode():
    """%ghost files are installed by nobody; %verify(not …) names what may change."""
    entries = files("/g", "/d", "/m", digests=(A, A, A), flags=(64, 0, 0))
    modes = numbers(tags.FILE_MODES, 0o100644, 0o100644, 0o100644, kind=3)
    verified = numbers(tags.FILE_VERIFY_FLAGS, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF ^ 64)

    found = file_list(parse_header(package("a", *entries, modes, verified)))

    assert found.digests == [b"", b"", A.encode()]
    assert found.modes == b"\0\0\x81\xa4\0\0"


def test_a_path_with_a_newline_is_left_out_since_newlines_join_paths():
    found = file_list(parse_header(package("bash", *files("/a\nb", "/c", digests=(A, B)))))

    assert (found.paths, found.digests) == ([b"c"], [B.encode()])


def test_old_headers_have_whole_paths():
    assert file_list(parse_header(header(texts(tags.OLD_FILE_NAMES, "/bin/sh")))).paths == [b"bin/sh"]


def test_folders_that_the_files_do_not_fit_are_a_read_error():
    blob = header(texts(tags.DIRECTORY_NAMES, "/"), texts(tags.BASE_NAMES, "a"), numbers(tags.DIRECTORY_INDEXES, 1))

    with pytest.raises(ReadError, match="do not fit together"):
        file_list(parse_header(blob))


def test_paths_that_grow_beyond_the_header_are_a_read_error():
    count = 2_000
    blob = header(
        texts(tags.DIRECTORY_NAMES, "/" + "d" * 50_000),
        texts(tags.BASE_NAMES, *["a"] * count),
        numbers(tags.DIRECTORY_INDEXES, *[0] * count),
    )

    with pytest.raises(ReadError, match="the paths have more than"):
        file_list(parse_header(blob))


def test_configuration_files_have_a_fact_of_their_own():
    found = file_list(parse_header(package("bash", *files("/bin/bash", "/etc/bashrc", digests=(A, B), flags=(0, 1)))))

    config, others = owned_facts("rpm:bash", found, "chroot")

    assert (config.paths, config.digests, config.are_config) == (b"chroot/etc/bashrc", B.encode(), True)
    assert (others.paths, others.digests, others.are_config) == (b"chroot/bin/bash", A.encode(), False)
    assert others.algorithm == "sha256"


def test_a_package_without_files_owns_nothing():
    assert owned_facts("rpm:bash", file_list(parse_header(package())), "") == []
