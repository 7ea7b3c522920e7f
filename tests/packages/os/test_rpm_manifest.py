"""container-manifest-2 of images that have no rpm database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.os.rpm_manifest import READER

PATH = "var/lib/rpmmanifest/container-manifest-2"
GLIBC = "glibc\t2.35-2.cm2\t1653816591\t1653628955\tExample Corporation\t(none)\t10855265\tx86_64\t0\tglibc-2.35-2.cm2.src.rpm"
KERNEL = "kernel\t5-1.cm2\t1\t1\t(none)\t(none)\t5\tx86_64\t3\tlinux-5-1.cm2.src.rpm"
KEY = "gpg-pubkey\t1-2\t1\t1\t(none)\t(none)\t0\t(none)\t0\t(none)"


def facts(*lines):
    return list(READER.read(LayerFile(path=PATH, content="\n".join(lines).encode())))


def test_each_line_is_a_package():
    (fact,) = facts(GLIBC, "")

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("rpm", "glibc", "2.35-2.cm2", "x86_64")
    assert fact.key == "rpm:glibc-2.35-2.cm2.x86_64"
    assert (fact.source_name, fact.source_version) == ("glibc", "2.35-2.cm2")
    assert fact.properties == {
        "vendor": "Example Corporation",
        "source_rpm": "glibc-2.35-2.cm2.src.rpm",
        "installed_size": "10855265",
        "install_time": "1653816591",
    }


def test_an_epoch_begins_the_version():
    assert facts(KERNEL)[0].version == "3:5-1.cm2"


def test_signing_keys_are_no_packages():
    assert facts(KEY) == []


def test_a_short_line_is_told_and_hides_no_other():
    found = []

    with pytest.raises(ReadError, match="line 2 does not have 10 columns"):
        found.extend(READER.read(LayerFile(path=PATH, content=f"{GLIBC}\nbroken\t1\n{KERNEL}\n".encode())))

    assert [fact.name for fact in found] == ["glibc", "kernel"]


def test_the_manifest_is_claimed_at_its_place():
    assert READER.wants(PATH)
    assert not READER.wants("container-manifest-2")


@given(st.text(alphabet="a1\t\n(.)-é") | st.binary())
def test_arbitrary_text_raises_nothing_but_read_error(content):
    content = content.encode() if isinstance(content, str) else content
    try:
        for fact in READER.read(LayerFile(path=PATH, content=content)):
            assert fact.name
    except ReadError:
        pass
