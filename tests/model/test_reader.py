"""The contract of readers: paths, text, claims."""

import pytest

from mooring.model.reader import Claim, LayerFile, Reader


@pytest.mark.parametrize(
    ("path", "name", "folder"), [("a/b/c", "c", "a/b"), ("c", "c", ""), ("a/", "", "a"), ("", "", "")]
)
def test_a_file_knows_its_name_and_folder(path, name, folder):
    file = LayerFile(path=path, content=b"")

    assert (file.name, file.folder) == (name, folder)


@pytest.mark.parametrize(
    ("content", "text"), [(b"\xef\xbb\xbfa", "a"), (b"a\xffb", "a\ufffdb"), ("ü".encode(), "ü"), (b"", "")]
)
def test_text_is_utf8_without_mark_and_damage_replaced(content, text):
    assert LayerFile(path="x", content=content).text() == text


def wants(path: str, **claim) -> bool:
    return Reader(name="x", version=1, claim=Claim(**claim), read=lambda file: iter(())).wants(path)


@pytest.mark.parametrize(
    ("claim", "accepted", "refused"),
    [
        ({"names": ("METADATA",)}, ("METADATA", "a/METADATA"), ("metadata", "METADATA/x", "xMETADATA")),
        ({"suffixes": (".jar", ".tar.gz")}, ("a.jar", "b/A.JAR", ".jar", "x.tar.gz"), ("jar", "a.jar/x", "x.gz")),
        ({"folders": ("var/lib",)}, ("var/lib/x",), ("var/lib", "var/lib/x/y", "x/var/lib/y")),
        ({"paths": ("etc/os-release",)}, ("etc/os-release",), ("x/etc/os-release", "os-release")),
        ({"names": ("a",), "pattern": "^x/"}, ("x/a",), ("a", "y/x/a")),
        ({"magics": (b"MZ",)}, (), ("a", "")),
        ({}, (), ("a", "")),
    ],
    ids=["names", "suffixes", "folders", "paths", "pattern", "magics", "nothing"],
)
def test_a_claim_wants_its_paths_and_no_others(claim, accepted, refused):
    assert [wants(path, **claim) for path in (*accepted, *refused)] == [True] * len(accepted) + [False] * len(refused)
