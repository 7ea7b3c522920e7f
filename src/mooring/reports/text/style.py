"""Text for terminals: harmless whatever the image says, in few colours, measured in columns.

The sixteen basic colours are the reader's own theme; nothing is said by colour alone.
"""

BOLD, DIM, RED, YELLOW, CYAN = "1", "2", "31", "33", "36"
ELLIPSIS = "…"


def clean(text: str) -> str:
    """The text without what could move the cursor, change colours or turn the line around: shown as `·`."""
    if text.isprintable():
        return text
    spaced = " ".join(text.split())
    return "".join(char if char.isprintable() else "·" for char in spaced)


def styled(text: str, code: str, *, use_color: bool) -> str:
    """The text in a style (ECMA-48, SGR), if colours are used."""
    return f"\x1b[{code}m{text}\x1b[0m" if use_color and code and text else text


def columns_of(text: str) -> int:
    """How many columns a terminal gives the text: two to wide characters, none to combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def cut(text: str, width: int) -> str:
    """The beginning of the text, in at most `width` columns."""
    if columns_of(text) <= width:
        return text
    out, used = [], 0
    for char in text:
        used += _columns(char)
        if used > width - 1:
            break
        out.append(char)
    return "".join(out) + ELLIPSIS if width > 0 else ""


def cut_path(path: str, width: int) -> str:
    """The end of the path, which tells most, in at most `width` columns."""
    if columns_of(path) <= width:
        return path
    return cut(path[::-1], width)[::-1] if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """Beginning and end of the text, in at most `width` columns: a Java name is told by both."""
    if columns_of(text) <= width or width < 8:
        return cut(text, width)
    front = width // 3
    return cut(text, front) + cut_path(text, width - front).removeprefix(ELLIPSIS)


def _columns(char: str) -> int:
    import unicodedata  # A table of a megabyte, which plain text does not need.

    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
