"""The file `release` of a Java runtime tells vendor, product and version."""

import pytest

from mooring.packages.java.jvm_release import READER
from packages.java.sources import read_text

DEBIAN = """IMPLEMENTOR="Debian"
JAVA_RUNTIME_VERSION="17.0.9+9-Debian"
JAVA_VERSION="17.0.9"
MODULES="java.base jdk.compiler"
OS_ARCH="x86_64"
"""
CASES = [
    (DEBIAN, "oracle/openjdk", "17.0.9+9-Debian", ("oracle:openjdk:17.0.9:*",)),
    ('JAVA_VERSION="1.8.0_392"\n', "oracle/openjdk", "1.8.0_392", ("oracle:openjdk:8:update392",)),
    ('JAVA_VERSION="1.8.0_401"\nBUILD_TYPE="commercial"\n', "oracle/jdk", "1.8.0_401", ("oracle:jdk:1.8.0:update401",)),
    (
        'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.1"\nFULL_VERSION="21.0.1+12"\nIMAGE_TYPE="JRE"\n',
        "eclipse/temurin",
        "21.0.1+12",
        ("oracle:openjdk:21.0.1:*", "eclipse:temurin:21.0.1:*"),
    ),
    (
        'IMPLEMENTOR="Azul Systems, Inc."\nIMPLEMENTOR_VERSION="Zulu17.44+15-CA"\nJAVA_VERSION="17.0.8"\n',
        "azul/zulu",
        "17.0.8",
        ("oracle:openjdk:17.0.8:*", "azul:zulu:17.44:*"),
    ),
    (
        'IMPLEMENTOR="Oracle Corporation"\nJAVA_VERSION="21.0.1"\nGRAALVM_VERSION="23.1.1"\n',
        "oracle/graalvm",
        "21.0.1",
        ("oracle:openjdk:21.0.1:*", "oracle:graalvm_for_jdk:21.0.1:*"),
    ),
]


@pytest.mark.parametrize(("source", "name", "version", "cpes"), CASES)
def test_a_runtime_has_the_name_version_and_cpes_of_its_vendor(source, name, version, cpes):
    (fact,) = read_text(READER, "usr/lib/jvm/java-17/release", source)

    assert (f"{fact.namespace}/{fact.name}", fact.version) == (name, version)
    assert fact.cpes == tuple(f"cpe:2.3:a:{cpe}:*:*:*:*:*:*" for cpe in cpes)


def test_a_runtime_knows_its_folder_and_whether_it_compiles():
    (fact,) = read_text(READER, "usr/lib/jvm/java-17/release", DEBIAN)

    assert fact.properties == {
        "jvm_home": "usr/lib/jvm/java-17",
        "java_version": "17.0.9",
        "vendor": "Debian",
        "image_type": "JDK",
    }
    assert (fact.type, fact.architecture) == ("generic", "x86_64")


@pytest.mark.parametrize("source", ["", "Debian 12", "VERSION=1", 'JAVA_VERSION="x"', b"\xff\x00"])
def test_other_files_of_that_name_are_passed_over(source):
    assert read_text(READER, "etc/release", source) == []
