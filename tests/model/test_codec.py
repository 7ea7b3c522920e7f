"""Reports survive the way to JSON and back, and damaged ones raise nothing but ReadError."""

from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.codec import array_pieces, encode, from_json, printable, to_json
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.package import Package
from mooring.model.report import ScanReport

REPORT = ScanReport(
    image=ImageDescription(name="a"),
    inventory=Inventory(packages=(Package(id="1", type="npm", name="a", version="1", purl="pkg:npm/a@1"),)),
)


def test_a_report_is_read_back_as_it_was():
    assert from_json(b"".join(to_json(REPORT))) == REPORT


def test_a_list_of_any_length_is_an_array():
    assert [b"".join(array_pieces([b"1"] * count)) for count in (0, 1, 3)] == [b"[]", b"[1]", b"[1,1,1]"]
    assert len(list(array_pieces([b"1" * 300_000] * 3))) == 4


@given(st.binary(max_size=30))
def test_bytes_of_any_path_can_be_written(path):
    text = path.decode("utf-8", "surrogateescape")

    assert encode({text: (text,)})
    assert printable(text).encode() is not None


def test_half_of_a_surrogate_pair_can_be_written():
    assert printable("a\ud800\udcff") == "a\\ud800\\udcff"


@given(st.integers(0, 400), st.integers(0, 400), st.binary(max_size=8))
def test_a_damaged_report_raises_nothing_but_read_errors(start, end, junk):
    content = b"".join(to_json(REPORT))
    try:
        from_json(content[:start] + junk + content[end:])
    except ReadError:
        return
