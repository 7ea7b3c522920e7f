"""direct_url.json tells where a project came from."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.python.direct_url import READER


def notes(content: bytes) -> dict[str, str]:
    facts = list(READER.read(LayerFile(path="site/a-1.dist-info/direct_url.json", content=content)))
    assert {fact.owner for fact in facts} <= {"python:site/a-1.dist-info"}
    return {fact.name: fact.value for fact in facts}


def test_a_repository_is_noted_with_its_commit_and_without_credentials():
    found = notes(
        b'{"url": "https://user:secret@git.example/a.git", "subdirectory": "py",'
        b' "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "abc"}}'
    )

    assert found == {
        "origin_url": "https://git.example/a.git",
        "subdirectory": "py",
        "vcs": "git",
        "vcs_commit": "abc",
        "vcs_revision": "main",
    }


def test_an_editable_folder_is_noted():
    assert notes(b'{"url": "file:///src/a", "dir_info": {"editable": true}}')["editable"] == "true"


@pytest.mark.parametrize("info", ['{"hash": "sha256=00ff"}', '{"hashes": {"sha256": "00ff"}}'])
def test_the_digest_of_an_archive_is_noted(info):
    document = f'{{"url": "https://files.example/a.zip", "archive_info": {info}}}'

    assert notes(document.encode())["archive_sha256"] == "00ff"


def test_what_is_no_object_is_an_error():
    with pytest.raises(ReadError):
        notes(b"[]")
