"""extensions.json."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.javascript.vscode_extensions import READER
from packages.javascript.reading import read
from packages.javascript.samples import EXTENSIONS

PATH = "root/.vscode-server/extensions/extensions.json"


def test_an_extension_has_publisher_name_version_and_platform():
    (package,) = read(READER, PATH, EXTENSIONS)

    assert (package.type, package.namespace, package.name, package.version) == (
        "vscode-extension",
        "acme",
        "paint",
        "1.2.3",
    )
    assert package.qualifiers == {"platform": "linux-x64"}
    assert package.properties == {"vendor": "Acme"}


def test_recommendations_are_another_format():
    assert not READER.wants("app/.vscode/extensions.json")


def test_one_damaged_record_is_told_and_hides_nothing():
    content = b'[{"version": "1"}, {"identifier": {"id": "a.b"}, "version": "2"}]'

    with pytest.raises(ReadError, match="1 extensions have no identifier or version"):
        read(READER, PATH, content)
