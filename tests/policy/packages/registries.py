"""What a registry offers, and packages of it, for the gates about npm packages and gems."""

from mooring.policy.package_index import ReadIndex
from policy.matched import judged, package

OFFERED = {"known": ("1.0.0", "1.1.0"), "odd": ("2.0.0",)}


def registry_report(kind: str, *, has_index: bool = True):
    """Packages of the kind: the latest, an older one, an unknown one, an unknown version, one that cannot be compared, and two that do
    not count."""
    index = ReadIndex(npm=OFFERED, gem=OFFERED)
    packages = (
        package(kind, "known", "1.1.0"),
        package(kind, "known", "1.0.0"),
        package(kind, "known", "0.9.0"),
        package(kind, "nobody", "1.0.0"),
        package(kind, "odd", "?"),
        package(kind, "known", "0.1.0", is_installed=False),
        package(kind, "mine", "1.0.0", is_root=True),
        package("pypi", "other", "1.0.0"),
    )
    return judged(packages=packages, index=index if has_index else None)
