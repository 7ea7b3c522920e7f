"""Tokens of a shell script (POSIX shell, 2.3 and 2.10, with what bash adds): words, operators, redirections, heredocs."""

from collections.abc import Iterator

import msgspec

from mooring.content.dockerfile.shell.command import Word

MAX_TOKENS = 100_000
_OPERATORS = ("&&", "||", ";;&", ";&", ";;", "|&", ";", "|", "&", "(", ")", "\n")
_REDIRECTIONS = ("<<<", "<<-", "<<", "<>", "<&", ">>", ">&", ">|", "&>>", "&>", "<", ">")
_ENDS_WORD = frozenset(" \t\n;|&()<>")


class Token(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word, an operator or a redirection."""

    kind: str
    """`word`, `operator`, `redirection` or `heredoc` (its body)."""
    word: Word
    start: int
    end: int
    inner: tuple[tuple[int, int], ...] = ()
    """Places of the scripts within: `$(…)`, backticks."""


def tokens(script: str) -> Iterator[Token]:
    """Yield the tokens in order. Never raises: what does not end ends with the script."""
    return _Lexer(script).run()


class _Lexer:
    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self.heredocs: list[tuple[str, bool]] = []
        """Those whose bodies begin on the next line: name, whether tabs are stripped."""
        self.awaits_name = ""

    def run(self) -> Iterator[Token]:
        count = 0
        while self.at < len(self.script) and count < MAX_TOKENS:
            count += 1
            character = self.script[self.at]
            if character in " \t\r":
                self.at += 1
            elif self.script.startswith("\\\n", self.at):
                self.at += 2
            elif character == "#":
                self._skip_comment()
            elif (token := self._operator() or self._redirection()) is not None:
                yield token
                if token.word.text == "\n":
                    yield from self._bodies()
            else:
                yield self._word()

    def _skip_comment(self) -> None:
        end = self.script.find("\n", self.at)
        self.at = len(self.script) if end < 0 else end

    def _operator(self) -> Token | None:
        if self.script.startswith("&>", self.at):
            return None
        for text in _OPERATORS:
            if self.script.startswith(text, self.at):
                return self._token("operator", text)
        return None

    def _redirection(self) -> Token | None:
        for text in _REDIRECTIONS:
            if self.script.startswith(text, self.at):
                if text in ("<<", "<<-"):
                    self.awaits_name = text
                return self._token("redirection", text)
        return None

    def _token(self, kind: str, text: str) -> Token:
        start = self.at
        self.at += len(text)
        return Token(kind=kind, word=Word(text=text), start=start, end=self.at)

    def _word(self) -> Token:
        reading = WordReading(self.script, self.at)
        start, self.at = self.at, reading.end
        if self.awaits_name:
            self.heredocs.append((reading.word.text, self.awaits_name == "<<-"))
            self.awaits_name = ""
        return Token(kind="word", word=reading.word, start=start, end=self.at, inner=tuple(reading.inner))

    def _bodies(self) -> Iterator[Token]:
        """The bodies of heredocs, once their line has ended."""
        pending, self.heredocs = self.heredocs, []
        for name, strips_tabs in pending:
            start = self.at
            end, self.at = self._end_of_body(name, strips_tabs)
            yield Token(kind="heredoc", word=Word(text=self.script[start:end]), start=start, end=end)

    def _end_of_body(self, name: str, strips_tabs: bool) -> tuple[int, int]:
        at = self.at
        while at < len(self.script):
            newline = self.script.find("\n", at)
            stop = len(self.script) if newline < 0 else newline
            line = self.script[at:stop]
            if (line.lstrip("\t") if strips_tabs else line) == name:
                return at, min(stop + 1, len(self.script))
            at = stop + 1
        return len(self.script), len(self.script)


class WordReading:
    """One word, read from a place on: what it says, where it ends, and the scripts within."""

    def __init__(self, script: str, start: int) -> None:
        self.script = script
        self.at = start
        self.parts: list[str] = []
        self.is_literal = True
        self.inner: list[tuple[int, int]] = []
        self._read()
        self.end = max(self.at, start + 1)
        self.word = Word(text="".join(self.parts), is_literal=self.is_literal)

    def _read(self) -> None:
        quote = ""
        script, length = self.script, len(self.script)
        while self.at < length:
            character = script[self.at]
            if quote == "'":
                end = script.find("'", self.at)
                end = length if end < 0 else end
                self.parts.append(script[self.at : end])
                self.at, quote = end + 1, ""
            elif character == "\\":
                self._escape(quote)
            elif character == '"':
                quote = "" if quote else '"'
                self.at += 1
            elif character == "'" and not quote:
                quote = "'"
                self.at += 1
            elif character in "$`":
                self._dollar(character)
            elif not quote and character in _ENDS_WORD:
                return
            else:
                self._plain(quote)

    def _plain(self, quote: str) -> None:
        """A run of characters that mean themselves."""
        start = self.at
        while self.at < len(self.script):
            character = self.script[self.at]
            if character in "\\\"'$`" or (not quote and character in _ENDS_WORD):
                break
            self.at += 1
        if self.at == start:  # A single quote within double ones.
            self.at += 1
        self.parts.append(self.script[start : self.at])

    def _escape(self, quote: str) -> None:
        following = self.script[self.at + 1 : self.at + 2]
        if quote and following not in ("$", "`", '"', "\\", "\n"):
            self.parts.append("\\" + following)
        elif following != "\n":
            self.parts.append(following)
        self.at += 2

    def _dollar(self, character: str) -> None:
        """A variable or a substitution: it stays as it is written."""
        self.is_literal = False
        start = self.at
        if character == "`":
            end = self._closing_backtick(start + 1)
            self.inner.append((start + 1, end))
        elif self.script.startswith("$((", start):
            end = self._closing(start + 2, "(", ")")
        elif self.script.startswith("$(", start):
            end = self._closing(start + 2, "(", ")")
            self.inner.append((start + 2, end))
        elif self.script.startswith("${", start):
            end = self._closing(start + 2, "{", "}")
        else:
            end = start
        self.at = min(end + 1, len(self.script))
        self.parts.append(self.script[start : self.at])

    def _closing_backtick(self, at: int) -> int:
        while at < len(self.script) and self.script[at] != "`":
            at += 2 if self.script[at] == "\\" else 1
        return min(at, len(self.script))

    def _closing(self, at: int, opening: str, closing: str) -> int:
        """Place of the bracket that closes the one before `at`, quotes passed over; the end where there is none."""
        depth, quote = 1, ""
        while at < len(self.script):
            character = self.script[at]
            if character == "\\" and quote != "'":
                at += 1
            elif quote:
                quote = "" if character == quote else quote
            elif character in "\"'":
                quote = character
            elif character == opening:
                depth += 1
            elif character == closing:
                depth -= 1
                if not depth:
                    return at
            at += 1
        return len(self.script)
