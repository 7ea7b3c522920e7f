"""CVSS scores: the specifications' own examples, and vectors that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.model.scoring.cvss import (
    MAX_VECTOR_CHARACTERS,
    InvalidVector,
    cvss_score,
    rating_of,
    severity_of_score,
    subscores,
)
from mooring.model.scoring.cvss4 import METRICS, full_score
from mooring.model.severity import Severity

SCORES = """
AV:N/AC:L/Au:N/C:N/I:N/A:C                                              7.8
AV:N/AC:L/Au:N/C:C/I:C/A:C                                              10.0
AV:L/AC:H/Au:N/C:C/I:C/A:C                                              6.2
AV:N/AC:L/Au:N/C:N/I:N/A:N                                              0.0
(AV:N/AC:M/Au:N/C:P/I:P/A:P)                                            6.8
CVSS:2.0/AV:N/AC:M/Au:N/C:P/I:P/A:P/E:F/RL:OF/RC:C                      6.8
CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N                            6.1
CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N                            6.4
CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N                            3.1
CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H                            9.9
CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N                            7.5
CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H                            7.2
CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H                            7.8
CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H                            6.8
CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H                            9.3
CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H                            10.0
CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N                            0.0
CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U              9.8
CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N         7.3
CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N         7.7
CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N         8.3
CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N         8.7
CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H         10.0
CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N         0.0
CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U     7.7
"""


@pytest.mark.parametrize("row", SCORES.strip().splitlines())
def test_a_vector_has_the_score_of_its_base_metrics(row):
    vector, score = row.split()

    assert cvss_score(vector).score == float(score)


@pytest.mark.parametrize(
    ("more", "score"),
    [("/E:U", 5.2), ("/E:A", 7.7), ("", 7.7)],
)
def test_threat_metrics_lower_a_full_score_of_version_4(more, score):
    vector = "AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N" + more

    assert full_score(dict(part.split(":") for part in vector.split("/"))) == score


@pytest.mark.parametrize(
    "vector",
    [
        "", "high", "7.5", "CVSS:3.1", "CVSS:3.1/", "CVSS:9.9/AV:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ZZ:Y", "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "AV:N/AC:L/Au:N/C:P/I:P", "CVSS:3.1/" + "AV:N/" * 10_000, "CVSS:4.0///////",
    ],
)  # fmt: skip
def test_what_is_no_vector_is_refused(vector):
    with pytest.raises(InvalidVector):
        cvss_score(vector)


@given(st.fixed_dictionaries({name: st.sampled_from(METRICS[name]) for name in METRICS}))
def test_every_vector_of_version_4_has_a_score_within_bounds(metrics):
    score = full_score(metrics)

    assert 0 <= score <= 10
    assert score == round(score, 1)


@given(
    st.fixed_dictionaries({name: st.sampled_from(METRICS[name]) for name in list(METRICS)[:11]}),
    st.sampled_from(["VC", "VI", "VA"]),
)
def test_a_lesser_impact_never_raises_a_score_of_version_4(metrics, name):
    lesser = {"H": "L", "L": "N", "N": "N"}[metrics[name]]

    assert full_score({**metrics, name: lesser}) <= full_score(metrics)


@pytest.mark.parametrize(
    ("score", "version", "severity"),
    [
        (0.0, "3.1", Severity.NEGLIGIBLE),
        (0.1, "3.1", Severity.LOW),
        (3.9, "4.0", Severity.LOW),
        (4.0, "3.1", Severity.MEDIUM),
        (6.9, "2.0", Severity.MEDIUM),
        (7.0, "3.0", Severity.HIGH),
        (8.9, "4.0", Severity.HIGH),
        (9.0, "3.1", Severity.CRITICAL),
        (10.0, "2.0", Severity.HIGH),
    ],
)
def test_scores_have_the_words_of_their_version(score, version, severity):
    assert severity_of_score(score, version) is severity


def test_a_rating_keeps_a_vector_that_cannot_be_read():
    rating = rating_of("x", "CVSS:3.1/" + "A" * 1_000)

    assert (rating.severity, rating.score, len(rating.vector)) == (Severity.UNKNOWN, None, MAX_VECTOR_CHARACTERS)


def test_a_rating_has_version_score_and_word():
    rating = rating_of("x", " CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ")

    assert (rating.cvss_version, rating.score, rating.severity) == ("3.1", 9.8, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("vector", "parts"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", (3.9, 5.9)),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", (3.9, 5.9)),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", (3.9, 6.0)),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", (2.2, 3.6)),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", (1.8, 5.9)),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", (2.3, 2.7)),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N", (3.9, 0.0)),
    ],
)
def test_the_parts_of_a_score_are_those_that_nvd_shows(vector, parts):
    assert parts == subscores(vector)


@pytest.mark.parametrize(
    "text", ["", "AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:3.1/AV:N", "CVSS:3.1/" + "A" * 500, "CVSS:4.0/AV:N"]
)
def test_a_text_that_is_no_vector_of_version_3_has_no_parts(text):
    assert subscores(text) is None
