"""An archive goes by the coordinates it was published under, as far as anything in it tells."""

import pytest

from mooring.packages.java.archive.identity import manifest_version
from packages.java.jars import coordinates, manifest, maven, read_jar

IVY = {
    "Specification_Title": "Apache Ivy with Ant tasks",
    "Implementation_Vendor_Id": "org.apache",
    "Implementation_Version": "2.4.0",
}
TOMCAT = {"Implementation_Title": "Apache Tomcat", "Implementation_Version": "9.0.70"}
SPRING_3 = {"Implementation_Title": "spring-core", "Implementation_Version": "4.3.30"}
SPRING_BUNDLE = {"Bundle_SymbolicName": "org.springframework.core", "Bundle_Version": "2.5.6.SEC03"}
DEEP_BUNDLE = {"Bundle_SymbolicName": "org.acme.deep.lib2;singleton:=true"}
CASES = [
    # file name, manifest, coordinates
    ("ivy-2.4.0.jar", IVY | {"Bundle_SymbolicName": "org.apache.ivy"}, "org.apache.ivy:ivy:2.4.0"),
    ("lib2-2.4.0.jar", DEEP_BUNDLE, "org.acme.deep:lib2:2.4.0"),
    ("acme-util-1.jar", {"Automatic_Module_Name": "org.acme.util"}, "org.acme:acme-util:1"),
    (
        "server-8.14.3.jar",
        {"Implementation_Title": "org.elasticsearch#server;8.14.3"},
        "org.elasticsearch:server:8.14.3",
    ),
    ("some-2.4.0.jar", {"Implementation_Version": "1.2.3", "Name": "some-package"}, "some:some:2.4.0"),
    ("org.eclipse.sisu.inject-0.3.5.jar", {}, "org.eclipse.sisu:org.eclipse.sisu.inject:0.3.5"),
    ("spring-core-5.3.3.jar", {}, "org.springframework:spring-core:5.3.3"),
    ("spring-boot-2.7.0.jar", {}, "org.springframework.boot:spring-boot:2.7.0"),
    ("test.jar", SPRING_BUNDLE, "org.springframework:spring-core:2.5.6.SEC03"),
    ("spring3-core-3.x.jar", SPRING_3, "org.springframework:spring-core:4.3.30"),
    ("catalina.jar", TOMCAT, "org.apache.tomcat:tomcat-catalina:9.0.70"),
    ("tomcat9-util-9.0.70.jar", TOMCAT, "org.apache.tomcat:tomcat-util:9.0.70"),
    (
        "app.jar",
        {"Implementation_Title": "${project.name}", "Implementation_Version": "${project.version}"},
        "app:app:",
    ),
    (
        "tool.jar",
        {"Main_Class": "com.acme.tool.Main", "Implementation_Version": "v1.5 build 3"},
        "com.acme.tool:tool:1.5",
    ),
    ("xstream-1.4.20-redhat-00001.jar", {}, "com.thoughtworks.xstream:xstream:1.4.20-redhat-00001"),
    ("derby.jar", {"Bundle_Version": "10.14.2000000.???"}, "org.apache.derby:derby:10.14.2000000"),
]


@pytest.mark.parametrize(("name", "attributes", "expected"), CASES)
def test_an_archive_without_mavens_files_is_named_by_its_file_name_and_manifest(name, attributes, expected):
    assert coordinates(read_jar(f"lib/{name}", manifest(**attributes))) == [expected]


def test_a_section_about_a_package_tells_group_and_version_of_old_libraries():
    """As in Apache Axis, whose version is followed by a build number and a date."""
    section = (
        "Name: org/apache/axis\nImplementation-Title: Apache Axis\nImplementation-Version: 1.4 1855 April 22 2006\n"
    )
    text = "Ant-Version: 1.6.5\n\n" + section

    assert coordinates(read_jar("axis.jar", {"META-INF/MANIFEST.MF": text})) == ["org.apache.axis:axis:1.4"]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("maven-core-3.8.7.jar", True),
        ("maven3-core-3.8.7.jar", True),
        ("org.apache.maven.maven-core-3.8.7.jar", True),
        ("maven_core-3.8.7.jar", True),
        ("renamed.jar", True),
        ("other-1.0.jar", False),
    ],
)
def test_the_one_maven_file_names_the_archive_unless_the_file_name_tells_another_version(name, own):
    first = read_jar(name, maven("org.apache.maven", "maven-core", "3.8.7"))[0]

    assert (first.name == "maven-core") is own


def test_of_two_names_that_fit_the_longer_is_the_archives():
    files = maven("log4j", "log4j", "1.2.17") | maven("org.apache.logging.log4j", "log4j-1.2-api", "2.17.1")

    assert read_jar("log4j-1.2-api-2.17.1.jar", files)[0].name == "log4j-1.2-api"


def test_among_merged_libraries_the_manifests_title_finds_a_renamed_archives_own():
    files = maven("a", "b", "1") | maven("org.acme", "service", "7") | manifest(Implementation_Title="service")

    assert coordinates(read_jar("app.jar", files)) == ["org.acme:service:7", "a:b:1"]


def test_a_pom_without_properties_tells_the_coordinates_with_its_parents_group_and_version():
    parent = "<parent><groupId>org.acme</groupId><artifactId>all</artifactId><version>3</version></parent>"
    pom = f"<project>{parent}<artifactId>a</artifactId></project>"

    assert coordinates(read_jar("a.jar", {"META-INF/maven/org.acme/a/pom.xml": pom})) == ["org.acme:a:3"]


def test_a_version_that_was_not_filled_in_gives_way_to_the_manifests():
    files = maven("org.acme", "a", "${revision}") | manifest(Implementation_Version="4.1")

    assert coordinates(read_jar("a.jar", files)) == ["org.acme:a:4.1"]


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("derby", "10.14.2000000.???", "10.14.2.0"),
        ("derbynet", "10.8.3000003", "10.8.3.3"),
        ("derby", "10.14.2", "10.14.2"),
        ("other", "10.14.2000000", "10.14.2000000"),
    ],
)
def test_the_fourth_number_of_derby_is_packed_into_the_third(name: str, told: str, expected: str):
    """Compared as it stands it would be above every fix."""
    assert expected == manifest_version({"bundle-symbolicname": name, "bundle-version": told})
