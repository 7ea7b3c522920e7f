"""Azure Linux and CBL-Mariner: one OVAL file a release, one definition for each CVE and source package.

`less than` is a fix; `less than or equal` says that the newest version is vulnerable still. Definitions that are `Not Applicable` are
left out.
"""

import re
from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.oval import OvalDefinition, OvalPackage, read_oval
from mooring.feeds.providers.distributions.rpm.errata import cves_in, rated
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, NameKind, VersionRange

NAME = "azurelinux"
BASE = "https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main"
FILES = ("azurelinux-3.0-oval.xml", "cbl-mariner-2.0-oval.xml", "cbl-mariner-1.0-oval.xml")
_RELEASE = re.compile(r"(mariner|azure-?linux)\D*(\d+\.\d+)")


def fetch(fetcher: Fetcher) -> None:
    """One file for each release; releases that come later are taken as soon as they are known here."""
    for name in FILES:
        fetcher.get(f"{BASE}/{name}", name, optional=name != FILES[0])
    fetcher.keep_only(FILES)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each definition; the release is in the name of the file."""
    for file in files:
        if not file.name.endswith(".xml"):
            continue
        found = _RELEASE.search(file.name.lower().rpartition("/")[2])
        for definition in read_oval(file, log):
            if found is None:
                log.reject(f"{file.name}: {definition.id}", "the name of the file does not say the release")
            elif definition.patchable.lower() == "not applicable":
                log.skip("not applicable")
            else:
                name = "mariner" if found.group(1) == "mariner" else "azurelinux"
                yield _advisory(definition, f"{name}:{found.group(2)}")


def _advisory(definition: OvalDefinition, namespace: str) -> Advisory:
    number = definition.id.rpartition(":")[2]
    names = cves_in((*(one for _, one, _ in definition.references), definition.title))
    date = definition.issued[:10]
    advisory = Advisory(
        id=f"AZL-{number}",
        feed=NAME,
        url=next((url for _, _, url in definition.references if url.startswith("https://")), ""),
        aliases=names[:1],
        title=definition.title,
        description=definition.description,
        references=tuple(dict.fromkeys(url for _, _, url in definition.references if url)),
        published=definition.issued,
        affected=tuple(_row(package, namespace, date) for package in definition.packages),
    )
    return rated(advisory, NAME, severity_of_word(definition.severity))


def _row(package: OvalPackage, namespace: str, date: str) -> Affected:
    is_fixed = bool(package.high) and not package.is_high_included
    low = package.low if package.low.strip("0:.-") else ""
    interval = VersionRange(
        low=low,
        is_low_included=package.is_low_included or not low,
        high=package.high,
        is_high_included=package.is_high_included,
    )
    return Affected(
        namespace=namespace,
        name=package.name,
        ranges=(interval,) if package.high or low else (),
        versions=(package.equal,) if package.equal else (),
        fix=Fix(state=FixState.FIXED, versions=(package.high,), date=date)
        if is_fixed
        else Fix(state=FixState.NOT_FIXED),
        name_kind=NameKind.ANY,
    )


FEED = Feed(
    name=NAME,
    title="Azure Linux and CBL-Mariner",
    license="MIT",
    homepage="https://github.com/microsoft/AzureLinuxVulnerabilityData",
    fetch=fetch,
    parse=parse,
)
