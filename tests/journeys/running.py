"""The program as a user runs it: a process of its own, with nothing of ours in its environment."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from images.build import BuiltImage, Entry, image, layer
from mooring.cli.main import main

PROGRAM = (sys.executable, "-W", "error", "-m", "mooring")
STATUS = b"""Package: bash
Status: install ok installed
Version: 5.2-1
Architecture: amd64
Depends: libc6

Package: libc6
Status: install ok installed
Version: 2.36-9
Architecture: amd64

"""
DEBIAN = layer(
    {
        "etc/os-release": b'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
        "var/lib/dpkg/status": STATUS,
        "var/lib/dpkg/info/bash.list": b"/.\n/usr\n/usr/bin\n/usr/bin/bash\n",
        "usr/bin/bash": Entry(content=b"#!/nothing\n", mode=0o755),
    }
)
APP = layer(
    {
        "app/node_modules/left-pad/package.json": b'{"name":"left-pad","version":"1.3.0","license":"MIT"}',
        "usr/local/bin/start": Entry(content=b"#!/bin/sh\n", mode=0o755),
    }
)
DAMAGED = layer({"app/node_modules/broken/package.json": b'{"name":'})


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of the program left."""

    code: int
    out: str
    messages: str


def debian_image() -> BuiltImage:
    """An image of two layers: a tiny Debian, and an application."""
    return image(DEBIAN, APP, tags=("app:1.0",))


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the program sees; the home folder is the test's own.

    No bytecode is written: under a limit on file sizes the interpreter leaves it cut off, and every later run fails on it.
    """
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        **(extra or {}),
    }


def mooring(
    *arguments: str,
    folder: Path,
    extra: Mapping[str, str] | None = None,
    content: bytes = b"",
    seconds: float = 60,
    wrapped: tuple[str, ...] = (),
) -> Ended:
    """Run `mooring ARGUMENT …` in the folder; `content` is its standard input."""
    done = subprocess.run(
        [*wrapped, *PROGRAM, *arguments],
        cwd=folder,
        env=environment(folder, extra),
        input=content,
        capture_output=True,
        timeout=seconds,
    )
    return Ended(code=done.returncode, out=done.stdout.decode(), messages=done.stderr.decode())


def shell(command: str, folder: Path, extra: Mapping[str, str] | None = None) -> Ended:
    """Run a shell command in which `mooring` is the program."""
    line = command.replace("mooring", " ".join(f"'{word}'" for word in PROGRAM), 1)
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment(folder, extra), capture_output=True, timeout=60
    )
    return Ended(code=done.returncode, out=done.stdout.decode(), messages=done.stderr.decode())


def inside(*arguments: str, folder: Path, extra: Mapping[str, str] | None = None, content: bytes = b"") -> Ended:
    """The same within this process, for tests that run the program often; an error that is a bug is raised."""
    stdout = io.BytesIO()
    out, messages = io.TextIOWrapper(stdout), io.StringIO()
    before, place = dict(os.environ), Path.cwd()
    streams = sys.stdin, sys.stdout, sys.stderr
    try:
        inner = environment(folder, extra)
        os.environ.clear()
        os.environ.update(inner)
        os.chdir(folder)
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(content)), out, messages
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)
    return Ended(code=code, out=stdout.getvalue().decode(), messages=messages.getvalue())
