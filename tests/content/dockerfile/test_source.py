"""Lines are put together as builders do."""

from mooring.content.dockerfile.source import source_of


def texts(text):
    return [logical.text for logical in source_of(text).logicals]


def test_continued_lines_are_joined_by_one_space():
    assert texts("RUN a && \\\n    b \\  \n\tc\n") == ["RUN a && b c"]


def test_a_joint_without_white_space_joins_words():
    assert texts("RUN apt-\\\nget update\n") == ["RUN apt-get update"]


def test_two_backslashes_do_not_continue():
    assert texts("RUN echo \\\\\nRUN b\n") == ["RUN echo \\\\", "RUN b"]


def test_comments_and_empty_lines_within_an_instruction_are_passed_over():
    logical = source_of("RUN a \\\n# why\n\n  b\n").logicals[0]

    assert (logical.text, logical.comments, logical.empty_lines) == ("RUN a b", ("why",), (3,))
    assert (logical.line, logical.end_line) == (1, 4)


def test_a_place_knows_its_line():
    logical = source_of("\nRUN a && \\\n  # x\n  bcd && \\\n  e\n").logicals[0]

    assert [logical.marks.line_at(logical.text.index(word)) for word in ("a ", "bcd", "e")] == [2, 4, 5]


def test_the_escape_directive_changes_the_mark_of_continuation():
    source = source_of("# escape=`\nRUN a `\n  b\nCOPY C:\\x \\\nRUN c\n")

    assert source.escape == "`"
    assert [logical.text for logical in source.logicals] == ["RUN a b", "COPY C:\\x \\", "RUN c"]


def test_directives_end_at_the_first_other_line():
    assert source_of("# syntax=docker/dockerfile:1\n# hello\n# escape=`\nFROM a\n").directives == {
        "syntax": "docker/dockerfile:1"
    }


def test_an_unknown_escape_and_a_second_directive_are_problems():
    source = source_of("# escape=x\n# escape=`\nFROM a\n")

    assert source.escape == "\\"
    assert source.problems == (
        "line 2: the directive 'escape' stands twice; the first one holds",
        "the directive escape is 'x'; expected \\ or `",
    )


def test_heredocs_belong_to_their_instruction():
    source = source_of("RUN <<EOF\n# no comment\nb\nEOF\nCOPY <<A <<-'B' /x/\n1\nA\n\t2\n\tB\nRUN c\n")

    assert [logical.line for logical in source.logicals] == [1, 5, 10]
    assert [(heredoc.name, heredoc.body) for heredoc in source.logicals[0].heredocs] == [("EOF", "# no comment\nb")]
    second = source.logicals[1].heredocs
    assert [(heredoc.name, heredoc.body, heredoc.is_quoted) for heredoc in second] == [
        ("A", "1", False),
        ("B", "2", True),
    ]


def test_the_body_stands_where_the_heredoc_says():
    logical = source_of("RUN cat <<EOF   \nhello\nEOF\n").logicals[0]

    heredoc = logical.heredocs[0]
    assert logical.text[heredoc.start :].startswith("hello")
    assert logical.marks.line_at(heredoc.start) == 2


def test_here_strings_shifts_and_quotes_are_no_heredocs():
    assert len(texts("RUN cat <<< x\nRUN echo $((1<<2))\nRUN echo ' <<EOF'\nCMD cat <<EOF\n")) == 4


def test_a_heredoc_that_does_not_end_is_a_problem():
    source = source_of("RUN <<EOF\na\n")

    assert source.problems == ("line 1: the heredoc 'EOF' does not end",)


def test_carriage_returns_are_no_part_of_lines():
    assert texts("FROM a\r\nRUN a \\\r\n  b\r\n") == ["FROM a", "RUN a b"]


def test_too_many_instructions_are_cut_and_said_so():
    source = source_of("RUN a\n" * 10_002)

    assert len(source.logicals) == 10_000
    assert "the rest was left out" in source.problems[0]
