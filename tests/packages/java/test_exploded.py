"""An unpacked archive is a package by Maven's file in it."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.java.exploded import READER
from packages.java.sources import named, read_text

PATH = "opt/tomcat/webapps/shop/META-INF/maven/org.acme/shop/pom.properties"


def test_the_properties_name_the_package_and_the_folder_is_its_home():
    (fact,) = read_text(READER, PATH, "#Generated\nversion=2\ngroupId=org.acme\nartifactId=shop\n")

    assert named([fact]) == [("org.acme:shop", "2", "runtime")]
    assert (fact.home, fact.is_installed) == ("opt/tomcat/webapps/shop", True)


def test_group_and_artifact_are_known_from_the_folder():
    assert named(read_text(READER, PATH, "version=2")) == [("org.acme:shop", "2", "runtime")]


def test_without_a_version_it_is_a_read_error():
    with pytest.raises(ReadError, match="no version"):
        read_text(READER, PATH, "version=${project.version}")


@pytest.mark.parametrize(
    "path", ["target/maven-archiver/pom.properties", "x/META-INF/maven/pom.properties", "a/pom.properties"]
)
def test_files_of_that_name_elsewhere_are_not_claimed(path):
    assert READER.wants(PATH)
    assert not READER.wants(path)
