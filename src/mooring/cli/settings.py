"""Settings from the command line: flags over environment over file, the same for every command."""

import argparse
import contextlib
import os
import stat
from pathlib import Path

from mooring.base.config import Config
from mooring.base.errors import UsageError
from mooring.base.settings import load_config
from mooring.cli.command import Context

FLAGS = {
    "jobs": "scan.jobs",
    "java_index": "scan.java_index",
    "cache_dir": "cache.directory",
    "username": "registry.username",
    "ca_file": "registry.ca_file",
    "insecure_host": "registry.insecure_hosts",
    "plain_http_host": "registry.plain_http_hosts",
    "mirror": "registry.mirrors",
    "database_dir": "database.directory",
    "workspace": "feeds.directory",
}
"""Attribute of the parsed arguments to the setting that it overrides."""


def add_settings_arguments(parser: argparse.ArgumentParser) -> None:
    """What every command takes."""
    group = parser.add_argument_group("settings")
    group.add_argument("--config", metavar="FILE", default="", help="read settings from this file")
    group.add_argument("--cache-dir", metavar="FOLDER", help="keep the layer cache here")


def add_registry_arguments(parser: argparse.ArgumentParser) -> None:
    """What commands take that may talk to a registry."""
    group = parser.add_argument_group("registries", "credentials come from `docker login`, MOORING_REGISTRY_* or these")
    group.add_argument("--username", metavar="NAME", help="log in to the image's registry as this user")
    group.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    group.add_argument("--plain-http-host", metavar="HOST", action="append", help="speak to this host without TLS")
    group.add_argument("--insecure-host", metavar="HOST", action="append", help="do not verify this host's certificate")
    group.add_argument("--ca-file", metavar="FILE", help="trust these certificates too (PEM)")
    group.add_argument("--mirror", metavar="HOST=MIRROR", action="append", help="ask the mirror before the registry")
    group.add_argument("--offline", action="store_true", help="refuse registries and daemons")


def load_settings(arguments: argparse.Namespace, context: Context) -> Config:
    """All settings. Raises BadConfig."""
    flags: dict[str, str] = {}
    for attribute, name in FLAGS.items():
        value = getattr(arguments, attribute, None)
        if value is not None:
            flags[name] = ",".join(value) if isinstance(value, list) else str(value)
    if getattr(arguments, "password_stdin", False):
        flags["registry.password"] = context.standard_input.readline().decode("utf-8", "replace").rstrip("\r\n")
    return load_config(context.environment, folder=Path.cwd(), flags=flags, file=arguments.config)


def cache_directory(config: Config, context: Context) -> Path:
    """Where the layer cache is. Without a home folder it lies below the system's folder for temporary files."""
    if config.cache.directory:
        return Path(config.cache.directory).expanduser()
    return _temporary_cache()


def _temporary_cache() -> Path:
    """A folder of our own below the system's for temporary files. Whoever made it first could have put records of their own into it."""
    import tempfile

    path = Path(tempfile.gettempdir()) / f"mooring-cache-{os.getuid()}"
    try:
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
        status = path.lstat()
    except OSError:
        return path
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise UsageError(
            f"the cache folder {str(path)!r} was made by somebody else, or others may write to it",
            hint="set HOME, or name a folder with --cache-dir",
        )
    return path
