"""What tokens say of themselves."""

import base64
import json
import zlib

import pytest

from mooring.content.secrets.matching.checksums import is_valid

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE36 = BASE62[:10] + BASE62[36:]


def digits(number: int, alphabet: str, count: int) -> str:
    """The number in that alphabet."""
    out = ""
    for _ in range(count):
        out = alphabet[number % len(alphabet)] + out
        number //= len(alphabet)
    return out


def web_token(claims: object) -> bytes:
    """A JSON web token without a real signature."""
    parts = (json.dumps({"alg": "none"}), json.dumps(claims), "signature")
    return b".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=") for part in parts)


def test_a_github_token_carries_its_checksum():
    random = "aB3" * 10
    good = f"ghp_{random}{digits(zlib.crc32(random.encode()), BASE62, 6)}"

    assert is_valid("github-crc32", good.encode()) is True
    assert is_valid("github-crc32", f"ghp_{random}000000".encode()) is False


def test_a_routable_gitlab_token_carries_its_checksum():
    head = "glpat-" + "aB3_-" * 6 + ".01."  # payload, version and length
    head += "1a"
    good = head + digits(zlib.crc32(head.encode()), BASE36, 7)

    assert is_valid("gitlab-crc32", good.encode()) is True
    assert is_valid("gitlab-crc32", (good[:-1] + ("0" if good[-1] != "0" else "1")).encode()) is False


def test_a_web_token_is_over_after_its_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    assert is_valid("jwt-expiry", web_token({"exp": 1_600_000_000})) is False
    assert is_valid("jwt-expiry", web_token({"exp": 1_800_000_000})) is None


@pytest.mark.parametrize(
    ("checksum", "secret"),
    [
        ("github-crc32", b"github_pat_x"),
        ("github-crc32", b"ghp_short"),
        ("gitlab-crc32", b"glpat-" + b"x" * 20),
        ("jwt-expiry", b"a.b"),
        ("jwt-expiry", b"a.%%%.c"),
        ("jwt-expiry", web_token([])),
        ("jwt-expiry", web_token({"exp": 1e300})),
        ("jwt-expiry", web_token({"exp": "soon"})),
        ("jwt-expiry", b"." + b"W" * 20_000 + b"."),
        ("github-crc32", b"ghp_\xff"),
        ("nobody-knows", b"x"),
    ],
)
def test_a_check_does_not_apply_to_secrets_of_another_form(checksum, secret):
    assert is_valid(checksum, secret) is None
