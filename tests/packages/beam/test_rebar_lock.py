"""rebar.lock gives the packages that Rebar resolved."""

from mooring.packages.beam.rebar_lock import READER
from packages.lock_files import by_name, read, read_until_error

LOCK = """\
{"1.2.0",
[{<<"brush">>,{pkg,<<"brush_erl">>,<<"1.0.0">>},0},
 {<<"paint">>,{git,"https://git.example/paint.git",{ref,"abc"}},1}]}.
[
{pkg_hash,[
 {<<"brush">>, <<"AA">>}]},
{pkg_hash_ext,[
 {<<"brush">>, <<"BB">>}]}
].
"""


def test_packages_have_lines_and_hashes_and_say_who_asked():
    packages = by_name(read(READER, "rebar.lock", LOCK))

    brush, paint = packages["brush_erl@1.0.0"], packages["paint@abc"]
    assert (brush.type, brush.provides, brush.line) == ("hex", ("brush",), 2)
    assert brush.properties == {"inner_sha256": "aa", "sha256": "bb"}
    assert paint.properties == {"indirect": "true"}
    assert paint.qualifiers == {"vcs_url": "git+https://git.example/paint.git@abc"}


def test_the_first_form_is_the_list_alone():
    (fact,) = read(READER, "rebar.lock", '[{<<"brush">>,{pkg,<<"brush">>,<<"1.0.0">>},0}].\n')

    assert (fact.name, fact.version) == ("brush", "1.0.0")


def test_a_cut_file_gives_what_stands_before():
    facts, message = read_until_error(READER, "rebar.lock", LOCK[:80])

    assert [fact.name for fact in facts] == ["brush_erl"]
    assert message
