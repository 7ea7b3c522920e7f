"""A rule of a bundle as a trigger with its parameters, or what is wrong with it."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.evidence.content import Need
from mooring.model.policy import BundleProblem, Policy, Rule
from mooring.policy.compiling.retired import RetiredGate
from mooring.policy.gate import Gate, State, Trigger, parameters_of
from mooring.policy.parameter import BadParameter, Parameter
from mooring.policy.registry import Registry, did_you_mean, trigger_of, triggers_of

END_OF_LIFE = "end-of-life-gate"
NEEDS_INDEX = "needs-package-index"


class CompiledRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, ready to look at evidence."""

    rule: Rule
    gate: str
    """The gate's own name, which ids are made from."""
    trigger_name: str
    trigger: Trigger | None
    """None where the rule cannot be used, or is of a gate that has ended."""
    has_ended: bool = False
    """Whether it is of a gate that has ended: it does nothing, and that is no mistake where an image is judged."""
    needs: tuple[Need, ...] = ()


class CompiledPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy with its rules, in order."""

    policy: Policy
    rules: tuple[CompiledRule, ...]


def compile_policy(
    policy: Policy, registry: Registry, param_paths: dict[str, tuple[str, ...]]
) -> tuple[CompiledPolicy, tuple[BundleProblem, ...]]:
    """The policy, and what is wrong with its rules."""
    problems: list[BundleProblem] = []
    compiled = []
    for rule in policy.rules:
        maker = _Maker(rule, registry, param_paths.get(rule.path))
        compiled.append(maker.compiled())
        problems += maker.problems
    problems += _twins(policy)
    return CompiledPolicy(policy=policy, rules=tuple(compiled)), tuple(problems)


class _Maker:
    """Makes one rule, and gathers what is wrong with it."""

    def __init__(self, rule: Rule, registry: Registry, param_paths: tuple[str, ...] | None) -> None:
        self.problems: list[BundleProblem] = []
        self._rule = rule
        self._registry = registry
        self._param_paths = param_paths

    def compiled(self) -> CompiledRule:
        gate = self._registry.gate(self._rule.gate)
        if gate is not None and gate.state is not State.END_OF_LIFE:
            return self._of_gate(gate)
        ended = self._registry.retired_gate(self._rule.gate)
        if ended is not None:
            self._ended(ended)
            return self._idle(ended.name, has_ended=True)
        self._add(
            "gate",
            f"is {self._rule.gate[:100]!r}; expected the name of a gate",
            kind="unknown-gate",
            hint=did_you_mean(self._rule.gate, self._registry.by_name) or "`mooring policy describe` lists all gates",
        )
        return self._idle(self._rule.gate.strip().lower())

    def _ended(self, gate: RetiredGate) -> None:
        name = self._rule.trigger.strip().lower()
        if name not in gate.triggers:
            message = f"is {self._rule.trigger[:100]!r}; expected a trigger of the gate {gate.name!r}"
            self._add("trigger", message, kind="unknown-trigger", hint=did_you_mean(name, gate.triggers))
        hint = f"use the gate {gate.superseded_by!r}" if gate.superseded_by else "remove the rule"
        self._add(
            "gate", f"is {gate.name!r}, a gate that has ended: the rule does nothing", kind=END_OF_LIFE, hint=hint
        )

    def _of_gate(self, gate: Gate) -> CompiledRule:
        trigger = trigger_of(gate, self._rule.trigger)
        if trigger is None:
            known = triggers_of(gate)
            self._add(
                "trigger",
                f"is {self._rule.trigger[:100]!r}; expected a trigger of the gate {gate.name!r}: "
                + ", ".join(one.NAME for one in gate.triggers),
                kind="unknown-trigger",
                hint=did_you_mean(self._rule.trigger, known),
            )
            return self._idle(gate.name)
        made = self._made(trigger)
        if made is not None and trigger.REGISTRY:
            self._silent(trigger)
        needs = tuple(dict.fromkeys(made.needs())) if made is not None else ()
        return CompiledRule(rule=self._rule, gate=gate.name, trigger_name=trigger.NAME, trigger=made, needs=needs)

    def _silent(self, trigger: type[Trigger]) -> None:
        message = (
            f"is {trigger.NAME!r}, which says nothing where nobody tells what the {trigger.REGISTRY} registry offers"
        )
        hint = "give --package-index or the setting policy.package_index, and use 'feed_data_unavailable' as well"
        path = f"{self._rule.path}.trigger"
        self.problems.append(BundleProblem(path=path, message=message, kind=NEEDS_INDEX, hint=hint, is_error=False))

    def _made(self, trigger: type[Trigger]) -> Trigger | None:
        values = dict(self._values(trigger))
        missing = [
            name for name, (field, _, needed) in parameters_of(trigger).items() if needed and field not in values
        ]
        for name in missing:
            if not any(self._means(trigger, given) == name for given, _ in self._rule.params):
                self._add("", f"has no parameter {name!r}, which {trigger.NAME!r} requires", kind="missing-parameter")
        if self.problems:
            return None
        try:
            return trigger(rule_id=self._rule.id, **values)
        except BadParameter as error:
            self._add("params", error.message, kind="bad-parameter", hint=error.hint)
        except (ValueError, TypeError) as error:
            self._add("params", f"cannot be used together: {str(error)[:200]}", kind="bad-parameter")
        return None

    def _values(self, trigger: type[Trigger]) -> Iterator[tuple[str, object]]:
        known = parameters_of(trigger)
        seen: set[str] = set()
        for number, (written, text) in enumerate(self._rule.params):
            path = self._param_paths[number] if self._param_paths else f"{self._rule.path}.params[{number}].value"
            name = self._means(trigger, written)
            if name is None:
                message = f"is {written[:100]!r}; {trigger.NAME!r} takes {', '.join(known) or 'no parameters'}"
                where = f"{path.removesuffix('.value')}.name" if path.endswith(".value") else path
                self._at(where, message, kind="unknown-parameter", hint=did_you_mean(written, known))
                continue
            if name in seen:
                self._at(path, f"is a second value for {name!r}", kind="duplicate-parameter", hint="keep one")
                continue
            seen.add(name)
            field, parameter, _ = known[name]
            try:
                yield field, _parsed(parameter, text)
            except BadParameter as error:
                self._at(path, error.message, kind="bad-parameter", hint=error.hint)

    def _means(self, trigger: type[Trigger], written: str) -> str | None:
        """The parameter's own name, for any name it goes by."""
        name = written.strip().lower()
        known = parameters_of(trigger)
        if name in known:
            return name
        return next((own for own, (_, one, _) in known.items() if name in map(str.lower, one.aliases)), None)

    def _idle(self, gate: str, *, has_ended: bool = False) -> CompiledRule:
        name = self._rule.trigger.strip().lower()
        return CompiledRule(rule=self._rule, gate=gate, trigger_name=name, trigger=None, has_ended=has_ended)

    def _add(self, key: str, message: str, *, kind: str, hint: str = "") -> None:
        self._at(f"{self._rule.path}.{key}" if key else self._rule.path, message, kind=kind, hint=hint)

    def _at(self, path: str, message: str, *, kind: str, hint: str = "") -> None:
        self.problems.append(BundleProblem(path=path, message=message, kind=kind, hint=hint))


def _parsed(parameter: Parameter, text: str) -> object:
    try:
        return parameter.kind.parse(text)
    except BadParameter:
        raise
    except (ValueError, OverflowError, LookupError) as error:
        raise BadParameter(f"is {text[:200]!r}; expected {parameter.kind.description.lower()} ({error})") from None


def _twins(policy: Policy) -> Iterator[BundleProblem]:
    """Rules of a policy that have the same id."""
    yield from twins(((rule.id, rule.path) for rule in policy.rules), "duplicate-rule-id")


def twins(named: Iterable[tuple[str, str]], kind: str) -> Iterator[BundleProblem]:
    """A problem for each id that was there before; empty ids are nobody's."""
    first: dict[str, str] = {}
    for one, path in named:
        if one and one in first:
            message = f"is {one[:100]!r}, which {first[one]} has, too"
            yield BundleProblem(path=f"{path}.id", message=message, kind=kind, hint="give each an id of its own")
        first.setdefault(one, path)
