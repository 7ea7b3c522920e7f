"""A Dockerfile becomes instructions and stages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.dockerfile.parse import parse
from mooring.content.dockerfile.steps import LINUX_SHELL, WINDOWS_SHELL

SMALL = """\
# syntax=docker/dockerfile:1
ARG VERSION=3.20
from --platform=$BUILDPLATFORM alpine:${VERSION} as Build
ENV DIR=/opt
WORKDIR $DIR/app
RUN --mount=type=cache,target=/c make \\
    # for users
    install
FROM scratch
COPY --from=build ["/a b", "/"]
EXPOSE 80 443/udp
"""


def step_of(text, directive):
    return next(step for step in parse(text).steps if step.directive == directive)


def test_instructions_have_their_lines_and_stages():
    parsed = parse(SMALL)

    assert [(step.directive, step.line, step.end_line, step.stage) for step in parsed.steps] == [
        ("ARG", 2, 2, 0),
        ("FROM", 3, 3, 0),
        ("ENV", 4, 4, 0),
        ("WORKDIR", 5, 5, 0),
        ("RUN", 6, 8, 0),
        ("FROM", 9, 9, 1),
        ("COPY", 10, 10, 1),
        ("EXPOSE", 11, 11, 1),
    ]
    assert parsed.problems == ()


def test_stages_have_names_and_bases_with_their_variables_filled_in():
    first, second = parse(SMALL).stages

    assert (first.stage.base, first.stage.name, first.stage.platform) == ("alpine:3.20", "Build", "$BUILDPLATFORM")
    assert (second.stage.base, second.parent) == ("scratch", None)


def test_flags_are_apart_from_words_and_part_of_the_value():
    run = step_of(SMALL, "RUN").instruction

    assert run.flags == ("--mount=type=cache,target=/c",)
    assert run.words == ("make", "install")
    assert run.value == "--mount=type=cache,target=/c make install"


def test_the_exec_form_gives_its_words():
    copy = step_of(SMALL, "COPY")

    assert copy.instruction.is_exec_form
    assert [word.text for word in copy.words] == ["/a b", "/"]


def test_variables_of_the_stage_are_filled_in():
    assert step_of(SMALL, "WORKDIR").words[0].text == "/opt/app"


def test_stored_words_have_known_variables_filled_in():
    expose = step_of("FROM a\nENV P=80\nEXPOSE $P ${Q} 443", "EXPOSE").instruction

    assert (expose.value, expose.words) == ("$P ${Q} 443", ("80", "${Q}", "443"))


def test_a_stage_that_rests_on_another_has_its_environment_and_shell():
    parsed = parse(
        'FROM a AS base\nENV D=/x\nSHELL ["/bin/bash", "-c"]\nARG E=1\nFROM base\nWORKDIR $D/$E\nRUN ls\nFROM b\nRUN ls'
    )

    assert parsed.stages[1].parent == 0
    assert [step.words[0].text for step in parsed.steps if step.directive == "WORKDIR"] == ["/x/$E"]
    assert [step.shell for step in parsed.steps if step.directive == "RUN"] == [("/bin/bash", "-c"), LINUX_SHELL]


def test_arguments_before_from_reach_a_stage_that_asks_for_them():
    parsed = parse("ARG A=1\nFROM x\nWORKDIR /$A\nARG A\nWORKDIR /$A")

    assert [step.words[0].text for step in parsed.steps if step.directive == "WORKDIR"] == ["/$A", "/1"]


def test_an_argument_does_not_hide_the_environment():
    assert step_of("FROM x\nENV A=env\nARG A=arg\nWORKDIR /$A", "WORKDIR").words[0].text == "/env"


def test_windows_images_have_another_shell():
    run = step_of("FROM registry.example/windows/servercore:ltsc2022\nRUN dir", "RUN")

    assert run.shell == WINDOWS_SHELL
    assert not run.has_posix_shell


def test_onbuild_holds_an_instruction():
    inner = step_of("FROM x\nONBUILD RUN a && \\\n  b", "ONBUILD").inner

    assert inner is not None
    assert (inner.directive, inner.script, inner.script_marks.line_at(5)) == ("RUN", "a && b", 3)


def test_what_is_no_instruction_is_a_problem_with_a_hint_and_without_its_arguments():
    parsed = parse("FROM a\nFORM hunter2\n!!! x\n")

    assert parsed.problems == (
        "line 2: 'FORM' is no instruction; did you mean FROM?",
        "line 3 begins with no instruction",
    )


def test_a_file_without_from_says_so():
    assert parse("RUN a\n").problems == ("line 1: RUN stands before the first FROM", "the file has no FROM")


def test_problems_are_bounded():
    problems = parse("FROM a\n" + "x y\n" * 500).problems

    assert len(problems) == 101
    assert problems[-1] == "400 more problems were left out"


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "FROM a AS b",
                "RUN x \\",
                "RUN <<E",
                "E",
                "# c",
                "ENV A=$A",
                "ARG B",
                'COPY ["a", "b"]',
                "ONBUILD RUN x",
                "",
                "USER $A",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
)


@given(LINES)
def test_any_lines_are_read_with_lines_that_exist_and_go_up(lines):
    text = "\n".join(lines)

    parsed = parse(text)

    count = text.count("\n") + 1
    assert all(1 <= step.line <= step.end_line <= count for step in parsed.steps)
    assert [step.line for step in parsed.steps] == sorted(step.line for step in parsed.steps)
    assert all(step.stage < max(len(parsed.stages), 1) for step in parsed.steps)


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1, max_size=6), st.data())
def test_breaking_lines_at_spaces_changes_nothing(words, data):
    breaks = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    broken = "".join(word + (" \\\n  " if split else " ") for word, split in zip(words, breaks, strict=True))

    value = step_of(f"FROM a\nRUN {broken}x\n", "RUN").instruction.value

    assert value == " ".join([*words, "x"])


@pytest.mark.parametrize("text", ["RUN " + "$(" * 50_000, "ENV A=$A$A\n" * 5_000, "FROM ${" + "{" * 100_000])
def test_hostile_texts_end(text):
    assert parse("FROM a\n" + text).steps
