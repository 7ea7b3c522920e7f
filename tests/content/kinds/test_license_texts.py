"""Licence texts of the files that hold them, with the packages they belong to."""

import pytest

from content.gathering import gather
from content.licensing.texts import BSD_3, MIT, ZLIB
from images.build import layer
from mooring.content.kinds.license_texts import KIND, is_license_file
from mooring.content.options import ContentOptions
from mooring.model.evidence.content import Need

OPTIONS = ContentOptions(license_texts=True)


def rows(*layers, **given) -> list[tuple[str, str]]:
    return [(one.path, one.license) for one in gather(KIND, OPTIONS, *layers, **given).content.license_texts]


def test_the_texts_of_a_file_are_told_with_confidence_and_layer():
    one = layer({"app/LICENSE": MIT.encode()})

    gathered = gather(KIND, OPTIONS, one)

    (found,) = gathered.content.license_texts
    assert (found.path, found.license, found.layer, found.package) == ("/app/LICENSE", "MIT", one.diff_id, "")
    assert found.confidence > 0.95
    assert gathered.content.has(Need.LICENSE_TEXTS)


def test_only_files_that_the_image_shows_count():
    base = layer({"a/LICENSE": MIT.encode(), "b/LICENSE": MIT.encode(), "c/LICENSE": MIT.encode()})

    assert rows(base, layer({"a/LICENSE": ZLIB.encode()}, whiteouts=("b/LICENSE",))) == [
        ("/a/LICENSE", "Zlib"), ("/c/LICENSE", "MIT"),
    ]  # fmt: skip


def test_the_package_is_the_one_of_the_dist_info_folder():
    folder = "usr/lib/python3/dist-packages/tool-1.0.dist-info"
    files = {
        f"{folder}/METADATA": b"Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n",
        f"{folder}/licenses/LICENSE.txt": MIT.encode(),
    }

    gathered = gather(KIND, OPTIONS, layer(files), with_packages=True)

    (found,) = gathered.content.license_texts
    assert len(found.package) == 16


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("LICENSE", True),
        ("a/LICENCE.md", True),
        ("a/COPYING.LESSER", True),
        ("a/NOTICE", True),
        ("a/UNLICENSE", True),
        ("a/License-MIT", True),
        ("a/MIT-LICENSE", True),
        ("a/mit.license", True),
        ("usr/share/licenses/bash/text", True),
        ("x.dist-info/licenses/vendor/thing.txt", True),
        ("usr/share/doc/bash/copyright", True),
        ("a/licenses/Apache-2.0.txt", True),
        ("a/license.py", False),
        ("a/licenses.json", False),
        ("a/licensed_users.csv", True),
        ("usr/bin/tool", False),
        ("a/notices/x", False),
        ("var/lib/dpkg/info/license-check.list", False),
    ],
)
def test_files_are_told_by_their_names_and_folders(path, is_one):
    assert is_license_file(path.encode(), b"MIT ", 1000) is is_one


def test_binary_junk_of_the_name_holds_nothing():
    assert rows(layer({"LICENSE": b"\0" * 1000, "COPYING": bytes(range(1, 256)) * 40})) == []


def test_of_a_long_file_the_first_part_is_looked_at_and_that_is_said():
    content = BSD_3 + "a line of a licence\n" * 60_000 + MIT

    gathered = gather(KIND, OPTIONS, layer({"NOTICE": content.encode()}))

    assert [one.license for one in gathered.content.license_texts] == ["BSD-3-Clause"]
    assert "licences were looked for in the first 1048576" in gathered.problems[0]


def test_the_same_text_in_many_files_is_told_of_each():
    assert len(rows(layer({f"p{number}/LICENSE": MIT.encode() for number in range(20)}))) == 20
