"""Kegs and casks of Homebrew."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.facts import LicenseFact, NoteFact
from mooring.model.reader import LayerFile
from mooring.packages.os.homebrew import READER

KEG = "home/linuxbrew/.linuxbrew/Cellar/wget/1.21.4_1"
RECEIPT = b"""{"installed_on_request": true, "poured_from_bottle": true, "time": 1700000000, "arch": "x86_64",
  "source": {"tap": "homebrew/core", "spec": "stable", "versions": {"stable": "1.21.4"}},
  "runtime_dependencies": [{"full_name": "openssl@3", "version": "3.1"}, {"full_name": "some/tap/libidn2"}, 5, {}]}"""
FORMULA = b"""class Wget < Formula
  desc "Internet file retriever"
  homepage "https://wget.example/"
  url "https://wget.example/wget-1.21.4.tar.gz"
  sha256 "aa"
  license "GPL-3.0-or-later"
  resource "other" do
    url "https://other.example/"
  end
end
"""
CASK = "opt/homebrew/Caskroom/editor/.metadata/1.2,34/20240101000000.000/Casks/editor"


def facts(path, content):
    return list(READER.read(LayerFile(path=path, content=content)))


def license_of(statement):
    return next(fact.licenses for fact in facts(f"{KEG}/.brew/wget.rb", statement) if isinstance(fact, LicenseFact))


def test_a_receipt_names_the_package_of_its_keg():
    (fact,) = facts(f"{KEG}/INSTALL_RECEIPT.json", RECEIPT)

    assert (fact.type, fact.name, fact.version, fact.architecture) == ("brew", "wget", "1.21.4_1", "x86_64")
    assert fact.key == f"brew:{KEG}"
    assert (fact.home, fact.depends) == ("home/linuxbrew/.linuxbrew/Cellar", ("openssl@3", "libidn2"))
    assert fact.properties == {
        "tap": "homebrew/core",
        "spec": "stable",
        "installed_on_request": "true",
        "poured_from_bottle": "true",
        "install_time": "1700000000",
    }


def test_a_damaged_receipt_still_names_its_keg():
    found = []

    with pytest.raises(ReadError):
        found.extend(READER.read(LayerFile(path=f"{KEG}/INSTALL_RECEIPT.json", content=b"{")))

    assert [(fact.name, fact.version) for fact in found] == [("wget", "1.21.4_1")]


def test_a_formula_adds_licence_and_source_to_its_keg():
    found = facts(f"{KEG}/.brew/wget.rb", FORMULA)

    owner = f"brew:{KEG}"
    assert found == [
        LicenseFact(owner=owner, licenses=("GPL-3.0-or-later",)),
        NoteFact(owner=owner, name="summary", value="Internet file retriever"),
        NoteFact(owner=owner, name="homepage", value="https://wget.example/"),
        NoteFact(owner=owner, name="source_url", value="https://wget.example/wget-1.21.4.tar.gz"),
        NoteFact(owner=owner, name="source_sha256", value="aa"),
    ]


@pytest.mark.parametrize(
    ("statement", "licenses"),
    [
        (b'license any_of: ["MIT", "Apache-2.0"]', ("MIT OR Apache-2.0",)),
        (b'license all_of: [\n  "MIT",\n  "Zlib",\n]\nurl "x"', ("MIT AND Zlib",)),
        (
            b'license "GPL-2.0-only" => { with: "Classpath-exception-2.0" }',
            ("GPL-2.0-only WITH Classpath-exception-2.0",),
        ),
        (b'license all_of: ["MIT", any_of: ["BSL-1.0", "Zlib"]]', ("MIT", "BSL-1.0", "Zlib")),
        (b"license :public_domain", ("public_domain",)),
    ],
)
def test_licences_are_written_in_spdx(statement, licenses):
    assert license_of(statement) == licenses


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".rb", b'cask "editor" do\n  version "1.2,34"\n  url "https://e.example/#{version}"\n  desc "Edits"\nend'),
        (".json", b'{"token": "editor", "url": "https://e.example/#{version}", "desc": "Edits"}'),
    ],
)
def test_a_cask_is_named_by_its_folder(suffix, content):
    (fact,) = facts(CASK + suffix, content)

    assert (fact.name, fact.version) == ("editor", "1.2,34")
    assert fact.properties == {"kind": "cask", "summary": "Edits", "source_url": "https://e.example/#{version}"}


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        (f"{KEG}/INSTALL_RECEIPT.json", True),
        (f"{KEG}/.brew/wget.rb", True),
        (f"{CASK}.json", True),
        ("opt/homebrew/Caskroom/editor/.metadata/INSTALL_RECEIPT.json", False),
        ("home/linuxbrew/.linuxbrew/Library/Taps/a/b/Formula/wget.rb", False),
        (f"{KEG}/lib/wget.rb", False),
    ],
)
def test_only_what_is_installed_is_claimed(path, is_wanted):
    assert READER.wants(path) is is_wanted


@given(
    st.sampled_from([f"{KEG}/INSTALL_RECEIPT.json", f"{KEG}/.brew/a.rb", f"{CASK}.rb", f"{CASK}.json"]),
    st.binary() | st.text(),
)
def test_arbitrary_content_raises_nothing_but_read_error(path, content):
    with suppress(ReadError):
        facts(path, content if isinstance(content, bytes) else b"license " + content.encode())
