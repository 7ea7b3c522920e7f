"""Matching all paths in one run gives what matching them one by one gives."""

import pytest

from mooring.model.files import FileEntry
from mooring.policy.files.paths import files_at
from mooring.policy.regex import compile_regex
from policy.gate_rules import evidence

PATHS = sorted(
    [
        "/", "/etc/passwd", "/etc/pass\nwd", "/etc/pass", "/etc/pass/wd", "/caf\udce9.pem", "/é.pem", "/a b", "/app/.ssh/id_rsa",
        "/usr/lib/x.so", "/Z", "/^odd$", "/x\r", "/tab\t", "/\u2028line", "/end\n", "/\x00nul",
    ]
)  # fmt: skip
EXPRESSIONS = [
    "", ".*", "/etc/pass", "/etc/pass$", "/etc/pass\\s?wd", "[^x]*wd", ".*\\.pem", "(?i)/z", "(?s).*wd", "(?s:.)*", "/etc|/usr", "\\A/Z",
    "/Z\\z", "\\Q/^odd$\\E", "(?-s).*wd", "(?U).*", ".*\\W", "/(?P<a>a) b", ".*\\x{fffd}", ".*\\r$", "[[:^alpha:]]+etc", "/\n*end", "x*$",
    "$", "^", ".*^/", "\\b/", "/\\b", "(|/etc)/pass", "\\pL*", "[\\s\\S]*line", ".*\\C", "(?m).*wd$",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_one_run_finds_what_one_by_one_finds(expression):
    judged = evidence(files=[FileEntry(path=path) for path in PATHS])
    regex = compile_regex(f"(?s){expression}")

    found = [file.path for file in files_at(judged, expression)]

    assert [
        path for path in PATHS if regex.matches_start(path) or regex.matches_start(path.removesuffix("\n"))
    ] == found


@pytest.mark.parametrize("path", ["/x/a\nb.pem", "/x/a.pem\n", "/x\n/y/\n.pem", "/x/\udcff.pem"])
def test_a_line_break_in_a_name_hides_no_file(path):
    judged = evidence(files=[FileEntry(path=path)])

    assert [path] == [file.path for file in files_at(judged, ".*\\.pem$")]


def test_an_expression_that_backtracks_elsewhere_takes_no_longer_here():
    judged = evidence(files=[FileEntry(path="/" + "a" * 10_000 + "!") for _ in range(2)])

    assert [] == list(files_at(judged, "/(a+)+$"))


def test_no_files_give_no_matches():
    assert [] == list(files_at(evidence(files=[]), ".*"))
