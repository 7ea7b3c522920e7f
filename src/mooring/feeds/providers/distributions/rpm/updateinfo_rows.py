"""Updates of an `updateinfo.xml` as advisories."""

import re
from collections.abc import Callable, Iterator

from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.updateinfo import Update, UpdatePackage
from mooring.feeds.providers.distributions.rpm.errata import Built, cves_in, evr, rated, rows_of, severity_in_title
from mooring.model.advisory import Advisory, Fix, FixState
from mooring.model.severity import Severity

Placing = Callable[[Update, UpdatePackage], str]
"""The namespace of a package; empty where it is none of the feed."""
_STREAM = re.compile(r"(?:^|\s)([A-Za-z][\w.+-]{0,60}:[\w.+-]{1,60})(?=\s|$)")


def advisory_of(update: Update, placing: Placing, feed: str, source: str, *, has_modules: bool = False) -> Advisory:
    """The advisory of one update; `source` is who rates it."""
    fix = Fix(state=FixState.FIXED, date=update.issued[:10], advisories=(update.id,))
    titles = set(_STREAM.findall(update.title)) if has_modules else set()
    named = cves_in(identifier for _, identifier, _ in update.references)
    advisory = Advisory(
        id=update.id,
        feed=feed,
        url=next(
            (href for kind, identifier, href in update.references if identifier == update.id or kind == "self"), ""
        ),
        fixes=named or cves_in((update.title, update.description)),
        title=update.title,
        description=update.description,
        references=tuple(dict.fromkeys(href for _, _, href in update.references if href))[:100],
        published=update.issued,
        modified=update.updated,
        affected=rows_of(_packages(update, placing, titles, has_modules=has_modules), fix),
    )
    word = severity_of_word(update.severity) if update.severity.lower() != "none" else Severity.UNKNOWN
    return rated(advisory, source, word if word is not Severity.UNKNOWN else severity_in_title(update.title))


def _packages(update: Update, placing: Placing, streams: set[str], *, has_modules: bool) -> Iterator[Built]:
    only = next(iter(streams)) if len(streams) == 1 else None
    for one in update.packages:
        namespace = placing(update, one)
        if not namespace:
            continue
        inside = ".module" in one.release
        yield Built(
            namespace=namespace,
            name=one.name,
            version=evr(one.epoch, one.version, one.release),
            architecture=one.architecture,
            module=one.module or ((only if inside else "") if has_modules else None),
        )
