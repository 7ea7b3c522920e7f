"""From advisories to the database file."""

import random
import signal
import sqlite3
import subprocess
import sys
from itertools import permutations

import pytest

from mooring.base.errors import OutputError
from mooring.model.advisory import (
    Advisory,
    AdvisoryKind,
    Affected,
    ExploitScore,
    Fix,
    FixState,
    KnownExploited,
    NameKind,
    ReleaseLife,
)
from mooring.model.advisory import VersionRange as Range
from mooring.model.match import FeedState
from mooring.model.severity import Severity, SeverityRating
from mooring.vulns import rows
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.database import open_database, verify_database
from mooring.vulns.leftovers import PREFIX
from mooring.vulns.rows import LOOSE, NEGATIVE, NOTICE, SOURCE_NAME
from vulns.databases import BUILT, TWO_FEEDS, below, built, database, identifiers


def test_the_same_items_in_any_order_give_the_same_bytes(tmp_path):
    shuffled = {name: random.Random(1).sample(items, len(items)) for name, items in TWO_FEEDS.items()}
    orders = [dict(order) for order in permutations(TWO_FEEDS.items())] + [shuffled]

    contents = {built(tmp_path / f"{number}.db", order).read_bytes() for number, order in enumerate(orders)}

    assert 1 == len(contents)


def test_many_items_give_the_same_bytes_twice_with_trained_dictionaries(tmp_path):
    items = [
        Advisory(id=f"CVE-2024-{number}", feed="debian", description=f"Flaw {number} in package {number % 50}, found by {number * 31}.",
                 affected=(below(f"package-{number % 900}", f"1.{number}-1", namespace=f"debian:{number % 7}"),))
        for number in range(1000, 13_000)
    ]  # fmt: skip

    one, other = built(tmp_path / "1.db", {"debian": items}), built(tmp_path / "2.db", {"debian": items[::-1]})

    assert one.read_bytes() == other.read_bytes()
    with sqlite3.connect(one) as connection:
        assert {"packages", "records"} == {
            row[0] for row in connection.execute("SELECT name FROM dictionaries WHERE length(content) > 0")
        }
        assert [(0,)] == connection.execute("PRAGMA freelist_count").fetchall()


def test_a_row_says_what_its_statement_said(tmp_path):
    affected = Affected(
        namespace="rhel:8",
        name="nodejs",
        ranges=(Range(low="1:10", high="1:16.20.2-1"),),
        fix=Fix(
            state=FixState.FIXED, versions=("1:16.20.2-1",), date="2024-05-06", advisories=("RHSA-2024:1",), note="soon"
        ),
        severity=Severity.HIGH,
        name_kind=NameKind.ANY,
        module="nodejs:16",
        architectures=("x86_64",),
        repository="appstream",
        is_negative=True,
    )

    (row,) = database(tmp_path, Advisory(id="CVE-2024-1000", feed="redhat", affected=(affected,))).rows(
        "rhel:8", "nodejs"
    )

    assert (">= 1:10, < 1:16.20.2-1", ("1:16.20.2-1",), "2024-05-06", ("RHSA-2024:1",), "soon") == (
        row.constraint, row.fix_versions, row.fix_date, row.fix_advisories, row.note,
    )  # fmt: skip
    assert (Severity.HIGH.rank, tuple(FixState).index(FixState.FIXED)) == (row.severity, row.fix_state)
    assert rows.Qualifiers(module="nodejs:16", architectures=("x86_64",), repository="appstream") == row.qualifiers
    assert rows.NEGATIVE | rows.SOURCE_NAME | rows.BINARY_NAME == row.flags


def test_a_record_keeps_what_people_read(tmp_path):
    rating = SeverityRating(
        source="github", severity=Severity.HIGH, cvss_version="3.1", vector="CVSS:3.1/AV:N", score=7.5
    )
    nonsense = SeverityRating(source="nvd", score=float("nan"))
    advisory = Advisory(
        id="GHSA-aaaa", feed="github", url="https://a.example/1", title="A title", description="word " * 500, ratings=(rating, nonsense),
        cwes=("CWE-79",), references=tuple(f"https://a.example/{number}" for number in range(30)), published="2024-01-01",
        modified="2024-02-01",
        is_disputed=True, kind=AdvisoryKind.MALWARE,
    )  # fmt: skip

    record = database(tmp_path, advisory).record(0)

    assert ("GHSA-aaaa", "https://a.example/1", "A title", True, ("CWE-79",)) == (
        record.id, record.url, record.title, record.is_disputed, record.cwes,
    )  # fmt: skip
    assert (("github", 4, "3.1", "CVSS:3.1/AV:N", 7.5), ("nvd", 0, "", "", -1.0)) == record.ratings
    assert 590 < len(record.description) <= 601 and record.description.endswith("word…")
    assert 10 == len(record.references)


