"""conda-meta records give installed packages and their files."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.model.facts import OwnedFilesFact
from mooring.model.reader import LayerFile
from mooring.packages.language.conda import READER

DIGEST = "a" * 64
RECORD = {
    "name": "openssl",
    "version": "1.1.1q",
    "build": "h7f8727e_0",
    "channel": "https://registry.example/t/secret-token/pkgs/main/linux-64",
    "subdir": "linux-64",
    "fn": "openssl-1.1.1q-h7f8727e_0.conda",
    "url": "https://user:secret@registry.example/t/secret-token/pkgs/main/linux-64/openssl.conda",
    "license": "OpenSSL",
    "depends": ["ca-certificates", "libgcc-ng >=7.5.0", "__glibc >=2.17"],
    "files": ["bin/openssl", "lib/libssl.so", "../outside"],
    "paths_data": {
        "paths": [
            {"_path": "bin/openssl", "path_type": "hardlink", "sha256": "b" * 64, "sha256_in_prefix": DIGEST},
            {"_path": "lib/libssl.so", "path_type": "softlink", "sha256": "c" * 64},
        ]
    },
}


def read(record: object, path: str = "opt/conda/conda-meta/openssl.json") -> list:
    return list(READER.read(LayerFile(path=path, content=json.dumps(record).encode())))


def test_a_record_is_an_installed_package_of_its_environment():
    package = read(RECORD)[0]

    assert (package.type, package.name, package.version) == ("conda", "openssl", "1.1.1q")
    assert (package.home, package.key) == ("opt/conda", "conda:opt/conda:openssl")
    assert package.qualifiers == {"build": "h7f8727e_0", "channel": "main", "subdir": "linux-64", "type": "conda"}
    assert package.depends == ("ca-certificates", "libgcc-ng")
    assert package.licenses == ("OpenSSL",)


def test_tokens_and_passwords_of_channels_are_not_kept():
    assert "secret" not in str(read(RECORD))


def test_files_are_owned_with_the_digest_they_have_in_the_environment():
    owned = read(RECORD)[1]

    assert isinstance(owned, OwnedFilesFact)
    assert owned.owner == "conda:opt/conda:openssl"
    assert owned.paths == b"opt/conda/bin/openssl\nopt/conda/lib/libssl.so"
    assert (owned.algorithm, owned.digests) == ("sha256", f"{DIGEST}\n".encode())


def test_a_record_without_a_name_is_an_error():
    with pytest.raises(ReadError, match="no name"):
        read({"version": "1"})


def test_only_records_in_conda_meta_are_claimed():
    assert READER.wants("opt/conda/conda-meta/a-1-0.json")
    assert not READER.wants("opt/conda/pkgs/a-1-0/info/index.json")
