"""Grype databases for tests, and what they come to."""

from pathlib import Path

from feeds.imported.grype_database import GrypeFile
from mooring.feeds.imported.grype_v6 import GrypeImport, import_grype
from mooring.vulns.database import Database, open_database


def imported(file: GrypeFile, source: Path | None = None) -> tuple[Database, GrypeImport]:
    """What the file, or an archive of it, comes to."""
    found = import_grype(source or file.close(), file.path.with_name("ours.db"))
    return open_database(file.path.with_name("ours.db")), found


def constraints(database: Database, namespace: str, name: str) -> list[str]:
    """The constraints of a package."""
    return [row.constraint for row in database.rows(namespace, name)]
