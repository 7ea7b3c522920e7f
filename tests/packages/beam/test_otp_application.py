"""ebin/*.app gives an installed application."""

from mooring.packages.beam.otp_application import READER
from packages.lock_files import read, read_until_error

CONTENT = """\
%% generated
{application, 'brush', [
  {description, "Paints"},
  {vsn, "1.0.0"},
  {modules, [a, b]},
  {applications, [kernel, stdlib, paint]},
  {included_applications, [glue]}
]}.
"""


def test_an_application_has_version_description_and_edges():
    (fact,) = read(READER, "app/lib/brush-1.0.0/ebin/brush.app", CONTENT)

    assert (fact.type, fact.name, fact.version, fact.is_installed) == ("otp", "brush", "1.0.0", True)
    assert fact.depends == ("kernel", "stdlib", "paint", "glue")
    assert (fact.home, fact.properties) == ("app/lib", {"description": "Paints"})


def test_the_applications_of_the_installation_are_there_for_all():
    (fact,) = read(READER, "usr/local/lib/erlang/lib/brush-1.0.0/ebin/brush.app", CONTENT)

    assert fact.home == ""


def test_only_files_in_ebin_are_claimed():
    assert READER.wants("lib/brush/ebin/brush.app")
    assert not READER.wants("Applications/brush.app")


def test_another_term_is_refused_and_a_cut_one_is_told():
    assert read_until_error(READER, "ebin/a.app", "{release, a}.")[1].startswith("is not an application")
    facts, message = read_until_error(READER, "ebin/a.app", CONTENT[:60])
    assert ([fact.name for fact in facts], message) == (["brush"], "has a text that is not closed")
