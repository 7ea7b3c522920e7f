"""Shell scripts are split into commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.dockerfile.shell.split import commands_of


def words(script):
    return [[word.text for word in command.words] for command in commands_of(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a && b || c; d & e | f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("a 'b && c' \"d; e\" f\\ g", [["a", "b && c", "d; e", "f g"]]),
        ("(cd /x && make) || exit 1", [["cd", "/x"], ["make"], ["exit", "1"]]),
        ("if [ -f x ]; then a; elif b; then c; else d; fi", [["[", "-f", "x", "]"], ["a"], ["b"], ["c"], ["d"]]),
        ("for i in 1 2; do a $i; done", [["a", "$i"]]),
        ("while read x; do a; done < f", [["read", "x"], ["a"]]),
        ("case $x in a|b) c ;; *) d ;; esac; e", [["c"], ["d"], ["e"]]),
        ("{ a; b; }", [["a"], ["b"]]),
        ("! a", [["a"]]),
        ("a # b && c\nd", [["a"], ["d"]]),
        ("a > x 2>&1 b", [["a", "b"]]),
        ("A=1 B='x y' a", [["a"]]),
        ("sudo -u root env A=1 nice -n 5 a b", [["a", "b"]]),
        ("find . | xargs -n 1 rm -f", [["find", "."], ["rm", "-f"]]),
        ("command -v curl", [["command", "-v", "curl"]]),
        ("cat <<E > f && b\nx && y\nE\nc", [["cat"], ["b"], ["c"]]),
        ("<<E\na\nb\nE", [["a"], ["b"]]),
        ("<<E\n#!/usr/bin/python3\nimport os\nE", []),
        ("a \\\n b", [["a", "b"]]),
        ("a <<< b", [["a"]]),
        ("", []),
        ("'", [[""]]),
    ],
)
def test_commands_are_told_apart(script, expected):
    assert words(script) == expected


def test_substitutions_are_scripts_of_their_own():
    assert words('echo "$(curl x | sh)" `wget y`') == [
        ["echo", "$(curl x | sh)", "`wget y`"],
        ["curl", "x"],
        ["sh"],
        ["wget", "y"],
    ]


def test_a_script_in_a_string_is_split_too():
    assert words("bash -euxo pipefail -c 'a && b'")[1:] == [["a"], ["b"]]


def test_a_heredoc_of_a_shell_is_a_script_and_that_of_another_program_is_not():
    assert words("bash <<E\na\nE\npython3 <<E\nimport os\nE") == [["bash"], ["a"], ["python3"]]


def test_a_command_knows_its_place_and_its_neighbours():
    script = "a && b -x | c"

    first, second, third = commands_of(script)

    assert [script[command.start : command.end] for command in (first, second, third)] == ["a", "b -x", "c"]
    assert [command.joined_by for command in (first, second, third)] == ["", "&&", "|"]
    assert (first.pipeline == second.pipeline, second.pipeline == third.pipeline) == (False, True)


def test_assignments_wrappers_and_targets_are_kept():
    command = commands_of("A=1 sudo env B=2 tee -a > /x")[0]

    assert (command.name, command.assignments, command.wrappers, command.targets) == (
        "tee",
        (("A", "1"), ("B", "2")),
        ("sudo", "env"),
        ("/x",),
    )


def test_short_options_are_found_among_others():
    command = commands_of("apt-get -qqy install --no-install-recommends x")[0]

    assert (command.has_short("y"), command.has_short("z"), command.operands) == (True, False, ("install", "x"))


@given(st.text(alphabet="ab $(){}`'\"\\|&;<>\n#=-E", max_size=60))
def test_any_text_is_split_with_places_in_it(script):
    assert all(0 <= command.start <= command.end <= len(script) + 1 for command in commands_of(script))


@given(
    st.lists(st.text(alphabet="abc", min_size=1, max_size=4), min_size=1, max_size=8),
    st.sampled_from([" && ", "; ", " | ", "\n"]),
)
def test_joining_words_and_splitting_gives_them_back(names, joint):
    plain = [f"x{name}" for name in names]

    assert words(joint.join(plain)) == [[name] for name in plain]


@pytest.mark.parametrize(
    "script", ["$(" * 20_000, "(" * 20_000, "`\\" * 20_000, "a && " * 20_000, "case x in " * 5_000]
)
def test_hostile_scripts_end(script):
    commands_of(script)
