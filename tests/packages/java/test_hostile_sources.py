"""Whatever the bytes, the readers of sources and lock files raise nothing but ReadError."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.packages.java import (
    bazel_maven,
    exploded,
    gradle_catalog,
    gradle_lock,
    gradle_verification,
    jvm_release,
    pom,
    sbt_lock,
)
from packages.java.sources import read_text

POM = b"<project><artifactId>a</artifactId><dependencies><dependency><groupId>${g}</groupId></dependency></dependencies></project>"
VERIFICATION = b'<v><components><component group="a" name="b" version="1"/></components></v>'
CATALOG = b'[versions]\nv = "1"\n[libraries]\na = { module = "g:a", version.ref = "v" }\n'
SBT = b'{"dependencies": [{"org": "a", "name": "b", "version": "1", "artifacts": [{"hash": "x:y"}]}]}'
MODULE = b'A = ["g:a:1"]\nmaven.install(artifacts = A + [maven.artifact("g", "b", "2")])\n'
VALID = [
    (pom.READER, "pom.xml", POM),
    (gradle_lock.READER, "gradle.lockfile", b"a:b:1=compileClasspath\nempty=\n"),
    (gradle_verification.READER, "verification-metadata.xml", VERIFICATION),
    (gradle_catalog.READER, "libs.versions.toml", CATALOG),
    (sbt_lock.READER, "build.sbt.lock", SBT),
    (bazel_maven.READER, "MODULE.bazel", MODULE),
    (bazel_maven.READER, "maven_install.json", b'{"artifacts": {"g:a": {"version": "1"}}}'),
    (exploded.READER, "META-INF/maven/g/a/pom.properties", b"#x\nversion=1\ngroupId=g\n"),
    (jvm_release.READER, "release", b'JAVA_VERSION="1.8.0_392"\nIMPLEMENTOR="Azul"\nIMPLEMENTOR_VERSION="Zulu8.1"\n'),
]


@pytest.mark.parametrize(("reader", "name", "valid"), VALID, ids=lambda value: value if isinstance(value, str) else "")
@given(noise=st.binary(max_size=100), at=st.integers(0, 200), byte=st.integers(0, 255))
def test_only_read_errors_are_raised(reader, name, valid, noise, at, byte):
    at %= len(valid)
    changed = valid[:at] + bytes([byte]) + valid[at + 1 :]
    for content in (noise, changed, valid[:at], valid[:at] + noise + valid[at:]):
        try:
            read_text(reader, name, content)
        except ReadError:
            pass
