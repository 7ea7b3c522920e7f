"""A root as Alpine lays it out, made up from a list of packages: `apk_root.py LIST ROOT`.

The database is in the format of apk-tools 2 (`apk-installed(5)`): one stanza a package, `F:` folders, `R:` files, `Z:` the SHA-1 of each.
"""

import base64
import hashlib
import sys
from pathlib import Path

_RELEASE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.2\nPRETTY_NAME="Alpine Linux v3.20"\n'


def main(arguments: list[str]) -> int:
    """Write the database, the files it names and the release file."""
    rows = [line.partition("#")[0].split() for line in Path(arguments[0]).read_text().splitlines()]
    root = Path(arguments[1])
    stanzas = [_installed(root, *row) for row in rows if row]
    _write(root / "lib/apk/db/installed", "\n".join(stanzas).encode())
    _write(root / "etc/os-release", _RELEASE.encode())
    _write(root / "etc/alpine-release", b"3.20.2\n")
    return 0


def _installed(root: Path, name: str, version: str, origin: str, license_: str) -> str:
    content = f"{name} {version}\n".encode() * 200
    _write(root / "usr/share" / name / "text", content)
    lines = [
        f"C:{_checksum(f'{name}-{version}'.encode())}",
        f"P:{name}",
        f"V:{version}",
        "A:x86_64",
        f"S:{len(content) // 10}",
        f"I:{len(content)}",
        f"T:{name}, as the benchmark makes it",
        f"U:https://{origin}.example",
        f"L:{license_}",
        f"o:{origin}",
        "m:Nobody <nobody@example.org>",
        "t:1720000000",
        "D:musl" if name != "musl" else "p:so:libc.musl-x86_64.so.1=1",
        f"F:usr/share/{name}",
        "R:text",
        f"Z:{_checksum(content)}",
    ]
    return "\n".join(lines) + "\n"


def _checksum(content: bytes) -> str:
    return "Q1" + base64.b64encode(hashlib.sha1(content).digest()).decode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
