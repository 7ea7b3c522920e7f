"""Names of Python projects and of the files and folders that carry them.

Specifications: name normalisation (PEP 503), recording installed projects (PEP 376, PEP 627), binary distribution
format (PEP 427).
"""

import re
from urllib.parse import urlsplit, urlunsplit

_RUNS = re.compile(r"[-_.]+")
_PYTHON_TAG = re.compile(r"-py[0-9.]{1,8}$")
_ARCHIVES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".zip")


def normalised(name: str) -> str:
    """The one spelling that PEP 503 gives all spellings of a project's name."""
    return _RUNS.sub("-", name).lower()


def other_names(name: str) -> tuple[str, ...]:
    """The normalised name where it is not how the name is written: what dependencies are looked up by."""
    normal = normalised(name)
    return () if normal == name else (normal,)


def split_folder_name(name: str) -> tuple[str, str]:
    """Project and version of `attrs-23.1.0.dist-info`, `six-1.16.0-py3.9.egg-info` or `six-1.16.0-py3.9.egg`; empty
    where it has none.
    """
    stem = name[: name.rfind(".")] if "." in name else name
    project, _, version = _PYTHON_TAG.sub("", stem).partition("-")
    return project, version


def split_archive_name(name: str) -> tuple[str, str]:
    """Project and version of a wheel's or source archive's file name, both empty where it is neither."""
    if name.lower().endswith(".whl"):
        parts = name[:-4].split("-")
        return (parts[0], parts[1]) if len(parts) in (5, 6) else ("", "")
    for ending in _ARCHIVES:
        if name.lower().endswith(ending):
            project, _, version = name[: -len(ending)].rpartition("-")
            return (project, version) if project and version[:1].isdigit() else ("", "")
    return "", ""


def without_credentials(url: str) -> str:
    """The URL without user and password: an inventory is read by more people than may fetch from there. `git@` alone is
    no secret.
    """
    try:
        parts = urlsplit(url)
        user, at, host = parts.netloc.rpartition("@")
        if not at or user == "git":
            return url
        return urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    except ValueError:
        return ""
