"""What a pipeline may rely on."""

PASS = 0
"""Everything was done, nothing stands against it."""
STOP = 1
"""Findings or a verdict say stop."""
USAGE = 2
"""The command, its arguments or its settings make no sense."""
INCOMPLETE = 3
"""The image was not read, or not all of it; or the result could not be written."""
INTERRUPTED = 130
"""Ctrl-C."""
