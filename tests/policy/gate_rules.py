"""Rules as bundles write them, on small reports: made from texts, so that names, aliases and kinds of parameters are tested, too."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from mooring.model.evidence.content import Content, ContentSearch, Need
from mooring.model.evidence.signature import BaseImage
from mooring.model.files import FileEntry, Problem
from mooring.model.image import ImageConfig, ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.report import ScanReport
from mooring.policy.evidence import Evidence, JudgedName
from mooring.policy.gate import Fired, Gate, RuleError, Trigger, parameters_of, trigger_id
from mooring.policy.parameter import BadParameter

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def rule(gate: Gate, name: str, /, *, rule_id: str = "", **texts: str) -> Trigger:
    """The trigger of this name or alias, with parameters as a bundle writes them. Raises BadParameter."""
    trigger = next(one for one in gate.triggers if name in (one.NAME, *one.ALIASES))
    known = parameters_of(trigger)
    by_name = {alias: field for name, (field, extra, _) in known.items() for alias in (name, *extra.aliases)}
    kinds = {field: extra.kind for field, extra, _ in known.values()}
    values = {by_name[key]: kinds[by_name[key]].parse(text) for key, text in texts.items()}
    return trigger(rule_id=rule_id, **values)


def fired(gate: Gate, name: str, evidence: Evidence, /, *, rule_id: str = "", **texts: str) -> list[Fired]:
    """All that a rule fires."""
    return list(rule(gate, name, rule_id=rule_id, **texts).check(evidence))


def messages(gate: Gate, name: str, evidence: Evidence, /, **texts: str) -> list[str]:
    """The messages of all that a rule fires."""
    return [one.message for one in fired(gate, name, evidence, **texts)]


def failure(gate: Gate, name: str, evidence: Evidence, /, **texts: str) -> str:
    """Why a rule cannot be evaluated; empty where it can."""
    try:
        fired(gate, name, evidence, **texts)
    except RuleError as error:
        return str(error)
    return ""


def refusal(gate: Gate, name: str, /, **texts: str) -> str:
    """Why a bundle cannot have the rule; empty where it can."""
    try:
        rule(gate, name, **texts)
    except BadParameter as error:
        return error.message
    return ""


def ids(gate: Gate, name: str, evidence: Evidence, /, **texts: str) -> list[str]:
    """The trigger ids of all that a rule fires."""
    trigger = rule(gate, name, **texts)
    return [one.trigger_id or trigger_id(gate.name, trigger.NAME, one.message) for one in trigger.check(evidence)]


def evidence(
    *,
    files: Iterable[FileEntry] | None = None,
    content: Content | None = None,
    config: ImageConfig | None = None,
    image: ImageDescription | None = None,
    inventory: Inventory | None = None,
    problems: tuple[Problem, ...] = (),
    base: BaseImage | None = None,
    name: JudgedName | None = None,
    **report: object,
) -> Evidence:
    """A report with little in it."""
    description = image or ImageDescription()
    if config is not None:
        description = msgspec.structs.replace(description, config=config)
    held = inventory or Inventory()
    if files is not None:
        held = msgspec.structs.replace(held, files=tuple(files))
    if content is not None:
        held = msgspec.structs.replace(held, content=content)
    whole = ScanReport(image=description, inventory=held, problems=problems, base=base)
    return Evidence(msgspec.structs.replace(whole, **report), now=NOW, name=name)


def searched(need: Need, *subjects: str, problem: str = "", **facts: object) -> Content:
    """Content in which one kind was looked for."""
    return Content(searches=(ContentSearch(need=need, subjects=subjects, problem=problem),), **facts)  # type: ignore[arg-type]  # test data
