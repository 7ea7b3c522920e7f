"""Whatever the bytes, the readers of this family that are no rpm readers raise ReadError or nothing."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mooring.packages.os import (
    apk,
    chisel,
    distroless,
    dpkg,
    dpkg_copyright,
    dpkg_files,
    other_installer,
    pacman,
    portage,
    release,
    snap,
    vendor_inventory,
)
from packages.os.installers.test_chocolatey import NUSPEC
from packages.os.installers.test_flatpak import METAINFO
from packages.os.reading import readable
from packages.os.test_apk import MUSL_UTILS
from packages.os.test_chisel import wall, zstd
from packages.os.test_dpkg import LIBC
from packages.os.test_other_installer import FLATPAK
from packages.os.test_pacman import DESC

SUMS = b"7210080490f9fd139c1b44fa0f730988  bin/bash\n"
COPYRIGHT = b"Format: https://x/\n\nFiles: *\nLicense: GPL-2+\n text\n\nsee /usr/share/common-licenses/GPL-2, any later version\n"
INVENTORY = (
    b'{"Content": [{"Name": "a", "Version": "1", "Release": "2", "Epoch": "1"}], "installedPackages": [{"name": "b"}]}'
)
VALID = [
    (apk, "lib/apk/db/installed", MUSL_UTILS.encode()),
    (chisel, "var/lib/chisel/manifest.wall", wall()),
    (chisel, "var/lib/chisel/manifest.wall", zstd.compress(wall())),
    (distroless, "var/lib/dpkg/status.d/a", LIBC.encode()),
    (distroless, "var/lib/dpkg/status.d/a.md5sums", SUMS),
    (dpkg, "var/lib/dpkg/status", (LIBC + "\n" + LIBC).encode()),
    (dpkg, "x/usr/lib/opkg/status", LIBC.encode()),
    (dpkg_copyright, "usr/share/doc/a/copyright", COPYRIGHT),
    (dpkg_files, "var/lib/dpkg/info/a.list", b"/.\n/bin\n/bin/a\n"),
    (dpkg_files, "var/lib/dpkg/info/a.md5sums", SUMS),
    (dpkg_files, "var/lib/dpkg/info/a.conffiles", b"/etc/a\n"),
    (dpkg_files, "usr/lib/opkg/info/a.control", LIBC.encode()),
    (other_installer, FLATPAK, METAINFO),
    (other_installer, "chocolatey/lib/a/a.nuspec", NUSPEC),
    (pacman, "var/lib/pacman/local/a-1-1/desc", DESC.encode()),
    (pacman, "var/lib/pacman/local/a-1-1/files", b"%FILES%\na\n\n%BACKUP%\na\tb\n"),
    (pacman, "var/lib/pacman/local/a-1-1/mtree", gzip.compress(b"#mtree\n./a sha256digest=b\n", mtime=0)),
    (portage, "var/db/pkg/a/b-1/PF", b"b-1\n"),
    (portage, "var/db/pkg/a/b-1/CONTENTS", b"obj /a " + b"a" * 32 + b" 1\nsym /b -> c 1\n"),
    (portage, "var/db/pkg/a/b-1/LICENSE", b"|| ( A ( B C ) ) d? ( E )"),
    (portage, "var/db/pkg/a/b-1/SLOT", b"0"),
    (release, "etc/os-release", b"ID=a\nVERSION=\"1 (b)\"\nNAME='c'\n"),
    (release, "etc/lsb-release", b"DISTRIB_ID=a\nDISTRIB_RELEASE=1\n"),
    (release, "etc/redhat-release", b"CentOS release 6.5 (Final)\n"),
    (release, "etc/SuSE-release", b"openSUSE 13.2 (x86_64)\nVERSION = 13.2\n"),
    (release, "etc/system-release-cpe", b"cpe:/o:centos:linux:6:GA\n"),
    (release, "var/lib/ubuntu-advantage/status.json", b'{"services": [{"name": "esm-apps", "status": "enabled"}]}'),
    (release, "etc/debian_version", b"12.5\n"),
    (snap, "meta/snap.yaml", b"name: core\nversion: 1\narchitectures: [a, b]\n"),
    (snap, "snap/manifest.yaml", b"primed-stage-packages: [a=1, 'b:c=2']\n"),
    (snap, "doc/linux-modules-5/changelog.Debian.gz", gzip.compress(b"linux (5.1) x; urgency=low\n", mtime=0)),
    (vendor_inventory, "etc/cos-package-info.json", INVENTORY),
    (vendor_inventory, "usr/share/bottlerocket/application-inventory.json", INVENTORY),
]
IDS = [f"{module.READER.name}:{path.rpartition('/')[2]}:{index}" for index, (module, path, _) in enumerate(VALID)]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(("module", "path", "content"), VALID, ids=IDS)
def test_valid_input_is_read_without_a_word(module, path, content):
    found, message = readable(module.READER, path, content)

    assert found and not message


@pytest.mark.parametrize(("module", "path", "content"), VALID, ids=IDS)
@QUICK
@given(junk=st.binary(max_size=300))
def test_any_bytes_give_facts_or_a_read_error(module, path, content, junk):
    readable(module.READER, path, junk)


@pytest.mark.parametrize(("module", "path", "content"), VALID, ids=IDS)
@QUICK
@given(chooser=st.data())
def test_damaged_input_gives_facts_or_a_read_error(module, path, content, chooser):
    start = chooser.draw(st.integers(0, len(content)))
    end = chooser.draw(st.integers(start, len(content)))
    junk = chooser.draw(st.binary(max_size=8))

    readable(module.READER, path, content[:start] + junk + content[end:])
    readable(module.READER, path, content[:start])


@pytest.mark.parametrize("path", ["usr/lib/opkg/info/.list", "var/lib/dpkg/info/:.list", "lib/dpkg/info/a.list"])
def test_odd_paths_are_read_too(path):
    readable(dpkg_files.READER, path, b"/a\n")
