"""What every reader of executables must survive."""

import contextlib

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile


def facts(reader, content, path="usr/bin/tool"):
    return list(reader.read(LayerFile(path=path, content=content)))


def survives(reader, content, path="usr/bin/tool"):
    """Raises whatever is not a ReadError."""
    with contextlib.suppress(ReadError):
        facts(reader, content, path)


def damaged(content, at, value, length):
    """The content with one byte changed and its end cut off."""
    changed = bytearray(content)
    if changed:
        changed[at % len(changed)] = value
    return bytes(changed[: length % (len(changed) + 1)])
