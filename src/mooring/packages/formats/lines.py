"""Line numbers of entries in documents whose parsers give none.

A JSON or YAML parser gives the entries in the order of the text, so that each is found by looking onward from the one
before. That is linear, and good enough for a hint to a person; where the text is laid out otherwise, the search gives
up and says 0.
"""


class LineFinder:
    """Finds the lines of marks that are asked for in the order of the text; changes as it goes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._line = 1
        self._misses = 0

    def line_of(self, *marks: str) -> int:
        """Line, from 1, of the first of the marks that occurs from here on; 0 where none does, and after too many
        misses.

        Marks before the last are looked for nearby only, so that asking for several spellings stays cheap.
        """
        if self._misses >= _MAX_MISSES:
            return 0
        for mark in marks:
            end = len(self._content) if mark is marks[-1] else self._at + _NEAR
            found = self._content.find(mark.encode("utf-8", "surrogatepass"), self._at, end)
            if found >= 0:
                # A mark may begin with the line feed before it, and the same mark may come again.
                self._line += self._content.count(b"\n", self._at, found + 1)
                self._at = found + 1
                return self._line
        self._misses += 1
        return 0


_NEAR = 16 * 1024
_MAX_MISSES = 8
"""Each miss reads the rest of the text: more would be quadratic."""
