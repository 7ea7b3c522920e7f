"""Credentials in settings are not shown by accident."""

from mooring.base.config import NO_SECRET, RegistryConfig, ScanConfig, SecretText
from mooring.base.limits import Limits


def test_a_secret_is_not_shown():
    secret = SecretText("s3cret")

    shown = f"{secret} {secret!r} {RegistryConfig(password=secret)!r} {[secret]}"

    assert "s3cret" not in shown
    assert secret.reveal() == "s3cret"


def test_an_empty_secret_is_false_and_equal_ones_are_equal():
    assert not NO_SECRET
    assert SecretText("a") == SecretText("a")
    assert len({SecretText("a"), SecretText("a"), SecretText("b")}) == 2


def test_the_limits_are_settings_of_the_scan():
    config = ScanConfig(max_layers=3)

    assert isinstance(config, Limits)
    assert config.max_layers == 3
