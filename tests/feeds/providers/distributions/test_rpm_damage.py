"""Whatever bytes or types a file of a feed has: its parse ends, with advisories or with an error that says that the file is none."""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest

from feeds.providers.distributions import test_alma as alma
from feeds.providers.distributions import test_amazon as amazon
from feeds.providers.distributions import test_azurelinux as azurelinux
from feeds.providers.distributions import test_fedora as fedora
from feeds.providers.distributions import test_openeuler as openeuler
from feeds.providers.distributions import test_oracle as oracle
from feeds.providers.distributions import test_photon as photon
from feeds.providers.distributions import test_redhat as redhat
from feeds.providers.distributions import test_rocky as rocky
from feeds.providers.distributions import test_suse as suse
from feeds.providers.distributions.rpm_workspace import Content, parsed
from mooring.base.errors import FeedError, HostileInput
from mooring.feeds.feed import Feed

DOCUMENTS: dict[str, tuple[str, Content]] = {
    "redhat cve": (
        "a.json",
        redhat.cve(
            affected_release=[redhat.release("bind-32:9-1.el8_4")], package_state=[redhat.state("a:1/b", "New")]
        ),
    ),
    "redhat vex": ("a.json", redhat.vex(fixed=("pkg:rpm/redhat/ruby@2.7-1?arch=src",), affected=("pkg:rpm/redhat/x",))),
    "redhat osv": ("a.json", redhat.osv(("npm", "1:8.1-1.module+el8.4.0+1+abc"))),
    "alma osv": ("a.json", alma.osv()),
    "alma errata": ("errata.json", [alma.ERRATUM]),
    "rocky apollo": ("a.json", rocky.APOLLO),
    "rocky updateinfo": ("8/updateinfo.xml", rocky.UPDATEINFO),
    "amazon updateinfo": ("updateinfo.xml", f"<updates>{amazon.update('ALAS2-2018-939', 'amazon-linux-2')}</updates>"),
    "oracle oval": ("a.xml", oracle.oval(oracle.ARCHES, {"2": ("bind", "32:9-1.el8"), "3": ("bind", "32:9-2.el8")})),
    "oracle osv": ("a.json", oracle.osv(("bind", "32:9.11-1.el8", "x86_64"))),
    "suse oval": ("a.xml", suse.oval('<evr operation="less than">0:9.16-1</evr>')),
    "suse cvrf": ("cvrf-a.xml", suse.CVRF),
    "suse csaf": ("a.json", suse.CSAF),
    "azurelinux oval": ("azurelinux-3.0-oval.xml", azurelinux.oval(("less than", "0:1-1"))),
    "photon list": ("cve_data_photon4.0.json", [photon.entry()]),
    "fedora update": ("a.json", fedora.update()),
    "openeuler cvrf": ("a.xml", openeuler.CVRF),
    "openeuler csaf": ("a.json", openeuler.CSAF),
}
ODD: list[object] = [None, 7, -1.5, True, "", "x" * 300, [], [[]], {}, {"a": None}, [7, None, "x"]]


def feed_of(title: str) -> Feed:
    feed = import_module(f"mooring.feeds.providers.distributions.{title.partition(' ')[0]}").FEED
    assert isinstance(feed, Feed)
    return feed


def ends(title: str, name: str, content: Content) -> None:
    try:
        parsed(feed_of(title), {name: content})
    except (FeedError, HostileInput) as error:
        assert error.message


@pytest.mark.parametrize("title", sorted(DOCUMENTS))
def test_a_document_that_is_cut_off_or_altered_ends_its_parse(title: str):
    name, document = DOCUMENTS[title]
    content = document.encode() if isinstance(document, str) else json.dumps(document).encode()

    for at in range(0, len(content), max(1, len(content) // 60)):
        ends(title, name, content[:at])
        ends(title, name, content[:at] + b"\x00\xff<&" + content[at:])
        ends(title, name, content[:at] + b"9" * 5000 + content[at:])


@pytest.mark.parametrize(
    "title", sorted(title for title, (_, document) in DOCUMENTS.items() if not isinstance(document, str))
)
def test_a_field_of_another_type_ends_its_parse(title: str):
    name, document = DOCUMENTS[title]

    for altered in alterations(document):
        ends(title, name, altered)  # type: ignore[arg-type]  # any JSON


def alterations(value: object) -> Iterator[object]:
    """The value with every part of it replaced by each odd one in turn."""
    yield from ODD
    if isinstance(value, dict):
        for key, part in value.items():
            yield from ({**value, key: other} for other in alterations(part))
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in alterations(part))
