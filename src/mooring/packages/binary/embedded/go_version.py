"""The version of the program itself, which its module line often does not know.

A program built in its own repository had the version `(devel)` before Go 1.24. Makefiles write the version into a
variable with `-ldflags "-X main.version=v1.2.3"`, and the settings of the build are part of the build information.
"""

import re

MAX_FLAGS = 64 << 10
_ASSIGNMENT = re.compile(r"-X[= ]\s*(['\"]?)([^\s='\"]+)=([^\s'\"]*)")
_VERSION_NAME = re.compile(
    r"(?:^|[._])(?:git|build|app|release|program|full)?_?version(?:string|number|tag)?$", re.IGNORECASE
)
_VERSION_VALUE = re.compile(r"v?\d+(?:\.\d+)+(?:[-+._~][0-9A-Za-z.+~_-]*)?$")


def version_of_main(path: str, version: str, settings: dict[str, str]) -> str:
    """The version of the main module: its own, else the one that the linker flags assign; empty where neither tells."""
    if version and version != "(devel)":
        return version
    candidates = [
        (_preference(name, path), index, value)
        for index, (_, name, value) in enumerate(_ASSIGNMENT.findall(settings.get("-ldflags", "")[:MAX_FLAGS]))
        if _VERSION_VALUE.match(value) and _VERSION_NAME.search(name)
    ]
    return min(candidates)[2] if candidates else ""


def vcs_properties(settings: dict[str, str]) -> dict[str, str]:
    """The commit that was built, and the pseudo-version that Go would give it without any tag (Go module reference)."""
    revision, time = settings.get("vcs.revision", ""), settings.get("vcs.time", "")
    stamp = re.sub(r"\D", "", time)[:14]
    pseudo = f"v0.0.0-{stamp}-{revision[:12]}" if len(stamp) == 14 and len(revision) >= 12 else ""
    return {
        "vcs_revision": revision,
        "vcs_time": time,
        "vcs_modified": settings.get("vcs.modified", ""),
        "pseudo_version": pseudo,
    }


def _preference(name: str, path: str) -> int:
    """Variables of the program come before those of the libraries that it tells its version."""
    package, _, variable = name.rpartition(".")
    if package == "main":
        return 0 if variable.lower() == "version" else 1
    return 2 if package.startswith(path) else 3
