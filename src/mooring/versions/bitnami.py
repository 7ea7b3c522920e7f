"""Bitnami: SemVer with the revision of Bitnami's build behind it, which plays no part (`17.0.3-1` = `17.0.3`).

To SemVer the revision would be a pre-release, and every installed package would be older than the fix it contains.
"""

import re

from mooring.versions.keys.semantic import semantic_key
from mooring.versions.scheme import VersionScheme

_REVISION = re.compile(r"(?<=[0-9A-Za-z])-[0-9]{1,9}$")


def key(text: str) -> bytes:
    """The sort key of a version; revision and build metadata play no part. Raises InvalidVersion."""
    return semantic_key(without_revision(text), is_case_ignored=False)


def without_revision(text: str) -> str:
    """The version without Bitnami's revision; pre-release words stay (`2.6.0-rc1-0` is `2.6.0-rc1`)."""
    return _REVISION.sub("", text)


SCHEME = VersionScheme(
    name="bitnami", key=key, for_matching=without_revision, summary="SemVer; the revision of a build (`-1`) is ignored"
)