@pytest.mark.parametrize("name", ["CVE-2024-1000", "cve-2024-1000", "ghsa-AAAA", "PYSEC-1", "pysec-1"])
def test_one_flaw_is_found_under_each_of_its_identifiers(tmp_path, name):
    found = open_database(built(tmp_path / "a.db", TWO_FEEDS))

    (number,) = found.find(name)

    assert ("CVE-2024-1000", ("GHSA-aaaa", "PYSEC-1")) == (
        found.vulnerability(number).id,
        found.vulnerability(number).aliases,
    )
    assert {"CVE-2024-1000", "DSA-1-1", "GHSA-aaaa", "PYSEC-1"} == {
        found.record(record).id for record in found.vulnerability(number).records
    }


def test_an_erratum_is_about_each_flaw_and_an_alias_of_none(tmp_path):
    found = open_database(built(tmp_path / "a.db", TWO_FEEDS))

    flaws = [found.vulnerability(number) for number in found.find("DSA-1-1")]

    assert ["CVE-2024-1000", "CVE-2024-1001"] == [flaw.id for flaw in flaws]
    assert () == flaws[1].aliases
    assert [["CVE-2024-1000"], ["CVE-2024-1000", "CVE-2024-1001"]] == identifiers(found, "debian:12", "openssl")


def test_a_statement_may_be_about_some_of_an_erratums_flaws(tmp_path):
    one, other = below("a", "1-1", vulnerabilities=("CVE-2024-1001",)), below("b", "1-1")
    erratum = Advisory(id="DSA-1", feed="debian", fixes=("CVE-2024-1000", "CVE-2024-1001"), affected=(one, other))

    found = database(tmp_path, erratum)

    assert [["CVE-2024-1001"]] == identifiers(found, "debian:12", "a")
    assert [["CVE-2024-1000", "CVE-2024-1001"]] == identifiers(found, "debian:12", "b")


def test_an_erratum_that_fixes_what_has_no_cve_yet_is_about_the_same_flaw_as_its_advisory(tmp_path):
    erratum = Advisory(id="DSA-1", feed="debian", fixes=("GHSA-bbbb",), affected=(below("a", "1-1"),))
    advisory = Advisory(id="GHSA-bbbb", feed="github", aliases=("CVE-2024-1005",))

    assert [["CVE-2024-1005"]] == identifiers(database(tmp_path, erratum, advisory), "debian:12", "a")


def test_an_identifier_without_a_cve_is_spelt_as_upstream_spells_it(tmp_path):
    found = database(
        tmp_path, Advisory(id="PYSEC-1", feed="osv", aliases=("GHSA-x2mc",)), Advisory(id="GHSA-x2mc", feed="github")
    )

    assert ["GHSA-x2mc"] == [found.vulnerability(number).id for number in found.find("PYSEC-1")]
    assert ("PYSEC-1",) == found.vulnerability(*found.find("PYSEC-1")).aliases


def test_a_distributions_spelling_of_a_cve_finds_it_and_is_not_shown(tmp_path):
    found = database(tmp_path, Advisory(id="UBUNTU-CVE-2024-1000", feed="ubuntu", aliases=("CVE-2024-1000",)))

    (number,) = found.find("ubuntu-cve-2024-1000")

    assert ("CVE-2024-1000", ()) == (found.vulnerability(number).id, found.vulnerability(number).aliases)
    assert [number] == found.find("CVE-2024-1000")


def test_the_errata_of_a_fix_find_the_flaw_too(tmp_path):
    affected = Affected(namespace="rhel:9", name="bash", fix=Fix(advisories=("RHSA-2024:1",)))

    found = database(tmp_path, Advisory(id="CVE-2024-1000", feed="redhat", affected=(affected,)))

    assert found.find("rhsa-2024:1") == found.find("CVE-2024-1000")
    assert () == found.vulnerability(*found.find("CVE-2024-1000")).aliases


