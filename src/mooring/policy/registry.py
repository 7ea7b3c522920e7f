"""Which gates and triggers there are, looked up by the names that bundles use: in any case, and by their other names."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

import msgspec

from mooring.base.families import collect
from mooring.policy.compiling.retired import RETIRED_GATES, RetiredGate
from mooring.policy.gate import Gate, Trigger

_MAX_WORD_CHARS = 100


class Registry(msgspec.Struct, frozen=True, kw_only=True):
    """Gates by lower-case name, other names included."""

    gates: tuple[Gate, ...]
    """In alphabetical order."""
    by_name: Mapping[str, Gate]
    retired: Mapping[str, RetiredGate]

    def gate(self, name: str) -> Gate | None:
        """The gate of this name; None where there is none, or it has ended."""
        return self.by_name.get(name.strip().lower())

    def retired_gate(self, name: str) -> RetiredGate | None:
        """The gate that has ended, of this name."""
        return self.retired.get(name.strip().lower())

    def canonical(self, name: str) -> str:
        """The gate's own name, for any name it goes by; unknown ones in lower case."""
        found = self.gate(name)
        return found.name if found else name.strip().lower()


def trigger_of(gate: Gate, name: str) -> type[Trigger] | None:
    """The gate's trigger of this name or other name; None where there is none."""
    return triggers_of(gate).get(name.strip().lower())


def triggers_of(gate: Gate) -> dict[str, type[Trigger]]:
    """Every name that the gate's triggers go by, in lower case."""
    found: dict[str, type[Trigger]] = {}
    for trigger in gate.triggers:
        for name in (trigger.NAME, *trigger.ALIASES):
            found.setdefault(name.lower(), trigger)
    return found


def registry_of(gates: Iterable[Gate]) -> Registry:
    """A registry of these gates, and of those that have ended."""
    ordered = tuple(sorted(gates, key=lambda gate: gate.name))
    by_name: dict[str, Gate] = {gate.name.lower(): gate for gate in ordered}
    for gate in ordered:
        for alias in gate.aliases:
            by_name.setdefault(alias.lower(), gate)
    retired = {gate.name: gate for gate in RETIRED_GATES if gate.name not in by_name}
    return Registry(gates=ordered, by_name=by_name, retired=retired)


@cache
def all_gates() -> Registry:
    """Every gate of Mooring."""
    return registry_of(collect("mooring.policy.gates", Gate))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word; empty where none is near."""
    near = get_close_matches(word.strip().lower()[:_MAX_WORD_CHARS], sorted(known), n=1)
    return f"did you mean {near[0]!r}?" if near else ""
