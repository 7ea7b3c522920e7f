"""The build as it goes from instruction to instruction: stages, variables and the shell in force."""

import msgspec

from mooring.content.dockerfile.secrets import is_secret_name
from mooring.content.dockerfile.steps import LINUX_SHELL, WINDOWS_SHELL, BuildStage, Step
from mooring.content.dockerfile.variables import MAX_VARIABLES, Expanded, expand
from mooring.content.dockerfile.words import Pair, exec_form, split
from mooring.model.evidence.dockerfile import Stage

_PLATFORM_NAMES = ("TARGET", "BUILD")
_PLATFORM_PARTS = ("PLATFORM", "OS", "OSVERSION", "ARCH", "VARIANT")
PLATFORM_ARGUMENTS = frozenset(name + part for name in _PLATFORM_NAMES for part in _PLATFORM_PARTS)
"""What builders declare by themselves, for FROM."""
PREDEFINED_ARGUMENTS = frozenset(
    name
    for upper in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
    for name in (upper, upper.lower())
)
MAX_EXPANDED_CHARS = 8 << 20
"""Of all words together, after which variables are left as they are written."""
_EXPANDED = frozenset({"ADD", "COPY", "EXPOSE", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"})
_WINDOWS_WORDS = ("windows", "nanoserver", "servercore")


class _Scope:
    """What one stage knows."""

    def __init__(self, parent: "_Scope | None" = None, shell: tuple[str, ...] = LINUX_SHELL) -> None:
        self.environment: dict[str, str | None] = dict(parent.environment) if parent else {}
        self.variables: dict[str, str | None] = dict(self.environment)
        """The environment, and the arguments that it does not hide."""
        self.shell: tuple[str, ...] = parent.shell if parent else shell


class Building:
    """Takes steps one by one and keeps them with their stage, shell and filled-in words."""

    def __init__(self, escape: str) -> None:
        self.escape = escape
        self.steps: list[Step] = []
        self.stages: list[BuildStage] = []
        self.problems: list[str] = []
        self._global: dict[str, str | None] = {}
        self._scopes: list[_Scope] = []
        self._by_name: dict[str, int] = {}
        self._budget = MAX_EXPANDED_CHARS

    def add(self, step: Step) -> None:
        """The step with what is known where it stands."""
        if step.directive == "FROM":
            self._start_stage(step)
        elif not self.stages:
            self._before_stages(step)
        else:
            self._in_stage(step)

    @property
    def _stage(self) -> int:
        return max(len(self.stages) - 1, 0)

    def _keep(self, step: Step, words: tuple[Expanded, ...], shell: tuple[str, ...]) -> None:
        placed = msgspec.structs.replace(step.instruction, stage=self._stage)
        if words and step.directive != "FROM":
            placed = msgspec.structs.replace(placed, words=tuple(word.text for word in words))
        inner = step.inner
        if inner is not None:
            inner = msgspec.structs.replace(
                inner,
                instruction=msgspec.structs.replace(inner.instruction, stage=self._stage),
                words=tuple(self._expand(word) for word in _argument_words(inner, self.escape)),
                shell=shell,
                comments=step.comments,
            )
        self.steps.append(msgspec.structs.replace(step, instruction=placed, words=words, shell=shell, inner=inner))

    def _before_stages(self, step: Step) -> None:
        if step.directive == "ARG":
            for pair in step.pairs:
                known = expand(pair.value, self._global, self.escape) if pair.value is not None else None
                _set(self._global, pair.name, known)
        else:
            self.problems.append(f"line {step.line}: {step.directive} stands before the first FROM")
        self._keep(step, (), LINUX_SHELL)

    def _start_stage(self, step: Step) -> None:
        declared: dict[str, str | None] = dict.fromkeys(PLATFORM_ARGUMENTS)
        declared.update(self._global)
        words = tuple(expand(word, declared, self.escape) for word in split(step.argument, self.escape))
        if not words:
            self.problems.append(f"line {step.line}: FROM names no image")
        base = words[0] if words else Expanded(text="", is_known=False)
        name = words[2].text if len(words) >= 3 and words[1].text.lower() == "as" else ""
        parent = self._by_name.get(base.text.lower())
        platform = expand(step.flag("platform") or "", declared, self.escape).text
        stage = Stage(index=len(self.stages), base=base.text, name=name, platform=platform, line=step.line)
        self.stages.append(
            BuildStage(stage=stage, parent=parent, is_base_known=base.is_known, undeclared=base.undeclared)
        )
        shell = WINDOWS_SHELL if any(word in base.text.lower() for word in _WINDOWS_WORDS) else LINUX_SHELL
        self._scopes.append(_Scope(self._scopes[parent] if parent is not None else None, shell))
        if name:
            self._by_name.setdefault(name.lower(), stage.index)
        self._keep(step, words, self._scopes[-1].shell)

    def _in_stage(self, step: Step) -> None:
        scope = self._scopes[-1]
        words = tuple(self._expand(word) for word in _argument_words(step, self.escape))
        match step.directive:
            case "ENV":
                self._environment(step.pairs, scope)
            case "ARG":
                self._arguments(step.pairs, scope)
            case "SHELL":
                scope.shell = exec_form(step.argument) or scope.shell
        self._keep(step, words, scope.shell)

    def _expand(self, word: str) -> Expanded:
        if self._budget < 0:
            return Expanded(text=word, is_known="$" not in word)
        expanded = expand(word, self._scopes[-1].variables if self._scopes else self._global, self.escape)
        self._budget -= len(expanded.text)
        return expanded

    def _environment(self, pairs: tuple[Pair, ...], scope: _Scope) -> None:
        """All values are filled in with what holds before the instruction."""
        for pair, value in [(pair, self._expand(pair.value or "")) for pair in pairs]:
            _set(scope.environment, pair.name, value)
            _set(scope.variables, pair.name, value)

    def _arguments(self, pairs: tuple[Pair, ...], scope: _Scope) -> None:
        for pair in pairs:
            if pair.name in scope.environment:
                continue
            if pair.value is not None:
                _set(scope.variables, pair.name, self._expand(pair.value))
            elif (inherited := self._global.get(pair.name)) is not None:
                _set(scope.variables, pair.name, Expanded(text=inherited))
            else:
                _set(scope.variables, pair.name, None)


def _set(variables: dict[str, str | None], name: str, value: Expanded | None) -> None:
    """Secrets are never filled in: what is filled in is stored."""
    if is_secret_name(name):
        value = None
    if len(variables) < MAX_VARIABLES or name in variables:
        variables[name] = value.text if value is not None and value.is_known else None


def _argument_words(step: Step, escape: str) -> tuple[str, ...]:
    """The words whose variables are filled in, still with their quotes."""
    if step.directive not in _EXPANDED:
        return ()
    if step.instruction.is_exec_form:
        return tuple(word.replace(escape, escape * 2).replace('"', f'{escape}"').replace("'", f"{escape}'")
                     for word in step.instruction.words)  # fmt: skip
    return split(step.argument, escape)
