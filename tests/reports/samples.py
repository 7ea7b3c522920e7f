"""Reports made by hand: an ordinary one, an empty one, and one that a hostile image could give."""

from mooring.model.distro import Distro
from mooring.model.files import FileEntry, Problem, RemovedFile
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Layer, Platform
from mooring.model.inventory import Executable, Inventory, OwnedFiles
from mooring.model.package import License, Location, Package, Relation
from mooring.model.report import ScanReport, Tool

BASE, APP = "sha256:" + "b" * 64, "sha256:" + "c" * 64

PACKAGES = (
    Package(
        id="00000000000000aa",
        type="deb",
        name="libssl3",
        version="3.0.11-1~deb12u2",
        purl="pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
        cpes=("cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*", "cpe:2.3:a:openssl:libssl3:3.0.11:*:*:*:*:*:*:*"),
        licenses=(License(declared="Apache-2.0", expression="Apache-2.0"), License(declared="see copyright")),
        locations=(
            Location(path="/var/lib/dpkg/status", layer=BASE),
            Location(path="/var/lib/dpkg/info/libssl3.md5sums", layer=BASE),
        ),
        layer_index=0,
        source_name="openssl",
        source_version="3.0.11-1~deb12u2",
        architecture="amd64",
        found_by="dpkg",
        properties={"section": "libs"},
    ),
    Package(
        id="00000000000000ab",
        type="maven",
        name="org.apache.logging.log4j:log4j-core",
        version="2.17.1",
        purl="pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1",
        cpes=("cpe:2.3:a:apache:log4j:2.17.1:*:*:*:*:*:*:*",),
        licenses=(License(declared="Apache License, Version 2.0", expression="Apache-2.0"),),
        locations=(Location(path="/app.war!WEB-INF/lib/log4j-core-2.17.1.jar", layer=APP),),
        layer_index=1,
        language="java",
        found_by="java-archive",
        properties={"sha1": "0" * 40},
    ),
    Package(
        id="00000000000000ac",
        type="npm",
        name="@babel/core",
        version="7.1.0",
        purl="pkg:npm/%40babel/core@7.1.0",
        licenses=(License(declared="(MIT OR ISC)", expression="MIT OR ISC"),),
        locations=(Location(path="/app/package-lock.json", layer=APP, line=12),),
        layer_index=1,
        language="javascript",
        scope="dev",
        is_installed=False,
        found_by="npm-lock",
    ),
    Package(
        id="00000000000000ad",
        type="pypi",
        name="cryptography",
        version="42.0.0",
        purl="pkg:pypi/cryptography@42.0.0",
        licenses=(License(declared="BSD", expression="LicenseRef-BSD"),),
        locations=(Location(path="/usr/lib/python3/dist-packages/cryptography-42.0.0.dist-info/METADATA", layer=APP),),
        layer_index=1,
        language="python",
        found_by="python-wheel",
    ),
    Package(
        id="00000000000000ae",
        type="rpm",
        name="bash",
        version="1:5.2-1.el9",
        purl="pkg:rpm/redhat/bash@5.2-1.el9?arch=x86_64&epoch=1",
        architecture="x86_64",
        source_name="bash",
        source_version="5.2-1.el9",
        locations=(Location(path="/var/lib/rpm/rpmdb.sqlite", layer=BASE),),
        layer_index=0,
        found_by="rpm",
    ),
)

REPORT = ScanReport(
    tool=Tool(version="1.2.3"),
    image=ImageDescription(
        source="registry",
        name="registry.example/team/app:1.4",
        digest="sha256:" + "a" * 64,
        image_id="sha256:" + "d" * 64,
        tags=("registry.example/team/app:1.4",),
        config=ImageConfig(
            platform=Platform(architecture="amd64"),
            created="2026-01-02T03:04:05.678901234Z",
            labels={"org.opencontainers.image.title": "app"},
            diff_ids=(BASE, APP),
            history=(HistoryEntry(created_by="ADD rootfs.tar /"), HistoryEntry(created_by="COPY . /app")),
        ),
        manifest_media_type="application/vnd.oci.image.manifest.v1+json",
        layers=(
            Layer(index=0, diff_id=BASE, digest="sha256:" + "1" * 64, size=30_000_000, created_by="ADD rootfs.tar /"),
            Layer(index=1, diff_id=APP, digest="sha256:" + "2" * 64, size=4_200, created_by="COPY . /app # buildkit"),
        ),
        size=30_004_200,
    ),
    inventory=Inventory(
        distro=Distro(
            id="debian",
            name="Debian GNU/Linux",
            pretty_name="Debian GNU/Linux 12 (bookworm)",
            version_id="12",
            codename="bookworm",
        ),
        packages=PACKAGES,
        relations=(
            Relation(kind="contains", source="00000000000000ac", target="00000000000000ab"),
            Relation(kind="depends-on", source="00000000000000ad", target="00000000000000aa"),
            Relation(kind="owns", source="00000000000000aa", target="00000000000000ad"),
        ),
        files=(
            FileEntry(path="/app", kind="folder", mode=0o755, layer=APP),
            FileEntry(path="/app/run", mode=0o755, size=3, sha256="e" * 64, layer=APP, is_executable_format=True),
            FileEntry(
                path="/usr/lib/libssl.so.3", mode=0o644, size=5, sha256="f" * 64, layer=BASE, owner="00000000000000aa"
            ),
        ),
        removed_files=(RemovedFile(path="/tmp/x", introduced_in=BASE, removed_in=APP),),
        owned_files=(
            OwnedFiles(
                package="00000000000000aa", paths=("/usr/lib/libssl.so.3",), algorithm="md5", digests=("0" * 32,)
            ),
        ),
        unexplained_executables=(Executable(path="/app/run", layer=APP),),
        properties={"note": "value"},
    ),
    problems=(Problem(path="app/broken.jar", reason="is not a ZIP archive", reader="java-archive 3", layer=APP),),
    notes=("the platform linux/amd64 was chosen of 3",),
)

EMPTY = ScanReport(image=ImageDescription(kind="directory", source="dir", name="."), inventory=Inventory())

_WILD = "\x1b[31mred\x1b[0m \x00\x85\u202e</script><b>&\"'`|\\ \n\r,;=\U0001f600 \udcff"

HOSTILE = ScanReport(
    image=ImageDescription(name=_WILD, tags=(_WILD,), config=ImageConfig(labels={_WILD: _WILD}, created="not a time")),
    inventory=Inventory(
        distro=Distro(id=_WILD, pretty_name=_WILD, version_id=_WILD, id_like=(_WILD,)),
        packages=(
            Package(
                id="00000000000000af",
                type="generic",
                name=_WILD,
                version=_WILD,
                purl="pkg:generic/wild%0A@1",
                licenses=(License(declared=_WILD), License(declared="")),
                locations=(Location(path=f"/{_WILD}", layer=_WILD),),
                properties={_WILD: _WILD, "sha1": "not hex"},
                architecture=_WILD,
                source_name=_WILD,
                source_version=_WILD,
                found_by=_WILD,
            ),
        ),
        files=(FileEntry(path=f"/{_WILD}"),),
        unexplained_executables=(Executable(path=f"/{_WILD}"),),
    ),
    problems=(Problem(path=_WILD, reason=_WILD),),
    notes=(_WILD, "half a pair: \ud800"),
)

REPORTS = {"ordinary": REPORT, "empty": EMPTY, "hostile": HOSTILE}
