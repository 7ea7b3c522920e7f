"""Which OpenPGP key signed: the issuer of a binary signature packet (RFC 9580, 4.2 and 5.2; RFC 4880 for version 3).

Nothing is verified: the key's number only tells packages of one vendor from those of another.
"""

import base64

_SIGNATURE = 2
_ISSUER, _ISSUER_FINGERPRINT = 16, 33


def key_id(packet: bytes) -> str:
    """Sixteen hex digits of the key; empty where the bytes are no signature or do not say."""
    body = _signature_body(packet)
    if body[:1] == b"\x03" and len(body) >= 15:
        return body[7:15].hex()
    if body[:1] not in (b"\x04", b"\x06"):
        return ""
    width, at = (2, 4) if body[0] == 4 else (4, 4)
    for _hashed in (True, False):
        end = at + width + int.from_bytes(body[at : at + width], "big")
        found = _issuer(body[at + width : end])
        if found:
            return found
        at = end
    return ""


def key_id_of_base64(armor: str) -> str:
    """The same of a packet in base64; empty where it is not base64."""
    try:
        return key_id(base64.b64decode(armor))
    except ValueError:
        return ""


def _signature_body(packet: bytes) -> bytes:
    """The body of the first packet, of old or new format; empty where it is not a signature."""
    if len(packet) < 6 or not packet[0] & 0x80:
        return b""
    if packet[0] & 0x40:
        kind = packet[0] & 0x3F
        begin = 2 if packet[1] < 192 else 3 if packet[1] < 224 else 6
    else:
        kind = packet[0] >> 2 & 0x0F
        begin = (2, 3, 5, 1)[packet[0] & 3]
    return packet[begin:] if kind == _SIGNATURE else b""


def _issuer(area: bytes) -> str:
    """The issuer among subpackets (RFC 9580, 5.2.3.7)."""
    at = 0
    while at + 1 < len(area):
        length, at = _subpacket_length(area, at)
        body = area[at + 1 : at + length]
        if length and at < len(area) and area[at] & 0x7F == _ISSUER and len(body) == 8:
            return body.hex()
        if length and at < len(area) and area[at] & 0x7F == _ISSUER_FINGERPRINT and len(body) in (21, 33):
            return (body[-8:] if body[0] == 4 else body[1:9]).hex()
        at += length
    return ""


def _subpacket_length(area: bytes, at: int) -> tuple[int, int]:
    first = area[at]
    if first < 192:
        return first, at + 1
    if first < 255:
        return (first - 192 << 8) + int.from_bytes(area[at + 1 : at + 2], "big") + 192, at + 2
    return int.from_bytes(area[at + 1 : at + 5], "big"), at + 5
