"""The real ClamAV, with two signatures of our own."""

import hashlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MARKER = b"harmless-marker-of-our-own"
MARKER_NAME = "Mooring.Test.Marker.UNOFFICIAL"
EICAR_NAME = "Mooring.Test.Eicar.UNOFFICIAL"


def eicar() -> bytes:
    """The test file that every scanner knows; put together here, so that no scanner knows this file."""
    return b"X5O!P%@AP[4" + b"\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"


def signatures(folder: Path) -> Path:
    """A folder with the two signatures."""
    place = folder / "signatures"
    place.mkdir()
    (place / "marker.ndb").write_text(f"Mooring.Test.Marker:0:*:{MARKER.hex()}\n")
    content = eicar()
    digest = hashlib.md5(content).hexdigest()
    (place / "eicar.hdb").write_text(f"{digest}:{len(content)}:Mooring.Test.Eicar\n")
    return place


def clamscan() -> str:
    """The program; skips the test where it is missing."""
    return _program("clamscan")


@contextmanager
def running_clamd(folder: Path, database: Path, *, stream_max_length: str = "10M") -> Iterator[str]:
    """A daemon with these signatures; gives its socket. Skips the test where the program is missing."""
    program = _program("clamd")
    place = folder / "clamd.socket"
    config = folder / "clamd.conf"
    config.write_text(
        f"LocalSocket {place}\nDatabaseDirectory {database}\nTemporaryDirectory {folder}\nForeground yes\n"
        f"AlertExceedsMax yes\nMaxFileSize 1M\nStreamMaxLength {stream_max_length}\n"
    )
    with (folder / "clamd.log").open("wb") as log:
        process = subprocess.Popen([program, f"--config-file={config}"], stdout=log, stderr=log)
        try:
            _wait_for(place, process)
            yield str(place)
        finally:
            process.kill()
            process.wait(10)


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _wait_for(place: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"clamd ended with code {process.returncode}")
        with socket.socket(socket.AF_UNIX) as one:
            if place.exists() and one.connect_ex(str(place)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("clamd did not answer within 60 seconds")
