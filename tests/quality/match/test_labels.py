"""Real packages and real advisories: what was found once is found, what was not true is not told. Reads ../shared/vulndata."""

import pytest

from quality.match.labelled import ROOT, evaluate, labels, shortfalls

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the shared data is not here")


def test_precision_and_recall_are_as_recorded():
    _, found = evaluate()

    assert [] == shortfalls(found)


def test_every_label_has_its_reason_and_none_is_there_twice():
    found = labels()

    assert [] == [label for label in found if not label.reason]
    keys = [
        (label.vulnerability, label.package.id, label.package.properties, label.distro, label.owner) for label in found
    ]
    assert [] == [key for position, key in enumerate(keys) if key in keys[:position]]
    assert len(found) > 400
    assert sum(label.expected for label in found) > 200
