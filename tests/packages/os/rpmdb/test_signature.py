"""The key that signed, from the packets that gpg writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.packages.os.rpmdb.signature import key_id

KEY = bytes.fromhex("199e2f91fd431d51")
VERSION_3 = b"\x03\x05\x00" + b"time" + KEY + b"\x01\x08" + bytes(20)
ISSUER = b"\x09\x10" + KEY
FINGERPRINT = b"\x16\x21\x04" + bytes(12) + KEY
TIME = b"\x05\x02time"


def version_4(hashed, unhashed):
    return (
        b"\x04\x00\x01\x08"
        + len(hashed).to_bytes(2, "big")
        + hashed
        + len(unhashed).to_bytes(2, "big")
        + unhashed
        + bytes(20)
    )


@pytest.mark.parametrize(
    "body", [VERSION_3, version_4(TIME, ISSUER), version_4(FINGERPRINT + TIME, b""), version_4(TIME + ISSUER, b"")]
)
@pytest.mark.parametrize("front", [b"\x88\x30", b"\x89\x00\x30", b"\xc2\x30", b"\xc2\xc0\x30"])
def test_the_issuer_is_found_in_packets_of_either_format(body, front):
    assert key_id(front + body) == KEY.hex()


@pytest.mark.parametrize(
    "packet", [b"", b"\x89", b"text", b"\x99\x00\x30" + VERSION_3, b"\x88\x30" + version_4(TIME, b"")]
)
def test_what_names_no_issuer_has_no_key(packet):
    assert key_id(packet) == ""


@given(st.binary(max_size=80))
def test_arbitrary_bytes_raise_nothing(noise):
    assert key_id(b"\x88\x30\x04\x00\x01\x08" + noise) is not None
