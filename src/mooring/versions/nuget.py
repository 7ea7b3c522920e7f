"""NuGet: SemVer 2.0.0 with up to four numbers, pre-release compared without case (NuGet.Versioning's default comparison).

1.0 = 1.0.0 = 1.0.0.0; build metadata plays no part; `1.0.0-RC.1` = `1.0.0-rc.1`.
"""

from mooring.versions.keys.semantic import semantic_key
from mooring.versions.scheme import VersionScheme


def key(text: str) -> bytes:
    """The sort key of a version; build metadata plays no part. Raises InvalidVersion."""
    return semantic_key(text, is_case_ignored=True)


SCHEME = VersionScheme(
    name="nuget", key=key, summary="SemVer 2.0.0 with up to four numbers, pre-release words without case"
)
