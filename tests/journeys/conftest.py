"""What journeys with databases start from."""

from pathlib import Path

import pytest

from feeds.upstream import upstream
from journeys.advisories import AT_THE_TIME, build, debian
from journeys.databases import run
from journeys.matching import ZLIB
from journeys.running import inside


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home with a database."""
    place = tmp_path_factory.mktemp("databases")
    assert build(place).code == 0
    return place


@pytest.fixture(scope="module")
def carried(home, tmp_path_factory) -> Path:
    """The database as one file, with its listing beside it."""
    place = tmp_path_factory.mktemp("carried")
    assert run(home, "export", str(place / "mooring.db.zst")).code == 0
    return place / "mooring.db.zst"


@pytest.fixture
def server():
    with upstream() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A home with a database, an image that has a bit of everything, and one in which everything can be assessed."""
    place = tmp_path_factory.mktemp("matching")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian(more=ZLIB).docker_archive())
    (place / "known.tar").write_bytes(debian().docker_archive())
    ended = inside("scan", "app.tar", "-q", "-o", "json=app.json", folder=place, extra=AT_THE_TIME)
    assert (ended.code, ended.messages) == (0, "")
    return place
