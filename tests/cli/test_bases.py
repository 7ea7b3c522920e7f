"""A base is known by its layers, which are not read for it."""

import pytest

from images.build import image, layer
from mooring.base.errors import UsageError
from mooring.cli.bases import given_base
from mooring.image.sources.source import SourceOptions


def test_a_base_is_known_by_the_layers_of_the_image(tmp_path):
    built = image(layer({"a": b"1"}), layer({"b": b"2"}))
    built.oci_layout(tmp_path / "layout")

    base = given_base(f"oci-dir:{tmp_path / 'layout'}", SourceOptions())

    assert 2 == len(base.diff_ids)
    assert base.digest.startswith("sha256:")


def test_a_file_that_is_no_report_is_refused(tmp_path):
    (tmp_path / "base.json").write_text("{}")

    with pytest.raises(UsageError, match="is not a report of Mooring"):
        given_base(str(tmp_path / "base.json"), SourceOptions())


def test_a_folder_has_no_layers_to_compare(tmp_path):
    with pytest.raises(UsageError, match="does not tell its layers"):
        given_base(f"dir:{tmp_path}", SourceOptions())
