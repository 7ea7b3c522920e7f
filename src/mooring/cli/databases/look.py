"""`mooring db status | verify | search | remove`."""

import argparse
from collections.abc import Iterable

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import NotFound, OutputError
from mooring.cli.command import Context
from mooring.cli.databases.place import database_folder, installed_database
from mooring.cli.databases.show import package_lines, state_document, state_lines, vulnerability_lines
from mooring.cli.exits import INCOMPLETE, PASS
from mooring.reports.text.style import clean
from mooring.vulns.database import Database, open_database, verify_database
from mooring.vulns.leftovers import remove_leftovers
from mooring.vulns.search import FoundPackage, FoundVulnerability, packages_called, vulnerabilities_called


def run_status(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """What is installed; 3 where it is past its age limit."""
    path = installed_database(arguments, config)
    with open_database(path) as database:
        state = database.state
    size = path.stat().st_size
    if arguments.output == "json":
        context.output.write(state_document(state, size))
    else:
        _write(state_lines(state, size, config.database.max_age_days), context)
    return INCOMPLETE if state.days_since_built(now()) > config.database.max_age_days else PASS


def run_verify(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Read it whole."""
    path = installed_database(arguments, config)
    state = verify_database(path)
    _write([f"{path} is whole: {state.digest}"], context)
    return PASS


def run_search(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """A vulnerability by any identifier, else packages by name. Raises NotFound."""
    with open_database(installed_database(arguments, config)) as database:
        found: tuple[FoundVulnerability, ...] | tuple[FoundPackage, ...]
        vulnerabilities = vulnerabilities_called(database, arguments.name)
        if vulnerabilities:
            found = tuple(_within(one, arguments.namespace) for one in vulnerabilities)
            lines = [line for one in found for line in vulnerability_lines(one)]
        else:
            found = tuple(
                one for one in packages_called(database, arguments.name) if arguments.namespace in (None, one.namespace)
            )
            lines = list(package_lines(found))
        if not found:
            raise _unknown(arguments.name, arguments.namespace, database)
    if arguments.output == "json":
        context.output.write(msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2) + b"\n")
    else:
        _write(lines, context)
    return PASS


def run_remove(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Remove the folder's databases and nothing else."""
    folder = database_folder(arguments, config)
    names = [
        path
        for pattern in (
            "mooring-*.db",
            "mooring-*.db.json",
            "starter-*.db",
            "starter-*.db.json",
            "current.json",
            ".download-*",
        )
        for path in folder.glob(pattern)
    ]
    try:
        for path in names:
            path.unlink()
        remove_leftovers(folder)
    except OSError as error:
        raise OutputError(
            f"{error.filename!r} could not be removed: {(error.strerror or str(error)).lower()}"
        ) from None
    count = len([path for path in names if path.suffix == ".db"])
    _write([f"removed {count} database{'s' if count != 1 else ''} from {folder}"], context)
    return PASS


def _within(found: FoundVulnerability, namespace: str | None) -> FoundVulnerability:
    """With the statements of one namespace only, where one is named."""
    if namespace is None:
        return found
    replace = msgspec.structs.replace
    advisories = (
        replace(one, packages=tuple(package for package in one.packages if package.namespace == namespace))
        for one in found.advisories
    )
    return replace(found, advisories=tuple(one for one in advisories if one.packages))


def _unknown(name: str, namespace: str | None, database: Database) -> NotFound:
    import difflib

    state = database.state
    if namespace is not None and namespace not in database.namespaces:
        near = difflib.get_close_matches(namespace, database.namespaces, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"it covers {', '.join(sorted(database.namespaces)[:20])}, …"
        return NotFound(f"the database has no namespace {namespace!r}", hint=hint)
    return NotFound(
        f"the database of {state.built[:10]} has neither a vulnerability nor a package {name!r}",
        hint="identifiers are written in full (CVE-2021-44228), Maven packages as group:artifact; `mooring db status` lists the feeds",
    )


def _write(lines: Iterable[str], context: Context) -> None:
    context.output.write("".join(f"{clean(line)}\n" for line in lines).encode("utf-8", "replace"))
