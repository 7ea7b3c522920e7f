"""Extensions of Chrome are named by their ids."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.web.chrome_extension import READER
from packages.lock_files import read

ID = "abcdefghijklmnop" * 2
PATH = f"root/.config/google-chrome/Default/Extensions/{ID}/1.2.3_0/manifest.json"


def test_a_title_is_a_property_and_a_message_is_none():
    (named,) = read(READER, PATH, '{"manifest_version": 3, "name": "Brush", "version": "1.2.3"}')
    (message,) = read(READER, PATH, '{"manifest_version": 3, "name": "__MSG_name__", "version": "1.2.3"}')

    assert READER.wants(PATH)
    assert (named.type, named.name, named.version, named.properties) == ("generic", ID, "1.2.3", {"title": "Brush"})
    assert (message.name, message.properties) == (ID, {})


def test_another_manifest_is_refused_and_not_claimed():
    assert not READER.wants("app/manifest.json")
    with pytest.raises(ReadError, match="not the manifest of an extension"):
        read(READER, PATH, "{}")
