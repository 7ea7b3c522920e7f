"""The workspace: what each feed fetched, and what is known of it.

    FOLDER/.lock
    FOLDER/FEED/state.json      Ledger: where each file came from, its digest; what the last good parse gave
    FOLDER/FEED/files/…         raw files as upstream gave them, the newest
    FOLDER/FEED/previous/…      those of the last good parse, while newer ones have not proved good
    FOLDER/FEED/partial/…       downloads that broke off

Files are replaced whole or not at all, and so is the ledger. A ledger that cannot be read is as if there were none: everything is fetched
again, and what is there stays in use.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import FeedError, OutputError
from mooring.base.replacing import write_whole

LEDGER = "state.json"


class FileState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One raw file."""

    address: str
    """Without query, which may hold a secret."""
    key: str = ""
    """Digest of the whole address."""
    etag: str = ""
    last_modified: str = ""
    sha256: str
    size: int
    fetched: str
    """When upstream last said that this is what it has, ISO."""
    changed: str = ""
    """When these bytes came, ISO."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a feed's files."""

    files: dict[str, FileState] = {}
    good_digest: str = ""
    """Digest of the files that were parsed well last."""
    good_items: int = 0
    """What they gave."""
    good_captured: str = ""
    """When they were fetched."""
    tried: str = ""
    """When they were last asked for."""
    problem: str = ""
    """Why that failed."""


class FeedFolder:
    """One feed's part of the workspace. One thread at a time."""

    def __init__(self, workspace: Path, feed: str) -> None:
        self.root = workspace / feed
        self.files = self.root / "files"
        self.previous = self.root / "previous"
        self.ledger = _read_ledger(self.root / LEDGER)

    def path_of(self, name: str) -> Path:
        """Where a raw file lies. The name is the feed's own, never upstream's; it may have folders."""
        parts = name.split("/")
        if not name or any(part.startswith(".") or not part or "\\" in part for part in parts):
            raise ValueError(f"{name!r} is no name for a raw file")
        return self.files.joinpath(*parts)

    def partial_of(self, name: str) -> Path:
        """Where a download of this file is collected."""
        folder = self.root / "partial"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / hashlib.sha256(name.encode()).hexdigest()[:32]

    def state_of(self, name: str) -> FileState | None:
        """What is known of a raw file that is there with the size that it should have."""
        state = self.ledger.files.get(name)
        try:
            return state if state is not None and self.path_of(name).stat().st_size == state.size else None
        except OSError:
            return None

    def put(self, name: str, content: Path | None, state: FileState) -> None:
        """Put a new file in its place; None where it did not change. Raises OutputError."""
        with reported(self.root):
            if content is not None:
                self._keep_good()
                target = self.path_of(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(content, target)
            self._note(files={**self.ledger.files, name: state})

    def remove(self, name: str) -> None:
        """Take a file away that upstream no longer has."""
        with reported(self.root):
            if self.path_of(name).exists():
                self._keep_good()
                self.path_of(name).unlink()
            if name in self.ledger.files:
                self._note(files={key: state for key, state in self.ledger.files.items() if key != name})

    def keep_only(self, names: Iterable[str]) -> None:
        """Take every other file away."""
        wanted = set(names)
        present = {path.relative_to(self.files).as_posix() for path in self.files.rglob("*") if path.is_file()}
        for name in sorted((present | set(self.ledger.files)) - wanted):
            if any(part.startswith(".") for part in name.split("/")):
                continue
            self.remove(name)

    def tried(self, moment: str, problem: str) -> None:
        """Note that upstream was asked, and what went wrong."""
        with reported(self.root):
            self._note(tried=moment, problem=problem)

    def digest(self) -> str:
        """sha256 over names and digests of the files."""
        lines = sorted(f"{name} {state.sha256}\n" for name, state in self.ledger.files.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""

    def captured(self) -> str:
        """When the oldest of the files was last known to be what upstream has."""
        return min((state.fetched for state in self.ledger.files.values()), default="")

    def mark_good(self, items: int) -> None:
        """The files were parsed and are in use now; those before them are no longer needed."""
        with reported(self.root):
            self._note(good_digest=self.digest(), good_items=items, good_captured=self.captured())
            shutil.rmtree(self.previous, ignore_errors=True)

    def _keep_good(self) -> None:
        """Before the first change: keep the files that are in use, by links, which cost nothing."""
        if self.previous.exists() or not self.ledger.good_digest or self.ledger.good_digest != self.digest():
            return
        waiting = Path(tempfile.mkdtemp(dir=self.root, prefix=".previous-"))
        for path in self.files.rglob("*"):
            if path.is_file() and not path.is_symlink():
                target = waiting / path.relative_to(self.files)
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(path, target)
                except OSError:
                    shutil.copy2(path, target)
        os.replace(waiting, self.previous)

    def _note(
        self,
        *,
        files: dict[str, FileState] | None = None,
        tried: str | None = None,
        problem: str | None = None,
        good_digest: str | None = None,
        good_items: int | None = None,
        good_captured: str | None = None,
    ) -> None:
        """Write the ledger with these changes."""
        changes = {
            name: value
            for name, value in {
                "files": files,
                "tried": tried,
                "problem": problem,
                "good_digest": good_digest,
                "good_items": good_items,
                "good_captured": good_captured,
            }.items()
            if value is not None
        }
        self.ledger = msgspec.structs.replace(self.ledger, **changes)
        self.root.mkdir(parents=True, exist_ok=True)
        write_whole(self.root / LEDGER, msgspec.json.format(msgspec.json.encode(self.ledger), indent=1) + b"\n")


@contextlib.contextmanager
def locked(workspace: Path) -> Iterator[None]:
    """Nobody else writes to the workspace meanwhile. Raises FeedError where somebody does, OutputError where it cannot be made."""
    import fcntl

    with reported(workspace):
        workspace.mkdir(parents=True, exist_ok=True)
        handle = os.open(workspace / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FeedError(
                f"the workspace {str(workspace)!r} is in use by another run",
                hint="wait for it to end, or name another folder with feeds.directory",
            ) from None
        yield
    finally:
        os.close(handle)


def _read_ledger(path: Path) -> Ledger:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ledger)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Ledger()


@contextlib.contextmanager
def reported(folder: Path) -> Iterator[None]:
    """An OSError inside becomes OutputError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            f"the workspace {str(folder)!r} cannot be written: {reason}",
            hint="free space, or name another folder with feeds.directory",
        ) from None
