"""`mooring db update | import | export`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mooring.base.clock import now
from mooring.base.config import Config
from mooring.base.errors import UsageError
from mooring.base.http import HttpClient, Patience
from mooring.cli.command import Context
from mooring.cli.databases.place import database_folder
from mooring.cli.databases.show import feeds_total
from mooring.cli.exits import PASS
from mooring.cli.progress import Bytes, size_text
from mooring.feeds.distribution.exchange import Convert, Installed, export, import_file, update

MOST_REASONS = 10
_PATIENCE = Patience(max_attempts=6, total_seconds=6 * 3600.0)


def run_update(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Fetch what the server offers."""
    from mooring.base.transport import TcpTransport, TlsSettings

    section = msgspec.structs.replace(config.database, url=arguments.url) if arguments.url else config.database
    ca_files = (config.feeds.ca_file,) if config.feeds.ca_file else ()
    transport = TcpTransport(
        tls=lambda host: TlsSettings(ca_files=ca_files),
        environment=context.environment,
        connect_timeout_seconds=30.0,
        idle_timeout_seconds=config.feeds.timeout_seconds,
    )
    progress = Bytes(context.messages if context.is_messages_terminal and not arguments.quiet else None, "downloading")
    try:
        result = update(
            section,
            database_folder(arguments, config),
            HttpClient(transport, _PATIENCE),
            _converter(config, context),
            now=now(),
            tell=progress.told,
        )
    finally:
        progress.finished()
    if not arguments.quiet:
        context.output.write(_said(result).encode())
    return PASS


def run_import(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Install a file, or what vunnel left in a folder."""
    if arguments.file.startswith(("http://", "https://")):
        raise UsageError(
            f"{arguments.file!r} is an address; import takes a file",
            hint=f"download it first, or run `mooring db update --url {arguments.file}` where it is a listing",
        )
    folder, source = database_folder(arguments, config), Path(arguments.file).expanduser()
    if arguments.fetch:
        _fetch_with_vunnel(source, arguments.fetch, context)
    result = import_file(source, folder, config.database, _converter(config, context), checksum=arguments.checksum)
    context.output.write(_said(result).encode())
    return PASS


def _fetch_with_vunnel(source: Path, providers: Sequence[str], context: Context) -> None:
    from mooring.feeds.imported.vunnel import fetch_with_vunnel

    for name, problem in fetch_with_vunnel(source, providers).items():
        print(f"problem: {name} was not fetched: {problem}; what it left before is used", file=context.messages)


def run_export(arguments: argparse.Namespace, config: Config, context: Context) -> int:
    """Write the installed database."""
    key = Path(arguments.key) if arguments.key else None
    path, listing = export(database_folder(arguments, config), Path(arguments.target), key=key)
    context.output.write(f"wrote {path} ({size_text(listing.size)}), {listing.checksum}\n".encode())
    return PASS


def _converter(config: Config, context: Context) -> Convert:
    """Makes a database of ours from Grype's, or from a folder of vunnel's."""

    def convert(source: Path, target: Path) -> None:
        if source.is_dir():
            _from_vunnel(source, target, context)
            return
        from mooring.feeds.imported.grype_v6 import import_grype

        found = import_grype(source, target, max_bytes=config.database.max_bytes)
        for reason in found.reasons[:MOST_REASONS]:
            print(f"problem: {reason}", file=context.messages)

    return convert


def _from_vunnel(source: Path, target: Path, context: Context) -> None:
    from mooring.feeds.imported.vunnel import import_vunnel
    from mooring.vulns.build import DatabaseBuilder

    with DatabaseBuilder(target, kind="imported", built=now()) as builder:
        logs = import_vunnel(source, builder)
        builder.finish()
    for name, log in logs.items():
        for reason in log.reasons[:MOST_REASONS]:
            print(f"problem: {name}: {reason}", file=context.messages)


def _said(result: Installed) -> str:
    state = result.state
    head = "installed" if result.is_new else "up to date:"
    return f"{head} the database of {state.built[:16].replace('T', ' ')} ({feeds_total(state.feeds)})\n"
