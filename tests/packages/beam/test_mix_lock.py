"""mix.lock gives the packages that Mix resolved."""

from mooring.packages.beam.mix_lock import READER
from packages.lock_files import by_name, edges, read, read_until_error

LOCK = """\
%{
  "brush": {:hex, :brush_ex, "1.0.0", "aa", [:mix], [{:paint, "~> 2.0", [hex: :paint, repo: "hexpm", optional: false]}], "hexpm", "bb"},
  "paint": {:hex, :paint, "2.1.0", "cc", [:rebar3], [], "hexpm:acme", "dd"},
  "forked": {:git, "https://git.example/forked.git", "abc", [branch: "main"]},
  "own": {:path, "../own", []},
}
"""


def test_packages_have_their_own_names_lines_and_hashes():
    packages = by_name(read(READER, "mix.lock", LOCK))

    brush, paint = packages["brush_ex@1.0.0"], packages["acme/paint@2.1.0"]
    assert (brush.type, brush.provides, brush.line) == ("hex", ("brush",), 2)
    assert brush.properties == {"sha256": "bb", "inner_sha256": "aa"}
    assert paint.properties["repository"] == "hexpm:acme"


def test_edges_go_by_the_names_of_applications():
    assert edges(read(READER, "mix.lock", LOCK)) == {("brush_ex@1.0.0", "acme/paint@2.1.0")}


def test_a_repository_gives_its_commit_and_a_folder_no_version():
    packages = by_name(read(READER, "mix.lock", LOCK))

    assert packages["forked@abc"].qualifiers == {"vcs_url": "git+https://git.example/forked.git@abc"}
    assert packages["own@"].properties == {"path": "../own"}


def test_a_damaged_entry_hides_no_other():
    content = '%{\n  "a": {:hex, },\n  "b": {:hex, :b, "1.0", "", [], [], "hexpm", ""},\n'

    facts, message = read_until_error(READER, "mix.lock", content)

    assert [fact.name for fact in facts] == ["b"]
    assert message == "ends inside '%{'"


def test_another_text_is_refused():
    assert read_until_error(READER, "mix.lock", "hello") == ([], "is not a lock file of Mix: it holds no map")
