"""When an erratum speaks for itself."""

import pytest

from mooring.base.errors import HostileInput
from mooring.feeds.providers.distributions.deb import errata as module
from mooring.feeds.providers.distributions.deb.errata import Errata, Erratum, ErratumFix
from mooring.model.advisory import AdvisoryKind, Affected, FixState

FIX = ErratumFix(namespace="debian:11", package="curl", version="7.74-2")


def erratum(number: int = 1, *, date: str = "2021-08-01", fix: ErratumFix = FIX) -> Erratum:
    """A DSA about one CVE."""
    return Erratum(id=f"DSA-{number}-1", title="curl - security update", date=date, cves=("CVE-2021-1",), fixes=(fix,))


def rows_of(errata: Errata) -> list[Affected]:
    """Rows of all errata."""
    return [row for advisory in errata.advisories("debian") for row in advisory.affected]


def test_an_erratum_that_nothing_covers_has_its_row():
    errata = Errata()
    errata.add(erratum())

    (row,) = rows_of(errata)
    assert (FixState.FIXED, ("7.74-2",), "2021-08-01") == (row.fix.state, row.fix.versions, row.fix.date)


@pytest.mark.parametrize(("version", "count"), [("", 0), ("7.74-1", 0), ("7.74-2", 1)])
def test_a_statement_covers_it_unless_it_lacks_what_the_erratum_knows(version, count):
    errata = Errata()
    errata.cover("CVE-2021-1", "debian:11", "curl", version)
    errata.add(erratum())

    assert count == len(rows_of(errata))


def test_a_second_record_of_an_erratum_adds_to_the_first():
    errata = Errata()
    errata.add(erratum(date=""))
    errata.add(erratum(fix=ErratumFix(namespace="debian:10", package="curl", version="7.64-1")))

    (advisory,) = errata.advisories("debian")
    assert ("2021-08-01", ["debian:11", "debian:10"]) == (
        advisory.published,
        [row.namespace for row in advisory.affected],
    )


def test_the_earliest_of_two_errata_gave_the_version():
    errata = Errata()
    errata.add(erratum(2, date="2021-09-01", fix=ErratumFix(namespace="debian:11", package="curl", version="7.74-3")))
    errata.add(erratum(1))

    assert "7.74-2" == errata.version("CVE-2021-1", "debian:11", "curl")
    assert ("DSA-1-1",) == errata.fix("CVE-2021-1", "debian:11", "curl", "7.74-2").advisories


def test_errata_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_ERRATA", 1)
    errata = Errata()
    errata.add(erratum(1))

    with pytest.raises(HostileInput, match="more than 1 Debian"):
        errata.add(erratum(2))


@pytest.mark.parametrize(
    ("title", "cves", "kind"),
    [
        ("curl - security update", (), AdvisoryKind.VULNERABILITY),
        ("tzdata - new timezone database", (), AdvisoryKind.NOTICE),
        ("akonadi - update", (), AdvisoryKind.NOTICE),
        ("curl - regression update", (), AdvisoryKind.NOTICE),
        ("curl - regression update", ("CVE-2021-1",), AdvisoryKind.VULNERABILITY),
        ("mercurial - end of life", (), AdvisoryKind.NOTICE),
    ],
)
def test_upkeep_without_a_cve_is_no_vulnerability(title, cves, kind):
    errata = Errata()
    errata.add(Erratum(id="DLA-1-1", title=title, date="", cves=cves, fixes=(FIX,)))

    (advisory,) = errata.advisories("debian")
    assert kind is advisory.kind
