"""Limits are positive, and each is a setting."""

import pytest

from mooring.base.config import ScanConfig
from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.base.settings import load_config


@pytest.mark.parametrize("name", Limits.__struct_fields__)
def test_every_limit_is_a_setting_of_the_scan(name, tmp_path):
    default = getattr(DEFAULT_LIMITS, name)

    config = load_config({f"MOORING_SCAN_{name.upper()}": "12"}, folder=tmp_path)

    assert default > 0
    assert getattr(ScanConfig(), name) == default
    assert getattr(config.scan, name) == 12


def test_deflate_at_its_best_passes():
    """DEFLATE gives at most 1,032 bytes for one: an honest layer of zeros must not be taken for a bomb."""
    assert DEFAULT_LIMITS.max_ratio > 1_032
