"""A Gradle lock file names every module that a configuration resolved to."""

import pytest

from mooring.packages.java.gradle_lock import READER
from packages.java.sources import named, read_text

LOCK = """# This is a Gradle generated file for dependency locking.
 org.acme:a:1=compileClasspath, testRuntimeClasspath
junit:junit:4.13.2=testCompileClasspath,testRuntimeClasspath
org.acme:processor:2=annotationProcessor
# org.acme:gone:1=classpath
org.acme:noversion=x
empty=testAnnotationProcessor
"""


def test_modules_have_the_scope_of_their_configurations():
    facts = read_text(READER, "gradle.lockfile", LOCK)

    assert named(facts) == [
        ("org.acme:a", "1", "runtime"),
        ("junit:junit", "4.13.2", "test"),
        ("org.acme:processor", "2", "build"),
    ]
    assert [fact.line for fact in facts] == [2, 3, 4]


def test_what_the_build_script_needs_is_of_the_build():
    assert named(read_text(READER, "buildscript-gradle.lockfile", "a:b:1=classpath\n")) == [("a:b", "1", "build")]


def test_files_before_gradle_7_are_named_by_their_configuration():
    path = "gradle/dependency-locks/testCompileClasspath.lockfile"

    assert named(read_text(READER, path, "a:b:1\n")) == [("a:b", "1", "test")]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("x/gradle.lockfile", True),
        ("buildscript-gradle.lockfile", True),
        ("gradle/dependency-locks/a.lockfile", True),
        ("x/other.lockfile", False),
    ],
)
def test_only_lock_files_of_gradle_are_claimed(path, wanted):
    assert READER.wants(path) is wanted
