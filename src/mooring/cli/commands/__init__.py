"""One module a command: `COMMAND`, imported only when the command is run."""
