"""The text of a Dockerfile as instructions and stages."""

import re
from difflib import get_close_matches

import msgspec

from mooring.content.dockerfile.building import Building
from mooring.content.dockerfile.source import Heredoc, Logical, Marks, source_of
from mooring.content.dockerfile.steps import DIRECTIVES, Parsed, Step
from mooring.content.dockerfile.words import Pair, arguments_of, exec_form, flags_of, pairs_of, split, unquoted
from mooring.model.evidence.dockerfile import Instruction

MAX_PROBLEMS = 100
_KEYWORD = re.compile(r"([A-Za-z]{1,64})(?=\s|$)\s*")
_WITH_FLAGS = frozenset({"ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"})
_WITH_EXEC_FORM = frozenset({"ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"})
_RUNNING = frozenset({"CMD", "ENTRYPOINT", "RUN"})


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """What follows the word of an instruction, with where it stands."""

    text: str
    line: int
    end_line: int
    marks: Marks
    head_length: int
    """Where heredocs begin; the length of the text where there are none."""
    heredocs: tuple[Heredoc, ...] = ()

    def without(self, count: int) -> "Passage":
        """The same without its first `count` characters."""
        return Passage(
            text=self.text[count:],
            line=self.line,
            end_line=self.end_line,
            marks=self.marks.shifted(count),
            head_length=max(self.head_length - count, 0),
            heredocs=tuple(msgspec.structs.replace(heredoc, start=heredoc.start - count) for heredoc in self.heredocs),
        )


def parse(text: str) -> Parsed:
    """Instructions and stages. Never raises: what is not understood is a problem, with its line."""
    source = source_of(text)
    problems = list(source.problems)
    building = Building(source.escape)
    for logical in source.logicals:
        step = _step(logical, source.escape, problems)
        if step is not None:
            building.add(step)
    problems += building.problems
    if not building.stages:
        problems.append("the file has no FROM")
    return Parsed(
        steps=tuple(building.steps),
        stages=tuple(building.stages),
        directives=source.directives,
        comments=source.comments,
        problems=bounded(problems),
        escape=source.escape,
    )


def bounded(problems: list[str]) -> tuple[str, ...]:
    """The first problems, and how many more there are."""
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    return (*problems[:MAX_PROBLEMS], f"{len(problems) - MAX_PROBLEMS} more problems were left out")


def keyword_of(text: str) -> tuple[str, int]:
    """The word of an instruction, as written, and where its arguments begin; empty where the text begins with none."""
    match = _KEYWORD.match(text)
    return (match.group(1), match.end()) if match and match.group(1).upper() in DIRECTIVES else ("", 0)


def _step(logical: Logical, escape: str, problems: list[str]) -> Step | None:
    keyword, start = keyword_of(logical.text)
    if not keyword:
        problems.append(_unknown(logical))
        return None
    passage = Passage(
        text=logical.text,
        line=logical.line,
        end_line=logical.end_line,
        marks=logical.marks,
        head_length=logical.head_length,
        heredocs=logical.heredocs,
    )
    step = step_of(keyword, passage.without(start), escape)
    return msgspec.structs.replace(step, comments=logical.comments, empty_lines=logical.empty_lines)


def _unknown(logical: Logical) -> str:
    """The word alone is quoted: what follows may hold a secret."""
    word = (logical.text.split(None, 1) or [""])[0]
    if not re.fullmatch(r"[A-Za-z]{1,24}", word):
        return f"line {logical.line} begins with no instruction"
    near = get_close_matches(word.upper(), sorted(DIRECTIVES), n=1)
    return f"line {logical.line}: {word!r} is no instruction{f'; did you mean {near[0]}?' if near else ''}"


def step_of(keyword: str, passage: Passage, escape: str, *, depth: int = 0) -> Step:
    """One instruction taken apart; its variables are filled in by `building.py`."""
    directive = keyword.upper()
    head = passage.text[: passage.head_length]
    flags, argument = flags_of(head, escape) if directive in _WITH_FLAGS else ((), head.strip())
    start = len(head.rstrip()) - len(argument)
    arguments = passage.without(start)
    listed = _listed(directive, argument)
    return Step(
        instruction=Instruction(
            directive=directive,
            value=passage.text,
            line=passage.line,
            end_line=passage.end_line,
            flags=flags,
            words=_plain_words(directive, argument, listed, escape),
            is_exec_form=listed is not None,
        ),
        keyword=keyword,
        argument=argument,
        pairs=_pairs(directive, argument, escape),
        script=_script(directive, arguments.text, listed),
        script_marks=arguments.marks,
        heredocs=arguments.heredocs,
        inner=_inner(arguments, escape, depth) if directive == "ONBUILD" else None,
    )


def _listed(directive: str, argument: str) -> tuple[str, ...] | None:
    """The exec form, where the instruction has one and this is it."""
    if directive == "HEALTHCHECK":
        return exec_form(argument[3:].strip()) if argument[:3].upper() == "CMD" else None
    return exec_form(argument) if directive in _WITH_EXEC_FORM else None


def _plain_words(directive: str, argument: str, listed: tuple[str, ...] | None, escape: str) -> tuple[str, ...]:
    if listed is not None:
        return listed
    if directive in _RUNNING or directive in ("HEALTHCHECK", "ONBUILD"):
        return () if any(mark in argument for mark in "\"'\\`") else tuple(argument.split())
    return tuple(unquoted(word, escape) for word in split(argument, escape))


def _pairs(directive: str, argument: str, escape: str) -> tuple[Pair, ...]:
    if directive in ("ENV", "LABEL"):
        return pairs_of(argument, escape)
    return arguments_of(argument, escape) if directive == "ARG" else ()


def _script(directive: str, text: str, listed: tuple[str, ...] | None) -> str:
    """What a shell is handed; HEALTHCHECK keeps its word CMD, replaced by spaces so that places stay."""
    if listed is not None:
        return ""
    if directive == "HEALTHCHECK" and text[:3].upper() == "CMD":
        return "   " + text[3:]
    return text if directive in _RUNNING else ""


def _inner(arguments: Passage, escape: str, depth: int) -> Step | None:
    keyword, start = keyword_of(arguments.text)
    if not keyword or depth:
        return None
    return step_of(keyword, arguments.without(start), escape, depth=depth + 1)
