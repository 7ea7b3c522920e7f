"""Password hashes in the files of accounts: they never leave the image.

passwd(5), shadow(5), group(5), gshadow(5): lines of fields joined by colons, the second one a hash, or a mark that there is none.
"""

MASK = b"\xe2\x80\xa6"
"""`…` in UTF-8."""
_NAMES = frozenset({b"passwd", b"shadow", b"group", b"gshadow", b"master.passwd", b"opasswd"})
_MARKS = frozenset(
    {b"", b"x", b"X", b"*", b"**", b"!", b"!!", b"!*", b"*!", b"!!*", b"*LK*", b"NP", b"*NP*", b"LK", b"U"}
)
"""No hash: kept elsewhere, locked, no password."""


def is_account_file(path: bytes) -> bool:
    """Whether a path (no leading slash) is one of a file of accounts, or of a backup of one (`shadow-`), in any folder `etc`."""
    folder, _, name = path.rpartition(b"/")
    return b"etc" in folder.split(b"/") and name.rstrip(b"-~").removesuffix(b".bak") in _NAMES


def without_hashes(content: bytes) -> tuple[bytes, int]:
    """The lines with hashes replaced by `…` (behind the marks of a locked account), and how many were."""
    count = 0
    lines = content.split(b"\n")
    for number, line in enumerate(lines):
        fields = line.split(b":")
        for place in range(1, len(fields)):
            # The second field; a hash that stands elsewhere, in a malformed line or a history (opasswd), is one all the same.
            field = fields[place]
            if (place == 1 and field.strip() not in _MARKS) or b"$" in field:
                locked = field[: len(field) - len(field.lstrip(b"!*"))]
                fields[place] = locked + MASK
                count += 1
        lines[number] = b":".join(fields)
    return b"\n".join(lines), count
