"""File names are split where Maven joined them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.packages.java.archive.file_name import split_file_name, stem_of

NAMES = [
    ("commons-io-2.11.0.jar", "commons-io", "2.11.0", ""),
    ("log4j-1.2-api-2.17.1.jar", "log4j-1.2-api", "2.17.1", ""),
    ("akka-actor_2.13-2.6.20.jar", "akka-actor_2.13", "2.6.20", ""),
    ("scala-xml_2.11-1.0.3.jar", "scala-xml_2.11", "1.0.3", ""),
    ("guava-31.1-jre.jar", "guava", "31.1-jre", ""),
    (
        "netty-transport-native-epoll-4.1.94.Final-linux-x86_64.jar",
        "netty-transport-native-epoll",
        "4.1.94.Final",
        "linux-x86_64",
    ),
    ("jboss-logging-3.4.1.Final-redhat-00001.jar", "jboss-logging", "3.4.1.Final-redhat-00001", ""),
    ("foo-1.0-20200101.120000-1-sources.jar", "foo", "1.0-20200101.120000-1", "sources"),
    ("pmaven-0.8-branch-SNAPSHOT.jar", "pmaven", "0.8-branch-SNAPSHOT", ""),
    ("geronimo-jta_1.1_spec-1.1.1.jar", "geronimo-jta_1.1_spec", "1.1.1", ""),
    ("jsr-275-1.0-beta-2.jar", "jsr-275", "1.0-beta-2", ""),
    ("bcprov-jdk15on-1.70.jar", "bcprov-jdk15on", "1.70", ""),
    ("json-lib-2.4-jdk15.jar", "json-lib", "2.4", "jdk15"),
    ("org.eclipse.core.runtime_3.7.0.v20110110.jar", "org.eclipse.core.runtime", "3.7.0.v20110110", ""),
    ("app-v2.3.war", "app", "2.3", ""),
    ("tomcat9-util.jar", "tomcat9-util", "", ""),
    ("ROOT.war", "ROOT", "", ""),
    ("noextension", "noextension", "", ""),
]


@pytest.mark.parametrize(("name", "artifact", "version", "classifier"), NAMES)
def test_a_file_name_is_split_into_artifact_version_and_classifier(name, artifact, version, classifier):
    found = split_file_name(name)

    assert (found.artifact, found.version, found.classifier) == (artifact, version, classifier)


def test_a_stem_has_no_folders_and_no_extension():
    assert stem_of("WEB-INF/lib/a-1.0.jar") == "a-1.0"


@given(st.text(alphabet="aA1.-_v~x", max_size=40))
def test_every_name_has_an_artifact(name):
    assert split_file_name("a" + name).artifact
