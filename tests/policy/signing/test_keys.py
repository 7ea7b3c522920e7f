"""Public keys of rules."""

import sys

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, rsa

from mooring.policy.gate import RuleError
from mooring.policy.signing.keys import keys_of, pem_blocks
from signing import cosign


def test_a_text_may_hold_several_keys_among_other_words():
    one, two = cosign.new_key(), cosign.new_key("ed25519")
    text = f"our key:\n{cosign.pem(one)}\nand\n{cosign.pem(two)}"

    assert [cosign.pem(one).strip(), cosign.pem(two).strip()] == list(pem_blocks(text))
    assert 2 == len({key.fingerprint for key in keys_of(text)})


def test_the_fingerprint_is_that_of_the_key_whatever_lines_it_is_written_in():
    text = cosign.pem(cosign.new_key())

    assert keys_of(text)[0].fingerprint == keys_of(text.replace("\n", "\r\n"))[0].fingerprint


@pytest.mark.parametrize("kind", ["ecdsa", "ed25519", "rsa"])
def test_only_the_message_that_was_signed_verifies(kind):
    key = cosign.new_key(kind)
    [public] = keys_of(cosign.pem(key))
    signature = cosign.signed(key, b"message")

    given = [(signature, b"message"), (signature, b"massage"), (signature[:-1], b"message"), (b"", b"message")]
    assert [True, False, False, False] == [public.verifies(*one) for one in given]


def test_ed25519_verifies_no_digests():
    key = cosign.new_key("ed25519")

    assert not keys_of(cosign.pem(key))[0].verifies_digest(cosign.signed(key, b"m"), b"m" * 32)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no PEM of a public key"),
        (cosign.pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), "an RSA key has 1024 bits"),
        (cosign.pem(dsa.generate_private_key(2048)), "is not known; ECDSA, Ed25519 and RSA are"),
    ],
)
def test_a_key_that_must_not_be_relied_on_is_refused(text, said):
    with pytest.raises(RuleError, match=said):
        keys_of(text)


def test_private_keys_and_certificates_are_no_public_keys():
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    assert () == pem_blocks(cosign.new_key().private_bytes(*form).decode())


def test_without_the_library_nothing_passes(monkeypatch):
    text = cosign.pem(cosign.new_key())
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)

    with pytest.raises(RuleError, match=r"install mooring\[sign\]"):
        keys_of(text)
