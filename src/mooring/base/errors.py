"""The one exception tree.

    MooringError(message, *, hint=None, path=None)
    ├── UsageError            exit 2   BadReference, BadConfig, BadBundle
    ├── NotFound              exit 3
    ├── NotAllowed            exit 3
    ├── SourceError           exit 3   ImageUnavailable, RegistryDenied, RegistryUnreachable, DamagedImage
    ├── HostileInput          exit 3   a limit of base/limits.py was passed
    ├── OutputError           exit 3   a report or a cache could not be written
    ├── DatabaseError         exit 3   DatabaseMissing, DatabaseTooOld, DatabaseTooNew, DatabaseDamaged
    ├── FeedError             exit 3   FeedUnreachable, FeedMalformed: the last good data stay in use
    └── ReadError             inside a reader only; becomes a Problem, never leaves scan
        └── EngineUnavailable a service that the reader asks gave no answer: another time it may

Anything else is a bug and keeps its traceback. `cli/explain.py` turns these into a message, a hint and an exit code.
"""


class MooringError(Exception):
    """Something that the user, the input or the world did; `message` says what, `hint` what to do."""

    def __init__(self, message: str, *, hint: str | None = None, path: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class UsageError(MooringError):
    """The command, its arguments or its settings cannot be carried out as given."""


class BadReference(UsageError):
    """An image reference does not follow the grammar."""


class BadConfig(UsageError):
    """A setting has an unknown name or a value of the wrong kind."""


class BadBundle(UsageError):
    """A policy bundle cannot be read as one."""


class NotFound(MooringError):
    """What was asked for does not exist."""


class NotAllowed(MooringError):
    """The caller may not do this."""


class SourceError(MooringError):
    """An image could not be had from where it is said to be."""


class ImageUnavailable(SourceError):
    """The place answers, but has no such image, platform or blob."""


class RegistryDenied(SourceError):
    """A registry refused the credentials, or gave none without them."""


class RegistryUnreachable(SourceError):
    """A registry or daemon could not be reached or kept failing."""


class DamagedImage(SourceError):
    """The bytes of an image are truncated, malformed or not what their digest says."""


class HostileInput(MooringError):
    """A limit was passed; reading went no further."""


class OutputError(MooringError):
    """A result could not be written."""


class DatabaseError(MooringError):
    """The vulnerability database cannot be used."""


class DatabaseMissing(DatabaseError):
    """There is none where it should be."""


class DatabaseTooOld(DatabaseError):
    """It was built longer ago than the age limit allows, or its schema is one that is no longer read."""


class DatabaseTooNew(DatabaseError):
    """A later Mooring wrote it."""


class DatabaseDamaged(DatabaseError):
    """It is truncated, altered, or no database at all."""


class FeedError(MooringError):
    """A feed gave nothing new; what it gave last stays in use."""


class FeedUnreachable(FeedError):
    """An upstream could not be reached, or kept failing."""


class FeedMalformed(FeedError):
    """What an upstream gave is not what it should be, as a whole."""


class ReadError(MooringError):
    """A reader cannot make sense of a file; the scan records a problem and goes on."""


class EngineUnavailable(ReadError):
    """A service that a reader asks (a malware scanner) gave no answer for a file. Nothing is known of the file, and another scan may do
    better: what was read of the layer is no lasting record of it."""
