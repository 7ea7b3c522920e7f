"""One tree of errors, and what each becomes for a user."""

import pytest

from mooring.base import errors
from mooring.base.errors import MooringError, UsageError
from mooring.cli.explain import exit_code_of, lines_of

ALL = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MooringError)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_an_error_is_a_message_a_hint_and_an_exit_code(kind):
    error = kind("'x' is not there", hint="look elsewhere", path="a.json")

    assert lines_of(error) == ["error: a.json: 'x' is not there", "hint:  look elsewhere"]
    assert exit_code_of(error) == (2 if issubclass(kind, UsageError) else 3)


def test_an_error_without_path_and_hint_is_its_message():
    assert lines_of(MooringError("no")) == ["error: no"]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_is_explained(kind):
    assert kind.__doc__
