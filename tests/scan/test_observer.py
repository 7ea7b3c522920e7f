"""What those hear who want to know how a scan is going."""

import io

import pytest

from images.build import image, layer
from mooring.base.errors import DamagedImage
from mooring.cli.progress import Progress, size_text
from mooring.scan.cache import LayerCache
from mooring.scan.observer import SILENT, Observer
from mooring.scan.options import ScanOptions
from scan.worlds import NAMES, scan_image, use_readers

LAYERS = (layer({"packages": b"one 1\n"}), layer({"x": b"1"}))


class Heard(Observer):
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.words: list[tuple] = []

    def started(self, layers, stored_bytes):
        self.words.append(("started", layers, stored_bytes))

    def read(self, layer_index, stored_bytes):
        self.words.append(("read", layer_index, stored_bytes))

    def layer_done(self, layer_index, *, was_cached):
        self.words.append(("done", layer_index, was_cached))

    def finished(self):
        self.words.append(("finished",))


@pytest.fixture(autouse=True)
def own_readers(monkeypatch):
    use_readers(monkeypatch, NAMES)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_observer_hears_every_byte_and_layer_once(jobs, tmp_path):
    heard = Heard()

    scan_image(image(*LAYERS), tmp_path, options=ScanOptions(jobs=jobs), observer=heard)

    sizes = [len(one.stored) for one in LAYERS]
    assert heard.words[0] == ("started", 2, sum(sizes))
    assert heard.words[-1] == ("finished",)
    assert sorted(word for word in heard.words if word[0] == "read") == [("read", 0, sizes[0]), ("read", 1, sizes[1])]
    assert sorted(word for word in heard.words if word[0] == "done") == [("done", 0, False), ("done", 1, False)]


def test_an_observer_hears_which_layers_were_known(tmp_path):
    cache = LayerCache(tmp_path / "cache", "f", 1 << 30)
    scan_image(image(LAYERS[0]), tmp_path, cache=cache)
    (tmp_path / "second").mkdir()
    heard = Heard()

    scan_image(image(*LAYERS), tmp_path / "second", cache=cache, observer=heard)

    assert ("done", 0, True) in heard.words
    assert ("done", 1, False) in heard.words


def test_an_observer_hears_the_end_of_a_scan_that_failed(tmp_path):
    heard = Heard()
    config = {"rootfs": {"type": "layers", "diff_ids": [LAYERS[0].diff_id, LAYERS[0].diff_id]}}

    with pytest.raises(DamagedImage):
        scan_image(image(*LAYERS, config=config), tmp_path, observer=heard)

    assert heard.words[-1] == ("finished",)


def test_who_hears_nothing_says_nothing():
    SILENT.started(1, 1)
    SILENT.read(0, 1)
    SILENT.layer_done(0, was_cached=False)
    SILENT.finished()


def test_progress_is_drawn_on_one_line_and_taken_away(monkeypatch):
    moments = iter(range(100))
    monkeypatch.setattr("mooring.cli.progress.monotonic_seconds", lambda: float(next(moments)))
    terminal = io.StringIO()
    progress = Progress(terminal)

    progress.started(2, 4 << 20)
    progress.read(0, 1 << 20)
    drawn = terminal.getvalue()
    progress.finished()

    assert " 25%  layer 0 of 2  1.0 MiB of 4.0 MiB" in drawn
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (412 << 20, "412 MiB"), (3 << 30, "3.0 GiB")]
)
def test_a_size_is_written_for_people(size, text):
    assert size_text(size) == text