@pytest.mark.parametrize("fields", [{"withdrawn": "2024-03-01"}, {"is_rejected": True, "modified": "2024-03-01"}])
def test_what_was_taken_back_is_kept_but_has_no_rows(tmp_path, fields):
    gone = Advisory(id="CVE-2024-1000", feed="nvd", affected=(below("a:a", "1", namespace="cpe"),), **fields)
    still = Advisory(id="CVE-2024-1000", feed="debian", affected=(below("a", "1-1"),))

    found = database(tmp_path, gone, still)

    assert () == found.rows("cpe", "a:a")
    assert "cpe" in found.namespaces and 0 == found.namespaces["cpe"].rows
    assert [["CVE-2024-1000"]] == identifiers(found, "debian:12", "a")
    assert {("debian", ""), ("nvd", "2024-03-01")} == {
        (found.feed(found.record(number).feed).name, found.record(number).withdrawn)
        for number in found.vulnerability(*found.find("CVE-2024-1000")).records
    }


def test_statements_that_say_the_same_are_one(tmp_path):
    twice = Advisory(id="CVE-2024-1000", feed="debian", affected=(below("a", "1-1"), below("a", "1-1")))
    elsewhere = Advisory(id="CVE-2024-1000", feed="debian", affected=(below("a", "1-1"), below("b", "1-1")))

    found = database(tmp_path, twice, twice, elsewhere)

    assert (1, 1) == (len(found.rows("debian:12", "a")), len(found.rows("debian:12", "b")))
    assert (0,) == found.vulnerability(*found.find("CVE-2024-1000")).records


def test_rows_of_one_erratum_that_differ_in_the_flaw_only_are_one(tmp_path):
    affected = tuple(below("a", "1-1", vulnerabilities=(cve,)) for cve in ("CVE-2024-1000", "CVE-2024-1001"))

    found = database(
        tmp_path, Advisory(id="DSA-1", feed="debian", fixes=("CVE-2024-1000", "CVE-2024-1001"), affected=affected)
    )

    assert [["CVE-2024-1000", "CVE-2024-1001"]] == identifiers(found, "debian:12", "a")


def test_notices_negatives_and_loose_bounds_are_marked(tmp_path):
    notice = Advisory(
        id="RUSTSEC-1", feed="a", kind=AdvisoryKind.NOTICE, affected=(below("x", "1.0.0", namespace="cargo"),)
    )
    loose = Advisory(
        id="CVE-2024-1000", feed="a", affected=(below("y", "2004d1", namespace="cargo", is_negative=True),)
    )

    found = database(tmp_path, notice, loose)

    assert NOTICE | SOURCE_NAME == found.rows("cargo", "x")[0].flags
    assert NEGATIVE | LOOSE | SOURCE_NAME == found.rows("cargo", "y")[0].flags
    assert [2, 0] == [found.vulnerability(*found.find(name)).kind for name in ("RUSTSEC-1", "CVE-2024-1000")]


def test_another_scheme_than_the_namespaces_is_said_in_the_row(tmp_path):
    found = database(
        tmp_path,
        Advisory(id="CVE-2024-1000", feed="a", affected=(below("x", "1.0", namespace="npm", scheme="pep440"),)),
    )

    assert rows.Qualifiers(scheme="pep440") == found.rows("npm", "x")[0].qualifiers


def test_what_cannot_be_stored_is_counted_and_hides_nothing_else(tmp_path):
    bad = (
        below("", "1"),
        below("x" * 2_000, "1"),
        below("a", "latest", namespace="cargo"),
        below("a", "1-1", scheme="roman"),
        below("good", "1-1"),
    )
    with DatabaseBuilder(tmp_path / "a.db", built=BUILT) as builder:
        builder.begin_feed(FeedState(name="f"))
        builder.add(Advisory(id="CVE-2024-1000", feed="f", affected=bad))
        builder.add(Advisory(id=" ", feed="f", affected=(below("b", "1-1"),)))
        builder.end_feed(FeedState(name="f", rejects=2))
        state = builder.finish()

    assert 5 == builder.rejects and 5 == len(builder.reasons)
    assert "f: CVE-2024-1000: 'a': '< latest' has no order, as semver or otherwise" in builder.reasons
    assert [(2, 1, 7)] == [(feed.advisories, feed.affected, feed.rejects) for feed in state.feeds]
    assert 1 == len(open_database(tmp_path / "a.db").rows("debian:12", "good"))


def test_text_that_is_no_unicode_is_written_in_a_way_that_is(tmp_path):
    found = database(
        tmp_path,
        Advisory(id="CVE-2024-1000", feed="a", title="\udc80 and", url="\ud800", affected=(below("x\udcff", "1-1"),)),
    )

    assert "\\x80 and" in found.record(0).title
    assert 1 == len(found.rows("debian:12", "x\\xff"))


