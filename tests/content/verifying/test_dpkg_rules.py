"""What dpkg was told to leave out, in its own syntax and order."""

import pytest

from mooring.content.verifying.dpkg_rules import CONFIG, DIVERSIONS, Diversion, DpkgRules, read_rules, rules_of
from mooring.model.contents import ImageContents, VisibleFacts
from mooring.model.files import FileFacts
from mooring.model.reader import LayerFile


def rules(**files: str) -> DpkgRules:
    paths = {"main": CONFIG, "a": f"{CONFIG}.d/a", "b": f"{CONFIG}.d/b", "diversions": DIVERSIONS}
    found = []
    for name, content in files.items():
        facts = tuple(read_rules(LayerFile(path=paths[name], content=content.encode())))
        group = FileFacts(path=paths[name], reader="r", facts=facts)
        found.append(VisibleFacts(path=paths[name], layer_index=0, groups=(group,)))
    return rules_of(ImageContents(diff_ids=(), facts=tuple(found)), "r")


@pytest.mark.parametrize(
    ("line", "path", "is_left_out"),
    [
        ("path-exclude=/usr/share/doc/*", "/usr/share/doc/a/b", True),
        ("path-exclude /usr/share/doc/*", "/usr/share/doc/a", True),
        ("path-exclude = /usr/share/doc/*", "/usr/share/docs", False),
        ("# path-exclude=/usr/*", "/usr/a", False),
        ("no-debsig", "/usr/a", False),
        ("path-exclude=/a/?", "/a/b", True),
        ("path-exclude=/a/[bc]", "/a/c", True),
        ("path-exclude=/a/[!bc]", "/a/c", False),
        ("path-exclude=/a/[a-c]x", "/a/bx", True),
        ("path-exclude=/a/.b", "/a/xb", False),
        ("path-exclude=/a/[", "/a/[", True),
        (r"path-exclude=/a/\*", "/a/b", False),
        ("path-exclude=/a/[]-]", "/a/b", False),
        ("path-exclude=/a/[z-a]", "/a/b", False),
    ],
)
def test_a_pattern_means_what_it_means_to_dpkg(line, path, is_left_out):
    assert rules(main=line).is_left_out(path) is is_left_out


def test_the_last_rule_that_matches_decides_and_the_file_comes_after_its_folder():
    found = rules(
        main="path-include=/doc/keep/*\n", b="path-exclude=/doc/*\n", a="path-include=/doc/a\npath-exclude=/x\n"
    )

    paths = ("/doc/a", "/doc/keep/b", "/x", "/y")
    assert [found.is_left_out(path) for path in paths] == [True, False, True, False]


def test_diversions_hold_for_all_packages_but_the_one_that_made_them():
    found = rules(diversions="/bin/sh\n/bin/sh.distrib\ndash\n/x\n/y\n:\n/cut\n")

    assert [found.place_of(b"bin/sh", "dash"), found.place_of(b"bin/sh", "bash")] == [b"bin/sh", b"bin/sh.distrib"]
    assert found.place_of(b"x", "any") == b"y"
    assert DpkgRules((), (Diversion(b"a", b"b", "p"),)).place_of(b"c", "q") == b"c"


def test_a_hostile_file_gives_a_bounded_number_of_rules():
    facts = list(
        read_rules(
            LayerFile(path=CONFIG, content=b"path-exclude=/" + b"*a" * 400 + b"\n" + b"path-exclude=/x\n" * 20_000)
        )
    )

    assert len(facts) == 10_000


def test_bytes_that_are_no_text_are_no_error():
    assert list(read_rules(LayerFile(path=DIVERSIONS, content=b"\xff\n\0\n\n\n"))) != []
