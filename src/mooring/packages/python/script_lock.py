"""Lock files of single scripts: `uv lock --script tool.py` writes `tool.py.lock` beside a script with inline metadata
(PEP 723).

Format: as that of projects, see `standards/uv.py`; the script's own requirements stand in `[manifest]`.
"""

from mooring.model.reader import Claim, Reader
from mooring.packages.python.standards.uv import locked_packages

READER = Reader(
    name="uv-script-lock",
    version=1,
    claim=Claim(suffixes=(".py.lock",), in_images=False),
    read=locked_packages,
    summary="Lock files of Python scripts (*.py.lock)",
)
