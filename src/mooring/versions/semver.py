"""SemVer 2.0.0, as npm, Cargo, Pub, Hex, Swift and others use it.

Read as well, because feeds and packages write them: a leading `v` or `=`, fewer or more than three numbers (absent ones are zero), leading
zeros, and a pre-release word that touches the numbers (`1.0.0rc1`, as npm's loose mode takes it). A letter that is no such word (`1.1.1k`)
makes no semantic version: it would sort below 1.1.1, which is wrong wherever such letters are used.
"""

from mooring.versions.keys.semantic import semantic_key
from mooring.versions.scheme import VersionScheme


def key(text: str) -> bytes:
    """The sort key of a version; build metadata plays no part. Raises InvalidVersion."""
    return semantic_key(text, is_case_ignored=False)


SCHEME = VersionScheme(
    name="semver", key=key, summary="SemVer 2.0.0; short versions are filled with zeros, build metadata is ignored"
)
