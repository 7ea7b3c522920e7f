"""The database that comes with Mooring."""

import json
import os
from pathlib import Path

import pytest

from mooring.base.errors import DatabaseDamaged, DatabaseMissing
from mooring.vulns.database import verify_database
from mooring.vulns.sidecar import sidecar_path
from mooring.vulns.starter import PACKED, open_starter
from vulns.databases import TWO_FEEDS, built

try:
    from compression import zstd
except ImportError:
    from backports import zstd


@pytest.fixture
def packed(tmp_path):
    """A starter as an installation holds it."""
    plain = built(tmp_path / "starter.db", TWO_FEEDS, kind="starter")
    path = tmp_path / "starter.db.zst"
    path.write_bytes(zstd.compress(plain.read_bytes()))
    plain.unlink()
    return path


@pytest.mark.parametrize("folder", ["cache/mooring", None], ids=["folder", "memory"])
def test_it_is_there_from_the_first_use_on(packed, tmp_path, folder):
    with open_starter(tmp_path / folder if folder else None, packed) as found:
        assert ("starter", 2) == (found.state.kind, len(found.rows("debian:12", "openssl")))
        assert found.state.digest.startswith("sha256:")


def test_it_is_unpacked_once(packed, tmp_path):
    open_starter(tmp_path / "cache", packed).close()
    packed.write_bytes(b"no longer read")

    with open_starter(tmp_path / "cache", packed) as found:
        assert 2 == len(found.rows("debian:12", "openssl"))


@pytest.mark.parametrize("damage", ["cut", "removed-sidecar"])
def test_one_that_was_damaged_in_the_folder_is_unpacked_again(packed, tmp_path, damage):
    open_starter(tmp_path / "cache", packed).close()
    (path,) = (tmp_path / "cache").glob("starter-*.db")
    if damage == "cut":
        os.truncate(path, 5000)
    else:
        sidecar_path(path).unlink()

    with open_starter(tmp_path / "cache", packed) as found:
        assert 2 == len(found.rows("debian:12", "openssl"))
    assert verify_database(path)


def test_one_of_another_version_makes_room(packed, tmp_path):
    (tmp_path / "cache").mkdir()
    built(tmp_path / "cache" / "starter-0123456789ab.db", {})

    open_starter(tmp_path / "cache", packed).close()

    assert 2 == len(list((tmp_path / "cache").iterdir()))


def test_where_the_folder_cannot_be_written_it_is_in_memory(packed, tmp_path):
    (tmp_path / "cache").write_text("a file")

    with open_starter(tmp_path / "cache", packed) as found:
        assert 2 == len(found.rows("debian:12", "openssl"))


def test_an_installation_without_one_says_so(tmp_path):
    with pytest.raises(DatabaseMissing, match="no starter database"):
        open_starter(tmp_path, tmp_path / "starter.db.zst")


@pytest.mark.parametrize("content", [b"", b"nonsense", zstd.compress(b"another file")])
def test_one_that_is_damaged_says_so(packed, tmp_path, content):
    packed.write_bytes(content)

    with pytest.raises(DatabaseDamaged, match="starter database"):
        open_starter(tmp_path / "cache", packed)


def test_a_description_that_is_none_says_so(packed, tmp_path):
    sidecar_path(tmp_path / "starter.db").write_text(json.dumps({"digest": 1}))

    with pytest.raises(DatabaseDamaged, match="description"):
        open_starter(tmp_path / "cache", packed)


def test_the_one_that_is_shipped_knows_the_flaws_of_its_demo():
    with open_starter(None) as found:
        assert "starter" == found.state.kind
        assert {"alpine", "debian", "redhat", "github", "golang", "rustsec", "kev", "epss", "eol"} <= {
            feed.name for feed in found.state.feeds
        }
        assert all(
            found.rows(*known)
            for known in (("alpine:3.10", "musl"), ("debian:12", "openssl"), ("rhel:9", "openssl"), ("pypi", "urllib3"))
        )
        assert found.exploited("CVE-2021-44228") and found.prediction("CVE-2021-44228") and found.lives("debian")


def test_the_one_that_is_shipped_is_small_and_without_texts():
    with open_starter(None) as found:
        records = [found.record(number) for flaw in range(1, 500) for number in found.vulnerability(flaw).records]

    assert Path(PACKED).stat().st_size < 2_500_000
    assert not any(record.title or record.description or record.references for record in records)
