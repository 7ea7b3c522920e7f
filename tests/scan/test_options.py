"""The options of a scan."""

import pytest

from images.build import image, layer
from mooring.base.limits import Limits
from mooring.cli.settings import FLAGS
from mooring.scan.cache import LayerCache
from mooring.scan.options import ScanOptions
from scan.worlds import NAMES, scan_image, use_readers

OTHERS = {
    "limits": Limits(max_facts_per_file=1),
    "with_file_digests": True,
    "with_manifests": True,
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_changes_a_record_never_takes_one_made_otherwise(name, tmp_path, monkeypatch):
    use_readers(monkeypatch, NAMES)
    built = image(layer({"packages": b"one 1\ntwo 2\n"}), layer({"x": b"1"}))
    scan_image(built, tmp_path, cache=LayerCache(tmp_path / "cache", "f", 1 << 30))

    _, timing = scan_image(
        built, tmp_path, options=ScanOptions(**{name: OTHERS[name]}), cache=LayerCache(tmp_path / "cache", "f", 1 << 30)
    )

    assert (timing.layers_read, timing.layers_cached) == (2, 0)


@pytest.mark.parametrize(
    "options", [ScanOptions(jobs=1), ScanOptions(jobs=2), ScanOptions(with_files=True)], ids=["one", "two", "files"]
)
def test_what_changes_no_record_takes_those_that_are_there(options, tmp_path, monkeypatch):
    use_readers(monkeypatch, NAMES)
    built = image(layer({"packages": b"one 1\n"}), layer({"x": b"1"}))
    scan_image(built, tmp_path, cache=LayerCache(tmp_path / "cache", "f", 1 << 30))

    _, timing = scan_image(built, tmp_path, options=options, cache=LayerCache(tmp_path / "cache", "f", 1 << 30))

    assert (timing.layers_read, timing.layers_cached) == (0, 2)


def test_the_flags_of_a_scan_name_settings_that_exist():
    from mooring.base.settings import SECTIONS

    assert all(
        key in SECTIONS[section].__struct_fields__ for section, key in (name.split(".") for name in FLAGS.values())
    )
