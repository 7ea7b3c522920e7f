"""Lock files of uv projects. Format: see `standards/uv.py`."""

from mooring.model.reader import Claim, Reader
from mooring.packages.python.standards.uv import locked_packages

READER = Reader(
    name="uv-lock",
    version=1,
    claim=Claim(names=("uv.lock",), in_images=False),
    read=locked_packages,
    summary="Lock files of uv projects (uv.lock)",
)
