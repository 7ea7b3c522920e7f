"""What every image source promises."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mooring.image.sources
from mooring.base.config import RegistryConfig
from mooring.base.errors import MooringError
from mooring.base.families import collect
from mooring.image.open import all_sources
from mooring.image.registries.auth import Answer, CredentialSource, Query
from mooring.image.sources.source import ImageSource, SourceOptions

SOURCES = all_sources()
TESTS = Path(__file__).parents[1] / "image"
NOWHERE = SourceOptions(
    environment={"DOCKER_HOST": "unix:///nowhere", "CONTAINER_HOST": "unix:///nowhere"},
    registry=RegistryConfig(max_attempts=1),
)


def test_no_two_sources_answer_to_one_scheme():
    schemes = [scheme for source in SOURCES for scheme in source.schemes]

    assert len(schemes) == len(set(schemes))
    assert all(source.name in source.schemes for source in SOURCES)


def test_the_order_of_guessing_is_fixed():
    orders = [source.guess_order for source in SOURCES]

    assert len(orders) == len(set(orders))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_says_what_it_is_for(source):
    assert source.description
    assert not source.description.endswith(".")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(text=st.text(max_size=60))
def test_recognising_never_raises(source, text):
    assert source.recognises(text, NOWHERE) in (True, False)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@pytest.mark.parametrize("text", ["", "\0", "a\0b", "..", "/nowhere", "-", "UPPER/x", "localhost:1/x", "x" * 5000])
def test_opening_nonsense_raises_our_errors_only(source, text):
    try:
        source.open(text, NOWHERE)
    except MooringError:
        return


@pytest.mark.parametrize("module", sorted(path.stem for path in (Path(TESTS) / "sources").glob("test_*.py")))
def test_every_test_file_is_of_a_source(module):
    folder = Path(str(mooring.image.sources.__file__)).parent

    assert (folder / f"{module.removeprefix('test_')}.py").exists()


def test_every_source_has_a_test_file():
    folder = Path(str(mooring.image.sources.__file__)).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "source"}

    assert modules == {path.stem.removeprefix("test_") for path in (TESTS / "sources").glob("test_*.py")}


@pytest.mark.parametrize(
    "credential",
    collect("mooring.image.registries", CredentialSource, contract="auth"),
    ids=lambda credential: credential.name,
)
@given(host=st.text(max_size=20))
def test_looking_for_a_login_never_raises(credential, host):
    query = Query(host=host, repository="app", is_target=True, registry=RegistryConfig(), environment={})

    assert credential.find(query) == Answer()


def test_sources_are_one_object_each():
    assert all(isinstance(source, ImageSource) for source in SOURCES)
