"""Bazel workspaces name Maven artifacts in calls, and in lock files."""

from mooring.packages.java.bazel_maven import READER
from packages.java.sources import named, read_text

MODULE = """
maven = use_extension("@rules_jvm_external//:extensions.bzl", "maven")
VERSION = "3"
MORE = ["g:more:" + VERSION]
maven.install(artifacts = ["g:a:1", maven.artifact("g", "called", "2")] + MORE, repositories = ["https://maven.example"])
maven.artifact(group = "g", artifact = "alone", version = "4")
maven.artifact(group = "g")
load("@rules_jvm_external//:defs.bzl", "maven_install")
maven_install(artifacts = ["g:typed:aar:5", "nonsense"])
"""


def test_artifacts_of_calls_are_found_with_their_versions():
    facts = read_text(READER, "MODULE.bazel", MODULE)

    assert [row[:2] for row in named(facts)] == [
        ("g:a", "1"),
        ("g:called", "2"),
        ("g:more", "3"),
        ("g:alone", "4"),
        ("g:typed", "5"),
    ]
    assert facts[-1].qualifiers == {"type": "aar"}


def test_both_formats_of_the_lock_are_read():
    new = '{"artifacts": {"g:a": {"shasums": {}, "version": "1"}, "g:b:jar:sources": {"version": "2"}}, "version": "2"}'
    old = '{"dependency_tree": {"dependencies": [{"coord": "g:a:1"}, 3]}}'

    assert [row[:2] for row in named(read_text(READER, "maven_install.json", new))] == [("g:a", "1"), ("g:b", "2")]
    assert [row[:2] for row in named(read_text(READER, "maven_install.json", old))] == [("g:a", "1")]
