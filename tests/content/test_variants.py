"""Keys follow settings."""

from mooring.content.variants import settings_key


def test_equal_settings_have_equal_keys_and_others_do_not():
    assert settings_key(("a",), 1) == settings_key(("a",), 1)
    assert len({settings_key(("a",), 1), settings_key(("a", "1")), settings_key(("a\udcff",), 1), settings_key()}) == 4
