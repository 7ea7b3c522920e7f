"""Where the database is."""

import argparse
from pathlib import Path

from mooring.base.config import Config
from mooring.base.errors import DatabaseMissing, UsageError

MISSING_HINT = "run `mooring db build`, `mooring db update` or `mooring db import FILE`"


def database_folder(arguments: argparse.Namespace, config: Config) -> Path:
    """The folder of installed databases. Raises UsageError without a home folder."""
    text = getattr(arguments, "database_dir", None) or config.database.directory
    if not text:
        raise UsageError("there is no folder for databases", hint="set HOME, or name a folder with --database-dir")
    return Path(text).expanduser()


def installed_database(arguments: argparse.Namespace, config: Config) -> Path:
    """The database in use. Raises DatabaseMissing, DatabaseDamaged."""
    from mooring.vulns.installed import current

    folder = database_folder(arguments, config)
    found = current(folder)
    if found is None:
        raise DatabaseMissing("no vulnerability database is installed", hint=MISSING_HINT, path=str(folder))
    return found
