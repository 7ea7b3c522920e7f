"""Real os-release, lsb-release and issue files of the shared inputs name the right distribution."""

import tarfile

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.os.release import READER
from quality.cases import ROOT

ARCHIVE = ROOT / "os-release.tar.xz"
EXPECTED = """
claircore/alpine/testdata/3.11/etc/issue alpine 3.11 - - -
claircore/alpine/testdata/3.11/etc/os-release alpine 3.11.13 - - -
claircore/alpine/testdata/3.12/etc/issue alpine 3.12 - - -
claircore/alpine/testdata/3.12/etc/os-release alpine 3.12.9 - - -
claircore/alpine/testdata/3.13/etc/os-release alpine 3.13.7 - - -
claircore/alpine/testdata/3.14/etc/issue alpine 3.14 - - -
claircore/alpine/testdata/3.15/etc/issue alpine 3.15 - - -
claircore/alpine/testdata/3.16/etc/issue alpine 3.16 - - -
claircore/alpine/testdata/3.3/etc/issue alpine 3.3 - - -
claircore/alpine/testdata/3.4/etc/os-release alpine 3.4.6 - - -
claircore/alpine/testdata/3.5/etc/issue alpine 3.5 - - -
claircore/alpine/testdata/3.6/etc/issue alpine 3.6 - - -
claircore/alpine/testdata/3.6/etc/os-release alpine 3.6.5 - - -
claircore/alpine/testdata/3.8/etc/os-release alpine 3.8.5 - - -
claircore/alpine/testdata/3.9/etc/issue alpine 3.9 - - -
claircore/alpine/testdata/edge/etc/os-release alpine 3.19_alpha20230901 edge - -
claircore/debian/testdata/dist/11/etc/os-release debian 11 bullseye - -
claircore/debian/testdata/distroless_dist/11/etc/os-release debian 11 bullseye - -
claircore/debian/testdata/distroless_dist/9/etc/os-release debian 9 stretch - -
claircore/rhel/testdata/releasefiles/7/etc/os-release rhel 7.7 - - -
claircore/rhel/testdata/releasefiles/7/etc/redhat-release rhel 7.4 maipo - -
claircore/rhel/testdata/releasefiles/8/etc/redhat-release rhel 8.1 ootpa - -
claircore/rhel/testdata/releasefiles/atomichost-7/etc/os-release rhel 7.9 - - -
claircore/rhel/testdata/releasefiles/hummingbird/etc/os-release hummingbird 20251124 - - -
claircore/rhel/testdata/releasefiles/oracle-9/etc/redhat-release rhel 9.3 plow - -
claircore/ubuntu/testdata/dist/12.04/etc/lsb-release ubuntu 12.04 precise - -
claircore/ubuntu/testdata/dist/12.10/etc/os-release ubuntu 12.10 quantal - -
claircore/ubuntu/testdata/dist/14.04/etc/lsb-release ubuntu 14.04 trusty - -
claircore/ubuntu/testdata/dist/14.10/etc/os-release ubuntu 14.10 utopic - -
claircore/ubuntu/testdata/dist/15.04/etc/os-release ubuntu 15.04 vivid - -
claircore/ubuntu/testdata/dist/15.10/etc/os-release ubuntu 15.10 wily - -
claircore/ubuntu/testdata/dist/16.04/etc/lsb-release ubuntu 16.04 xenial - -
claircore/ubuntu/testdata/dist/16.04/etc/os-release ubuntu 16.04 xenial - -
claircore/ubuntu/testdata/dist/17.04/etc/os-release ubuntu 17.04 zesty - -
claircore/ubuntu/testdata/dist/18.04/etc/lsb-release ubuntu 18.04 bionic - -
claircore/ubuntu/testdata/dist/18.10/etc/os-release ubuntu 18.10 cosmic - -
claircore/ubuntu/testdata/dist/19.04/etc/os-release ubuntu 19.04 disco - -
claircore/ubuntu/testdata/dist/19.10/etc/lsb-release ubuntu 19.10 eoan - -
claircore/ubuntu/testdata/dist/19.10/etc/os-release ubuntu 19.10 eoan - -
claircore/ubuntu/testdata/dist/20.10/etc/lsb-release ubuntu 20.10 groovy - -
claircore/ubuntu/testdata/dist/20.10/etc/os-release ubuntu 20.10 groovy - -
claircore/ubuntu/testdata/dist/21.04/etc/lsb-release ubuntu 21.04 hirsute - -
claircore/ubuntu/testdata/dist/22.04/etc/lsb-release ubuntu 22.04 jammy - -
claircore/ubuntu/testdata/dist/22.04/etc/os-release ubuntu 22.04 jammy - -
claircore/ubuntu/testdata/dist/22.10/etc/lsb-release ubuntu 22.10 kinetic - -
claircore/ubuntu/testdata/dist/23.04/etc/lsb-release ubuntu 23.04 lunar - -
claircore/ubuntu/testdata/dist/23.04/etc/os-release ubuntu 23.04 lunar - -
claircore/ubuntu/testdata/dist/23.10/etc/os-release ubuntu 23.10 mantic - -
grype/grype/distro/testdata/os/alpine/etc/os-release alpine 3.11.6 - - -
grype/grype/distro/testdata/os/azurelinux/etc/os-release azurelinux 3.0 - - -
grype/grype/distro/testdata/os/custom/etc/os-release scientific 8 - rhel 8
grype/grype/distro/testdata/os/debian/usr/lib/os-release debian 8 jessie - -
grype/grype/distro/testdata/os/echo/etc/os-release echo 1 - - -
grype/grype/distro/testdata/os/fedora/usr/lib/os-release fedora 31 - - -
grype/grype/distro/testdata/os/hummingbird/etc/os-release hummingbird 20251124 - - -
grype/grype/distro/testdata/os/minimos/etc/os-release minimos 20241031 - - -
grype/grype/distro/testdata/os/opensuse-leap/etc/os-release opensuse-leap 15.2 - - -
grype/grype/distro/testdata/os/oraclelinux/etc/os-release ol 8.3 - rhel 8.3
grype/grype/distro/testdata/os/photon/etc/os-release photon 2.0 - - -
grype/grype/distro/testdata/os/postmarketos-edge/etc/os-release postmarketos edge edge alpine -
grype/grype/distro/testdata/os/postmarketos/etc/os-release postmarketos v25.06 - alpine 3.22
grype/grype/distro/testdata/os/raspbian/etc/os-release raspbian 9 stretch debian 9
grype/grype/distro/testdata/os/redhat/usr/lib/os-release rhel 7.3 - - -
grype/grype/distro/testdata/os/rockylinux/etc/os-release rocky 8.4 - rhel 8.4
grype/grype/distro/testdata/os/scientific/etc/os-release scientific 7.5 - rhel 7.5
grype/grype/distro/testdata/os/secureos/etc/os-release secureos 2025.09.09 - - -
grype/grype/distro/testdata/os/ubuntu/etc/os-release ubuntu 20.04 focal - -
grype/grype/distro/testdata/os/wolfi/etc/os-release wolfi 20220914 - - -
grype/grype/distro/testdata/partial-fields/missing-id/usr/lib/os-release debian 8 jessie - -
grype/grype/distro/testdata/partial-fields/missing-version/usr/lib/os-release debian - - - -
grype/test/integration/testdata/image-alpine-match-coverage/etc/os-release alpine 3.12.0 - - -
grype/test/integration/testdata/image-centos-match-coverage/etc/os-release centos 8 - rhel 8
syft/syft/linux/testdata/os/debian/with-point-release/etc/os-release debian 13 trixie - -
syft/syft/linux/testdata/os/fedora/usr/lib/os-release fedora 36 - - -
"""
"""File, id, version, codename, parent and its version; `-` where there is none."""


def files():
    with tarfile.open(ARCHIVE) as archive:
        return {
            member.name.partition("/")[2]: archive.extractfile(member).read() for member in archive if member.isfile()
        }


@pytest.mark.skipif(not ARCHIVE.exists(), reason="the shared inputs are not beside the project")
def test_every_real_file_names_its_distribution():
    found = [row_of(name, content) for name, content in sorted(files().items())]

    assert found == EXPECTED.strip().split("\n")


def row_of(name, content):
    path = name[name.index("etc/" if "/etc/" in name else "usr/lib/") :]
    assert READER.wants(path)
    distro = next(READER.read(LayerFile(path=path, content=content))).distro
    parts = (distro.id, distro.version_id, distro.codename, distro.parent_id, distro.parent_version)
    return " ".join([name, *(part or "-" for part in parts)])
