"""Layers are called by their numbers."""

import pytest

from mooring.model.evidence.content import Surface
from mooring.reports.sections.layers import Layers
from reports.samples import APP, BASE
from reports.worlds import MATCHED


@pytest.mark.parametrize(
    ("surface", "layer", "hidden_by", "words"),
    [
        (Surface.PRESENT, APP, "", "present, layer 1"),
        (Surface.PRESENT, "", "", "present"),
        (Surface.SHADOWED, BASE, APP, "in layer 0, replaced by layer 1"),
        (Surface.DELETED, BASE, APP, "in layer 0, deleted by layer 1"),
        (Surface.DELETED, "", "", "in a lower layer, deleted by a later one"),
        (Surface.PRESENT, "sha256:" + "9" * 64, "", "present, layer 999999999999"),
        (Surface.CONFIG, "", "", "image config"),
    ],
)
def test_a_surface_says_which_layer_has_it_and_which_hides_it(surface, layer, hidden_by, words):
    assert Layers(MATCHED).surface(surface, layer, hidden_by) == words
