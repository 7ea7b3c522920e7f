"""Artifact, version and classifier as the file name of an archive tells them.

Maven's repository layout names files `artifactId-version[-classifier].extension`. All three parts may contain dashes
and digits, so the split is a judgement: `log4j-1.2-api-2.17.1`, `akka-actor_2.13-2.6.20`, `guava-31.1-jre`,
`netty-transport-native-epoll-4.1.94.Final-linux-x86_64`, `jboss-logging-3.4.1.Final-redhat-00001`. Eclipse writes
`org.eclipse.core.runtime_3.7.0.v20110110`.
"""

import re

import msgspec

_QUALIFIER = re.compile(
    r"(?:v?\d[\w.+]*|(?:alpha|beta|milestone|pre|preview|ea|rc|cr|m|sp|b|r|p|rev|build|patch|jre|cdh|jbossorg|redhat)[\d.]*"
    r"|snapshot|release|final|ga|android|incubating|incubator|dev|nightly|hotfix|atlassian|mapr|hdp|amzn|fuse|draft|pfd)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v?\d")


class FileName(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The parts of an archive's file name; what it does not tell is empty."""

    artifact: str
    version: str = ""
    classifier: str = ""


def split_file_name(name: str) -> FileName:
    """The parts of a file name that is given with its extension."""
    stem = stem_of(name)
    parts = stem.split("-")
    start = _version_start(parts)
    if start == 0:
        artifact, mark, version = stem.rpartition("_")
        if mark and artifact and _VERSION.match(version) and "." in version:
            return FileName(artifact=artifact, version=version)
        return FileName(artifact=stem)
    end = start + 1
    while end < len(parts) and _QUALIFIER.fullmatch(parts[end]):
        end += 1
    if parts[-1].upper() == "SNAPSHOT":
        end = len(parts)  # Nothing follows it: `0.8-branch-SNAPSHOT` is one version.
    version = "-".join(parts[start:end])
    if version[0] in "vV":
        version = version[1:]
    return FileName(artifact="-".join(parts[:start]), version=version, classifier="-".join(parts[end:]))


def stem_of(name: str) -> str:
    """A file name without folders and extension."""
    name = name[name.rfind("/") + 1 :]
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


def _version_start(parts: list[str]) -> int:
    """Index of the part that begins the version, 0 where none does.

    Of several parts that begin with a digit the last one is meant if a word stands between that is no part of versions.
    """
    start = 0
    has_word = True
    for index in range(1, len(parts)):
        if _VERSION.match(parts[index]):
            if has_word and not _is_number_of_name(parts, index):
                start = index
                has_word = False
        elif not _QUALIFIER.fullmatch(parts[index]):
            has_word = True
    return start


def _is_number_of_name(parts: list[str], index: int) -> bool:
    """Whether a whole number belongs to the name, as in `jsr-275-1.0`: a dotted version follows at once."""
    following = parts[index + 1] if index + 1 < len(parts) else ""
    return parts[index].isdigit() and following[:1].isdigit() and "." in following
