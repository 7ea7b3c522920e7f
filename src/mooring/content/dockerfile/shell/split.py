"""A shell script as a list of commands: enough of the grammar to know what is called with what, and what follows what."""

import re

from mooring.content.dockerfile.shell.command import Command, Word
from mooring.content.dockerfile.shell.lexer import Token, tokens

MAX_COMMANDS = 10_000
MAX_DEPTH = 6
_KEYWORDS = frozenset(
    {"if", "then", "elif", "else", "while", "until", "do", "!", "{", "}", "time", "fi", "done", "esac", "coproc"}
)
_HEADERS = frozenset({"for", "case", "select", "function"})
"""What follows up to the end of the line or `;` is no command."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh"})
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)", re.DOTALL)
_WRAPPERS: dict[str, tuple[str, ...]] = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-T", "-U", "-D", "-R"),
    "doas": ("-u", "-C"),
    "gosu": (),
    "env": ("-u", "-C", "-S", "--unset", "--chdir"),
    "exec": ("-a",),
    "command": (),
    "builtin": (),
    "nohup": (),
    "nice": ("-n",),
    "ionice": ("-c", "-n"),
    "timeout": ("-s", "-k"),
    "eatmydata": (),
    "xargs": ("-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"),
    "chroot": (),
}
"""Programs that call another one, and their options that take a value."""
_TAKES_ONE = frozenset({"timeout", "gosu", "chroot"})
"""They take one operand before the program."""
_QUERIES = {"command": frozenset({"-v", "-V"})}


def commands_of(script: str) -> tuple[Command, ...]:
    """Every command of the script in order, those of subshells and substitutions included. Never raises."""
    found: list[Command] = []
    pending = [(script, 0, 0)]
    while pending and len(found) < MAX_COMMANDS:
        text, offset, depth = pending.pop(0)
        splitting = _Splitting(text, offset, depth, next_pipeline=found[-1].pipeline + 1 if found else 0)
        splitting.run(MAX_COMMANDS - len(found))
        found += splitting.commands
        if depth < MAX_DEPTH:
            pending += splitting.scripts
    return tuple(sorted(found, key=lambda command: (command.start, command.depth)))


class _Splitting:
    """A walk over the tokens of one script."""

    def __init__(self, script: str, offset: int, depth: int, *, next_pipeline: int) -> None:
        self.script = script
        self.offset = offset
        self.depth = depth
        self.commands: list[Command] = []
        self.scripts: list[tuple[str, int, int]] = []
        self._pipeline = next_pipeline
        self._nesting = 0
        self._joined_by = ""
        self._awaits = ""
        self._in_header = False
        self._in_case = 0
        self._clear()

    def _clear(self) -> None:
        self._words: list[Token] = []
        self._assignments: list[tuple[str, str]] = []
        self._targets: list[str] = []
        self._start = -1
        self._end = 0

    def run(self, limit: int) -> None:
        for token in tokens(self.script):
            self._note_scripts(token)
            match token.kind:
                case "operator":
                    self._operator(token)
                case "redirection":
                    self._awaits = token.word.text
                    self._end = token.end
                case "heredoc":
                    self._heredoc(token)
                case _:
                    self._word(token)
            if len(self.commands) >= limit:
                return
        self._finish("")

    def _note_scripts(self, token: Token) -> None:
        for start, end in token.inner:
            self.scripts.append((self.script[start:end], self.offset + start, self.depth + 1))

    def _operator(self, token: Token) -> None:
        text = token.word.text
        if text == "(" and not self._words:
            self._nesting += 1
        self._finish(text)
        if text == ")":
            self._nesting = max(self._nesting - 1, 0)

    def _word(self, token: Token) -> None:
        text = token.word.text
        self._end = token.end
        if self._awaits:
            if ">" in self._awaits:
                self._targets.append(text)
            self._awaits = ""
        elif self._in_header:
            self._header_word(text)
        elif not self._words and text in _KEYWORDS and token.end - token.start == len(text):
            self._assignments.clear()
        elif not self._words and text in _HEADERS:
            self._in_header = True
        elif text.isdigit() and self.script[token.end : token.end + 1] in ("<", ">") and self._words:
            return  # The descriptor of a redirection.
        elif not self._words and (match := _ASSIGNMENT.match(text)):
            self._assignments.append((match.group(1), match.group(2)))
            self._begin(token)
        else:
            self._words.append(token)
            self._begin(token)

    def _header_word(self, text: str) -> None:
        """`in` of a `case` ends its header; patterns that follow look like subshells that only close."""
        if text == "in":
            self._in_case += 1

    def _begin(self, token: Token) -> None:
        if self._start < 0:
            self._start = token.start

    def _finish(self, operator: str) -> None:
        """The command so far is over."""
        is_pattern = operator == ")" and self._nesting == 0 and self._in_case > 0
        if (self._words or self._assignments) and not is_pattern and len(self.commands) < MAX_COMMANDS:
            self.commands.append(self._command())
        if operator:
            self._joined_by = operator
            self._in_header = False
        if operator not in ("|", "|&", ""):
            self._pipeline += 1
        self._clear()

    def _command(self) -> Command:
        words, wrappers, assignments = _unwrapped([token.word for token in self._words], self._assignments)
        command = Command(
            words=words,
            start=self.offset + max(self._start, 0),
            end=self.offset + self._end,
            assignments=tuple(assignments),
            targets=tuple(self._targets),
            joined_by=self._joined_by,
            pipeline=self._pipeline,
            depth=self.depth + self._nesting,
            wrappers=wrappers,
        )
        self._note_string(command)
        return command

    def _note_string(self, command: Command) -> None:
        """`sh -c 'script'`: the string is a script. Its places are those of the command's end, as quotes move them."""
        texts = command.texts
        if command.name == "eval" and texts:
            self.scripts.append((" ".join(texts), command.start, self.depth + 1))
        if command.name not in _SHELLS:
            return
        for number, text in enumerate(texts[:-1]):
            if text.startswith("-") and not text.startswith("--") and text.endswith("c"):
                at = self.script.find(texts[number + 1], command.start - self.offset)
                start = command.start if at < 0 else self.offset + at
                self.scripts.append((texts[number + 1], start, self.depth + 1))
                return

    def _heredoc(self, token: Token) -> None:
        """The body is a script where a shell reads it: the last command of the line before, or nothing but the heredoc."""
        if self.commands:
            is_script = self.commands[-1].name in _SHELLS and not self.commands[-1].operands
        else:
            first_line = token.word.text.split("\n", 1)[0]
            is_script = not first_line.startswith("#!") or any(f"/{shell}" in first_line for shell in _SHELLS)
        if is_script:
            self.scripts.append((token.word.text, self.offset + token.start, self.depth))


def _unwrapped(
    words: list[Word], assignments: list[tuple[str, str]]
) -> tuple[tuple[Word, ...], tuple[str, ...], list[tuple[str, str]]]:
    """The command itself, the wrappers it is called through, and all assignments."""
    wrappers: list[str] = []
    given = list(assignments)
    rest = words
    while rest and len(wrappers) < 8:
        name = rest[0].text.rsplit("/", 1)[-1]
        if name not in _WRAPPERS or (len(rest) > 1 and rest[1].text in _QUERIES.get(name, ())):
            break
        inner = _after_options(name, rest[1:], given)
        if not inner:
            break
        wrappers.append(name)
        rest = inner
    return tuple(rest), tuple(wrappers), given


def _after_options(name: str, words: list[Word], assignments: list[tuple[str, str]]) -> list[Word]:
    at = 0
    while at < len(words):
        text = words[at].text
        if text.startswith("-"):
            at += 2 if text in _WRAPPERS[name] else 1
        elif match := _ASSIGNMENT.fullmatch(text):
            assignments.append((match.group(1), match.group(2)))
            at += 1
        else:
            break
    return words[at + 1 :] if name in _TAKES_ONE else words[at:]
