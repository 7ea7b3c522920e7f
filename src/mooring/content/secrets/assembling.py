"""The secrets of an image: the facts of all its layers, with what became of their files and who accepts them."""

from collections.abc import Iterator, Mapping

import msgspec

from mooring.content.kind import Assembly
from mooring.content.options import ContentOptions
from mooring.content.secrets.baseline import accepted
from mooring.content.secrets.named_values import RULE as NAMED
from mooring.content.secrets.reading import NAME, searched_ids
from mooring.content.secrets.rule import ADDITIONAL, Rule, RuleSet
from mooring.content.secrets.rule_set import rules_of
from mooring.content.surfaces import Place, surface_of
from mooring.model.evidence.content import ACCEPTED_BY_COMMENT, Content, ContentSearch, Need, Secret, SecretFact
from mooring.model.severity import Severity


def with_secrets(assembly: Assembly, content: Content) -> Content:
    """The content with the secrets of all layers, ordered by place: also those of files that a later layer shadows or deletes."""
    rules = rules_of(assembly.options)
    found = accepted(_secrets(assembly, rules), assembly.options.secret_baselines)
    search = ContentSearch(
        need=Need.SECRETS,
        settings=_settings(rules, assembly.options),
        subjects=(*searched_ids(rules), NAMED.id),
        problem=_left_out(assembly),
    )
    return msgspec.structs.replace(
        content, searches=(*content.searches, search), secrets=tuple(sorted((*content.secrets, *found)))
    )


def secret_of(fact: SecretFact, rule: Rule | None) -> Secret:
    """What a fact and its rule tell; place and surface are the caller's."""
    return Secret(
        place="",
        line=fact.line,
        column=fact.column,
        rule=fact.rule,
        title=rule.title if rule else fact.rule,
        category=rule.category if rule else "",
        severity=rule.severity if rule else Severity.HIGH,
        fingerprint=fact.fingerprint,
        is_valid=fact.is_valid,
        accepted_by=ACCEPTED_BY_COMMENT if fact.is_allowed else "",
        is_additional=rule is not None and ADDITIONAL in rule.tags,
    )


def _left_out(assembly: Assembly) -> str:
    """The first file that was not searched, or not wholly, and how many more there are; empty where all were."""
    problems = [one for record in assembly.records for one in record.problems if one.reader.partition(" ")[0] == NAME]
    if not problems:
        return ""
    more = sum(problem.count for problem in problems) - 1
    return f"{problems[0].path or 'a file'}: {problems[0].reason}{f'; and {more} more files' if more else ''}"


def _secrets(assembly: Assembly, rules: RuleSet) -> Iterator[Secret]:
    by_id = {rule.id: rule for rule in rules.rules}
    places = surface_of(assembly.records, (NAME,))
    for index, record in enumerate(assembly.records):
        for group in record.facts:
            if group.reader == NAME:
                for fact in group.facts:
                    if isinstance(fact, SecretFact):
                        yield _placed(fact, by_id, places[index, group.path])


def _placed(fact: SecretFact, rules: Mapping[str, Rule], place: Place) -> Secret:
    return msgspec.structs.replace(
        secret_of(fact, rules.get(fact.rule)),
        place=place.path,
        surface=place.surface,
        layer=place.layer,
        hidden_by=place.hidden_by,
    )


def _settings(rules: RuleSet, options: ContentOptions) -> str:
    """What was looked for and where, in words."""
    files = f", {', '.join(options.secret_rules)}" if options.secret_rules else ""
    where = (
        "every text file"
        if options.secrets_everywhere
        else "text files outside dependency and system folders, and credential files"
    )
    return f"{len(rules.rules)} rules (digest {rules.digest[:16]}{files}); {where}"