def test_exploits_scores_and_lives_are_found(tmp_path):
    kev = KnownExploited(cve="CVE-2024-1000", added="2024-01-01", used_by_ransomware=True)
    life = ReleaseLife(product="debian", release="12", end_of_life="2026-06-10")
    scores = [
        ExploitScore(cve=f"CVE-2024-{number}", score=0.123456, percentile=0.5, date="2025-02-19", model="v4")
        for number in (1000, 1001)
    ]

    found = open_database(built(tmp_path / "a.db", {"kev": [kev, kev], "epss": scores, "eol": [life]}))

    assert ((kev,), (), (life,), ()) == (
        found.exploited("CVE-2024-1000"),
        found.exploited("CVE-1"),
        found.lives("debian"),
        found.lives("x"),
    )
    prediction = found.prediction("CVE-2024-1001")
    assert prediction is not None and (0.123456, 0.5, "2025-02-19") == (
        prediction.score,
        prediction.percentile,
        prediction.date,
    )
    assert found.prediction("CVE-1") is None


def test_nothing_is_seen_before_the_end_and_nothing_is_left_of_what_did_not_end(tmp_path):
    path = built(tmp_path / "a.db", TWO_FEEDS)
    before = path.read_bytes()

    with DatabaseBuilder(path, built=BUILT) as builder:
        builder.begin_feed(FeedState(name="f"))
        builder.add(Advisory(id="CVE-2024-1000", feed="f"))
        assert before == path.read_bytes()

    assert before == path.read_bytes()
    assert ["a.db", "a.db.json"] == sorted(found.name for found in tmp_path.iterdir())


def test_a_full_disk_leaves_the_database_that_was_there(tmp_path):
    path = built(tmp_path / "a.db", TWO_FEEDS)
    before = path.read_bytes()
    program = f"""
import resource, signal
from mooring.base.errors import OutputError
from vulns.databases import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
items = [Advisory(id=f"CVE-2024-{{n}}", feed="f", title="text " * 50, affected=(below("p", f"1.{{n}}-1"),)) for n in range(1000, 4000)]
try:
    built(Path({str(path)!r}), {{"f": items}})
except OutputError as error:
    print(error)
"""
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "the vulnerability database could not be written" in said.stdout
    assert before == path.read_bytes()
    assert ["a.db", "a.db.json"] == sorted(found.name for found in tmp_path.iterdir())


def test_what_a_killed_builder_left_is_removed_by_the_next_and_by_no_other(tmp_path):
    program = f"""
import os, signal
from vulns.databases import *
builder = DatabaseBuilder(Path({str(tmp_path / "a.db")!r}), built=BUILT)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)}, check=False)
    assert -signal.SIGKILL == killed.returncode and 1 == len(list(tmp_path.glob(f"{PREFIX}*")))

    with DatabaseBuilder(tmp_path / "a.db", built=BUILT):
        built(tmp_path / "b.db", {})
        assert 1 == len(list(tmp_path.glob(f"{PREFIX}*")))

    assert ["b.db", "b.db.json"] == sorted(found.name for found in tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OutputError, match="could not be written"):
        DatabaseBuilder(tmp_path / "nowhere" / "a.db", built=BUILT)


def test_an_empty_database_can_be_opened(tmp_path):
    found = open_database(built(tmp_path / "a.db", {}))

    assert ({}, (), []) == (found.namespaces, found.rows("debian:12", "a"), found.find("CVE-2024-1000"))
    assert verify_database(tmp_path / "a.db").digest == found.state.digest


def test_memory_stays_bounded_whatever_the_number_of_rows(tmp_path):
    """10,000 rows of one package and 20,000 of others, with 100 MiB more than the process has (SQLite's caches are half of that)."""
    program = f"""
import resource
from vulns.databases import *
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + 100 * 2**20, size + 100 * 2**20))
items = (Advisory(id=f"CVE-2024-{{n}}", feed="f", description="text " * 99,
         affected=(below("linux", f"1.{{n}}-1"), below(f"p{{n}}", "1-1"), below(f"q{{n}}", "1-1"))) for n in range(1000, 11000))
built(Path({str(tmp_path / "a.db")!r}), {{"f": items}})
"""
    subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)}, check=True)

    assert 10_000 == len(open_database(tmp_path / "a.db").rows("debian:12", "linux"))
