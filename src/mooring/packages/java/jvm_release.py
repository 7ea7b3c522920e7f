"""The `release` file of a Java runtime: which JDK or JRE is installed in its folder.

Format: JEP 223 and the JDK's build (`make/ReleaseFile.gmk`): `KEY="value"` lines. JAVA_VERSION is in all of them,
JAVA_RUNTIME_VERSION or FULL_VERSION with the build in most, IMPLEMENTOR since 9. CPE names are NVD's: Oracle's
advisories speak of `oracle:jdk` and `oracle:jre` for Oracle's builds, and of `oracle:openjdk` for what all others
build from the same source.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader

_LINE = re.compile(r'^([A-Z_]{1,60})="?([^"\n\r]*)"?', re.MULTILINE)
_UPDATE = re.compile(r"1\.(\d{1,3})\.0_(\d{1,6})")
_PLAIN = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,5}")


class Vendor(msgspec.Struct, frozen=True, kw_only=True):
    """A builder of Java runtimes."""

    mark: str
    """Found in IMPLEMENTOR or IMPLEMENTOR_VERSION, in lower case."""
    namespace: str
    name: str
    cpe: str = ""
    """Vendor and product of NVD beside `oracle:openjdk`."""
    has_own_version: bool = False
    """The product's CPE counts by IMPLEMENTOR_VERSION (`Zulu17.44+15-CA`) and not by Java's version."""


_VENDORS = (
    Vendor(mark="azul", namespace="azul", name="zulu", cpe="azul:zulu", has_own_version=True),
    Vendor(mark="temurin", namespace="eclipse", name="temurin", cpe="eclipse:temurin"),
    Vendor(mark="adoptium", namespace="eclipse", name="temurin", cpe="eclipse:temurin"),
    Vendor(mark="corretto", namespace="amazon", name="corretto", cpe="amazon:corretto"),
    Vendor(mark="amazon", namespace="amazon", name="corretto", cpe="amazon:corretto"),
    Vendor(mark="graalvm", namespace="oracle", name="graalvm", cpe="oracle:graalvm_for_jdk"),
    Vendor(mark="semeru", namespace="ibm", name="semeru", cpe="ibm:semeru_runtime"),
    Vendor(mark="international business machines", namespace="ibm", name="semeru", cpe="ibm:semeru_runtime"),
    Vendor(mark="ibm", namespace="ibm", name="java", cpe="ibm:java"),
    Vendor(mark="bellsoft", namespace="bellsoft", name="liberica", cpe="bell-sw:liberica_jdk"),
    Vendor(mark="microsoft", namespace="microsoft", name="openjdk"),
    Vendor(mark="sap se", namespace="sap", name="sapmachine"),
    Vendor(mark="jetbrains", namespace="jetbrains", name="jbr"),
    Vendor(mark="alibaba", namespace="alibaba", name="dragonwell"),
    Vendor(mark="tencent", namespace="tencent", name="kona"),
    Vendor(mark="red hat", namespace="redhat", name="openjdk", cpe="redhat:openjdk"),
)
_DEFAULT = Vendor(mark="", namespace="oracle", name="openjdk")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the runtime, or nothing where the file is of another trade (Debian's Release, a service's)."""
    values = dict(_LINE.findall(file.text()))
    java = values.get("JAVA_VERSION", "")
    if not java[:1].isdigit():
        return
    vendor, name = _product(values, file.folder)
    properties = {"jvm_home": file.folder, "java_version": java, "vendor": values.get("IMPLEMENTOR", "")}
    properties["image_type"] = _image_type(values)
    yield PackageFact(
        type="generic",
        namespace=vendor.namespace,
        name=name,
        version=values.get("JAVA_RUNTIME_VERSION") or values.get("FULL_VERSION") or java,
        key=f"jvm:{file.folder}",
        architecture=values.get("OS_ARCH", ""),
        home=file.folder,
        cpes=_cpes(vendor, name, java, values),
        properties={key: value for key, value in properties.items() if value},
        language="java",
    )


def _product(values: dict[str, str], folder: str) -> tuple[Vendor, str]:
    """The vendor and the name of its product: Oracle's own builds are jdk or jre."""
    told = f"{values.get('IMPLEMENTOR', '')} {values.get('IMPLEMENTOR_VERSION', '')}".lower()
    if "GRAALVM_VERSION" in values:
        told = "graalvm"
    for vendor in _VENDORS:
        if vendor.mark in told:
            return vendor, vendor.name
    if values.get("BUILD_TYPE") == "commercial":
        is_jre = values.get("IMAGE_TYPE") == "JRE" or "jre" in folder.rpartition("/")[2]
        return _DEFAULT, "jre" if is_jre else "jdk"
    return _DEFAULT, _DEFAULT.name


def _cpes(vendor: Vendor, name: str, java: str, values: dict[str, str]) -> tuple[str, ...]:
    """CPE 2.3 names with the version as NVD writes it: `1.8.0:update401` for Oracle's, `8:update401` for OpenJDK."""
    update = _UPDATE.match(java)
    if update:
        major = f"1.{update[1]}.0" if name in ("jdk", "jre") else update[1]
        version = f"{major}:update{int(update[2])}"
    else:
        plain = _PLAIN.match(java)
        version = f"{plain[0] if plain else java}:*"
    names = [f"oracle:{name if name in ('jdk', 'jre') else 'openjdk'}:{version}"]
    own = _PLAIN.search(values.get("IMPLEMENTOR_VERSION", "")) if vendor.has_own_version else None
    if vendor.cpe and (own or not vendor.has_own_version):
        names.append(f"{vendor.cpe}:{own[0] + ':*' if own else version}")
    return tuple(f"cpe:2.3:a:{start}:*:*:*:*:*:*" for start in names)


def _image_type(values: dict[str, str]) -> str:
    """JDK or JRE, as the file says or as its modules show; empty where it has neither."""
    modules = values.get("MODULES", "").split()
    by_modules = ("JDK" if "jdk.compiler" in modules else "JRE") if modules else ""
    return values.get("IMAGE_TYPE", "") or by_modules


READER = Reader(
    name="jvm-release",
    version=1,
    claim=Claim(names=("release",), max_bytes=1 << 20),
    read=read,
    summary="Java runtimes (the file `release` of a JDK or JRE)",
)
