"""CVSS vectors that another scanner tests itself with, and those of real advisories."""

import lzma

import msgspec
import pytest

from mooring.model.scoring.cvss import InvalidVector, cvss_score
from mooring.model.scoring.cvss4 import full_score
from quality.vulndata import IS_THERE, ROOT, member

pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared vulnerability data are not beside the project")
ARCHIVE = "fixtures/claircore-updater-samples.tar.xz"
MORE = {"2.0": ("E", "RL", "RC", "CDP", "TD", "CR", "IR", "AR"), "3": ("E", "RL", "RC", "CR", "IR", "AR", "MAV", "MAC")}


def rows(name):
    """Vector and expected score of each line."""
    for line in member(ARCHIVE, f"cvss/testdata/{name}.list").splitlines():
        fields = line.partition("#")[0].split()
        if len(fields) == 2:
            yield fields[0], float(fields[1])


def has_more_than_base(vector):
    return any(part.partition(":")[0] in (*MORE["2.0"], *MORE["3"]) for part in vector.split("/"))


@pytest.mark.parametrize(("name", "count"), [("v2_score", 3), ("v30_score", 32), ("v31_score", 33)])
def test_base_scores_are_those_of_the_list(name, count):
    cases = [(vector, score) for vector, score in rows(name) if not has_more_than_base(vector)]

    assert len(cases) == count
    assert [(vector, cvss_score(vector).score) for vector, _ in cases] == cases


def test_full_scores_of_version_4_are_those_of_the_list():
    cases = list(rows("v4_score"))

    assert len(cases) == 40
    assert [
        (vector, full_score(dict(part.split(":") for part in vector.split("/")[1:]))) for vector, _ in cases
    ] == cases


@pytest.mark.parametrize("name", ["v2_roundtrip", "v3_roundtrip", "v4_roundtrip"])
def test_vectors_of_every_form_are_read(name):
    lines = [line.partition("#")[0].strip() for line in member(ARCHIVE, f"cvss/testdata/{name}.list").splitlines()]

    assert [line for line in lines if line and cvss_score(line) is None] == []


def test_vectors_of_real_advisories_are_read_and_fit_the_word_beside_them():
    """GitHub derives the word from the highest score, or from a person's judgement: nearly always one of the vectors says the same."""
    agree = total = 0
    with lzma.open(ROOT / "ghsa" / "ghsa-npm.jsonl.xz") as file:
        lines = file.readlines()
    for line in lines:
        record = msgspec.json.decode(line)
        vectors = [one["score"] for one in record.get("severity", ()) if one["type"].startswith("CVSS")]
        if not vectors:
            continue
        total += 1
        agree += word_of(record) in {word(cvss_score(vector).score) for vector in vectors}

    assert total == 3040
    assert agree / total > 0.9


def word_of(record):
    return record["database_specific"]["severity"]


def word(score):
    return "LOW" if score < 4 else "MODERATE" if score < 7 else "HIGH" if score < 9 else "CRITICAL"


@pytest.mark.parametrize("name", ["v2_error", "v3_error"])
def test_what_the_list_calls_wrong_is_refused_where_a_score_would_differ(name):
    """A prefix for version 2, groups that are not whole and metrics in another order change no base score, and are let through."""
    tolerated = ("CVSS:2.0/", "AV:A/AC:L/Au:N/C:C/I:C/A:C/", "AV:A/AC:L/Au:N/A:C")
    for line in member(ARCHIVE, f"cvss/testdata/{name}.list").splitlines():
        vector = line.partition("#")[0].strip()
        if not vector or "#OK" in line or vector.startswith(tolerated):
            continue
        with pytest.raises(InvalidVector):
            cvss_score(vector)
