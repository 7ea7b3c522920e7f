"""Record the terminal output of a command as an SVG: `scripts/picture.py docs/demo.svg COLUMNS LINES COMMAND ...`."""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def main() -> int:
    """Run the command on a terminal of its own and draw what it printed."""
    target, columns, lines, *command = sys.argv[1:]
    shown = record(command, int(columns))
    kept = shown.splitlines()[: int(lines)]
    console = Console(
        record=True, width=int(columns), file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Text.from_ansi(f"$ {' '.join(command)}\n" + "\n".join(kept)))
    svg = console.export_svg(title="mooring", unique_id="mooring")
    # Fonts from elsewhere are not loaded where the picture is shown, and would tell others who looks at it.
    Path(target).write_text(re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.S))
    return 0


def record(command: list[str], columns: int) -> str:
    """What the command writes to a terminal of this width."""
    master, slave = pty.openpty()
    environment = dict(os.environ, COLUMNS=str(columns), LINES="200", TERM="xterm-256color")
    environment.pop("NO_COLOR", None)
    child = subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=environment, close_fds=True)
    os.close(slave)
    parts = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    child.wait()
    return b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n")


if __name__ == "__main__":
    sys.exit(main())
