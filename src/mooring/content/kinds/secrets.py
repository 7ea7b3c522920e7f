"""Secrets: keys, tokens and passwords in text files, also in files that a later layer hides."""

from mooring.content.kind import ContentKind
from mooring.content.options import ContentOptions
from mooring.content.secrets.assembling import with_secrets
from mooring.content.secrets.fingerprints import Fingerprints
from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.reading import VERSION, SecretReader
from mooring.content.secrets.rule_set import rules_of
from mooring.model.evidence.content import Need
from mooring.model.reader import Reader


def _reader(options: ContentOptions) -> Reader:
    rules = rules_of(options)
    regexes = [rule.regex for rule in rules.rules if rule.regex]
    return SecretReader(Searcher(rules, pattern_database(regexes, options.pattern_cache)), options).reader()


def _variant(options: ContentOptions) -> str:
    parts = (
        rules_of(options).digest[:16],
        "e" if options.secrets_everywhere else "",
        str(options.max_secret_file_bytes),
        Fingerprints(options.fingerprint_key).key_name,
    )
    return "-".join(parts)


KIND = ContentKind(
    need=Need.SECRETS,
    version=VERSION,
    summary="keys, tokens and passwords in text files, the image config and its history",
    is_wanted=lambda options: options.secrets,
    reader=_reader,
    variant=_variant,
    assemble=with_secrets,
)
