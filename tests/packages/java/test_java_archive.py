"""A Java archive gives a package for itself, for what is merged into it and for what lies inside."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.reader import LayerFile
from mooring.packages.java.java_archive import READER
from packages.java.jars import coordinates, make_jar, manifest, maven, read_jar


def test_the_maven_file_that_fits_the_name_names_the_archive_and_others_are_its_children():
    files = maven("com.google.guava", "guava", "29.0-jre") | maven("org.acme", "shaded-guava", "1.1.0")

    own, merged = read_jar("opt/shaded-guava-1.1.0.jar", files)

    assert coordinates([own, merged]) == ["org.acme:shaded-guava:1.1.0", "com.google.guava:guava:29.0-jre"]
    assert merged.properties["parent_key"] == own.key == "java:opt/shaded-guava-1.1.0.jar"
    assert merged.inner_path == "META-INF/maven/com.google.guava/guava/pom.properties"


def test_an_archive_knows_its_licences_and_dependencies():
    pom = """<licenses><license><name>MIT</name></license></licenses><url>https://acme.example</url><dependencies>
        <dependency><groupId>org.acme</groupId><artifactId>util</artifactId></dependency>
        <dependency><groupId>junit</groupId><artifactId>junit</artifactId><scope>test</scope></dependency>
        <dependency><groupId>x</groupId><artifactId>y</artifactId><optional>true</optional></dependency></dependencies>"""
    content = make_jar(maven("org.acme", "core", "2.0", pom) | manifest(Implementation_Vendor="Acme"))

    (fact,) = read_jar("lib/core-2.0.jar", content)

    assert fact.licenses == ("MIT",)
    assert fact.depends == ("org.acme:util",)
    assert fact.provides == ("org.acme:core",)
    assert fact.home == "lib"
    assert fact.properties == {
        "packaging": "jar",
        "vendor": "Acme",
        "identified_by": "pom.properties",
        "homepage": "https://acme.example",
    }


def test_an_archive_knows_its_sha1_where_digests_are_asked_for():
    content = make_jar(manifest(Implementation_Title="core", Implementation_Version="2.0"))

    (asked,) = READER.read(LayerFile(path="lib/core-2.0.jar", content=content, with_digests=True))
    (plain,) = READER.read(LayerFile(path="lib/core-2.0.jar", content=content))

    assert asked.properties["sha1"] == hashlib.sha1(content).hexdigest()
    assert "sha1" not in plain.properties


def test_a_jar_that_debian_numbered_goes_by_its_title():
    content = make_jar(manifest(Implementation_Title="spring-tx", Implementation_Version="4.3.30.RELEASE"))

    (fact,) = read_jar("usr/share/java/spring3-transaction-3.x.jar", content)

    assert (fact.name, fact.version) == ("spring-tx", "4.3.30.RELEASE")


def test_archives_inside_are_children_at_their_inner_path():
    library = make_jar(maven("org.acme", "lib", "1"))
    war = make_jar(maven("org.acme", "web", "3") | {"WEB-INF/lib/lib-1.jar": library})

    ear, web, lib = read_jar("opt/suite-7.ear", {"web-3.war": war})

    assert coordinates([ear, web, lib]) == ["suite:suite:7", "org.acme:web:3", "org.acme:lib:1"]
    assert [fact.inner_path for fact in (ear, web, lib)] == ["", "web-3.war", "web-3.war!WEB-INF/lib/lib-1.jar"]
    assert lib.properties["parent_key"] == web.key == "java:opt/suite-7.ear!web-3.war"
    assert (web.lookup, lib.home) == ("opt/suite-7.ear/web-3.war/WEB-INF/lib",) * 2


def test_a_zip_is_no_package_but_what_lies_in_it_is():
    (fact,) = read_jar("tmp/dist.zip", {"lib/a-1.jar": make_jar(maven("org.acme", "a", "1"))})

    assert coordinates([fact]) == ["org.acme:a:1"]
    assert "parent_key" not in fact.properties


@pytest.mark.parametrize("path", ["music/song.kar", "backup/old.rar", "var/log/sa.sar", "x/broken.zip"])
def test_files_of_other_trades_with_the_same_suffix_are_passed_over(path):
    assert read_jar(path, b"Rar!\x1a\x07\x00 or anything else") == []
    assert read_jar(path, b"PK\3\4 cut off, as in the test files of other languages") == []


def test_a_nested_archive_that_nothing_describes_is_no_package():
    facts = read_jar("app-1.aar", {"classes.jar": make_jar({"com/acme/A.class": b""})})

    assert coordinates(facts) == ["app:app:1"]


def test_a_group_is_found_in_the_packages_of_the_classes():
    files = {f"com/acme/{name}.class": b"" for name in ("text/A", "text/B", "io/C", "D")}

    assert coordinates(read_jar("thing-1.2.jar", files)) == ["com.acme:thing:1.2"]


def test_without_any_trace_of_a_group_the_artifact_stands_in_and_the_fact_says_so():
    (fact,) = read_jar("thing-1.2.jar", {"readme": b""})

    assert coordinates([fact]) == ["thing:thing:1.2"]
    assert fact.properties["group_guessed"] == "true"


def test_a_jenkins_plugin_is_named_by_its_manifest():
    files = manifest(
        Short_Name="git", Plugin_Version="5.2.1 (private)", Plugin_Dependencies="ssh:1,mail:2;resolution:=optional"
    )

    (fact,) = read_jar("plugins/git.jpi", files)

    assert coordinates([fact]) == ["org.jenkins-ci.plugins:git:5.2.1"]
    assert fact.properties["jenkins_plugin"] == "true"
    assert fact.depends == ("ssh",)


def test_a_spring_boot_archive_keeps_its_own_name_and_those_of_its_libraries():
    files = manifest(Implementation_Title="shop", Implementation_Version="4.2", Start_Class="org.acme.shop.Main")
    files |= {"BOOT-INF/lib/a-1.jar": make_jar(maven("org.acme", "a", "1"))}

    assert coordinates(read_jar("app.jar", files)) == ["org.acme.shop:shop:4.2", "org.acme:a:1"]


@pytest.mark.parametrize(
    ("name", "classifier", "scope"),
    [
        ("a-1.jar", {}, "runtime"),
        ("a-1-linux-x86_64.jar", {"classifier": "linux-x86_64"}, "runtime"),
        ("a-1-sources.jar", {"classifier": "sources"}, "dev"),
        ("a-1-tests.jar", {"classifier": "tests"}, "test"),
    ],
)
def test_a_classifier_is_a_qualifier_and_sources_and_tests_are_not_what_runs(name, classifier, scope):
    (fact,) = read_jar(name, maven("org.acme", "a", "1"))

    assert (fact.qualifiers, fact.scope) == (classifier, scope)


@pytest.mark.parametrize(
    ("value", "licenses"),
    [
        ("Apache License, Version 2.0", ("Apache License, Version 2.0",)),
        ("MIT;link=https://mit.example, https://x.example/license", ("MIT", "https://x.example/license")),
        ("<<EXTERNAL>>", ()),
        ("${license}", ()),
    ],
)
def test_a_bundle_licence_is_a_list_of_clauses_or_prose(value, licenses):
    (fact,) = read_jar("a-1.jar", manifest(Bundle_License=value))

    assert fact.licenses == licenses


def test_damage_inside_is_told_after_all_that_is_readable():
    whole, cut = make_jar(maven("org.acme", "b", "2")), make_jar(maven("org.acme", "a", "1"))[:-30]
    content = make_jar({"lib/a-1.jar": cut, "lib/b-2.jar": whole, "lib/notes.rar": b"Rar!"})
    facts = READER.read(LayerFile(path="app-1.war", content=content))

    assert coordinates([next(facts), next(facts)]) == ["app:app:1", "org.acme:b:2"]
    with pytest.raises(ReadError, match=r"'lib/a-1.jar': begins like a ZIP archive, but has no central directory"):
        next(facts)


def test_archives_that_contain_themselves_too_deep_are_refused():
    content = make_jar({})
    for _ in range(5):
        content = make_jar({"a-1.jar": content})

    with pytest.raises(ReadError, match="more than 3 deep"):
        read_jar("a-1.jar", content, Limits(max_archive_depth=3))


def test_more_packages_than_the_limit_are_refused():
    files = maven("a", "b", "1") | maven("c", "d", "1")

    with pytest.raises(ReadError, match="more than 1 packages"):
        read_jar("b-1.jar", files, Limits(max_facts_per_file=1))


@pytest.mark.parametrize("path", ["a/b.jar", "a/B.WAR", "x.hpi", "y.lpkg", "z.zip"])
def test_the_claim_takes_java_archives_in_any_case(path):
    assert READER.wants(path)


VALID = make_jar(
    maven("org.acme", "a", "1", "<version>1</version>") | {"lib/b.jar": make_jar(manifest(Bundle_Version="1"))}
)


@given(st.binary(max_size=200), st.integers(0, len(VALID) - 1), st.integers(0, 255))
def test_whatever_the_bytes_only_read_error_is_raised(noise, at, byte):
    changed = bytearray(VALID)
    changed[at] = byte
    manifest_of_noise = {
        "META-INF/MANIFEST.MF": noise,
        "META-INF/maven/g/a/pom.xml": b"<project>" + noise,
        "pom.properties": noise,
    }
    for content in (noise, b"PK" + noise, bytes(changed), VALID[:at], make_jar(manifest_of_noise)):
        try:
            read_jar("x/a.jar", content)
        except ReadError:
            pass
