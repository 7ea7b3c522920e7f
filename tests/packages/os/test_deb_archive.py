"""*.deb files, in every compression that dpkg-deb writes."""

import gzip
import io
import lzma
import sys
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.os.deb_archive import READER

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CONTROL = b"""Package: hello
Version: 1:2.0-3
Architecture: amd64
Source: greetings (2.0-1)
Depends: libc6 (>= 2.3)
Conffiles:
 /etc/a 0
"""


def tar(**files):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("./"))
        for name, content in files.items():
            member = tarfile.TarInfo(f"./{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def ar(*members):
    content = b"!<arch>\n"
    for name, body in members:
        content += (
            f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode() + body + b"\n" * (len(body) % 2)
        )
    return content


def deb(name="control.tar", control=None):
    control = tar(md5sums=b"x" * 700, control=CONTROL) if control is None else control
    return ar(("debian-binary", b"2.0\n"), (name, control), ("data.tar.xz", b"not needed"))


def facts(content):
    return list(READER.read(LayerFile(path="pool/hello.deb", content=content)))


PACKED = {
    "control.tar": bytes,
    "control.tar.gz": gzip.compress,
    "control.tar.xz": lzma.compress,
    "control.tar.zst": zstd.compress,
}


@pytest.mark.parametrize("name", PACKED)
def test_the_control_stanza_is_read_in_every_compression(name):
    (fact,) = facts(deb(name, PACKED[name](tar(control=CONTROL))))

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("deb", "hello", "1:2.0-3", "amd64")
    assert (fact.source_name, fact.source_version, fact.depends) == ("greetings", "2.0-1", ("libc6",))


def test_the_package_is_offered_to_those_in_its_folder_and_not_installed():
    (fact,) = facts(deb())

    assert (fact.key, fact.home, fact.is_installed) == ("deb-archive:pool/hello.deb", "pool", False)


def test_archives_are_read_in_directories_only():
    assert READER.wants("pool/hello.deb")
    assert not READER.claim.in_images


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\3\4", "not an ar archive"),
        (ar(("debian-binary", b"2.0\n")), "has no control.tar"),
        (deb("control.tar.gz", b"junk"), "control.tar.gz is damaged"),
        (deb("control.tar.xz", b"junk"), "control.tar is damaged"),
        (deb("control.tar.zst", b"junk"), "control.tar is damaged"),
        (deb("control.tar.7z", b"junk"), "not known"),
        (deb(control=tar(md5sums=b"")), "has no file control"),
        (deb(control=tar(control=b"Package: a\n")), "no Package or no Version"),
    ],
)
def test_what_has_no_control_stanza_is_a_read_error(content, message):
    with pytest.raises(ReadError, match=message):
        facts(content)


def test_a_bomb_is_inflated_to_a_bound():
    packed = lzma.compress(tar(md5sums=bytes(40 * 1024 * 1024), control=CONTROL), preset=0)

    with pytest.raises(ReadError, match="has no file control"):
        facts(deb("control.tar.xz", packed))


SEED = deb("control.tar.gz", gzip.compress(tar(control=CONTROL), mtime=0))
PLAIN = deb()


@given(
    st.sampled_from([SEED, PLAIN]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=10),
    st.floats(0, 1),
)
def test_mutated_archives_raise_nothing_but_read_error(seed, changes, end):
    content = bytearray(seed)
    for at, byte in changes:
        content[int(at * len(content))] = byte
    with suppress(ReadError):
        facts(bytes(content[: int(end * len(content))]))
