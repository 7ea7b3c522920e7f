"""The Dockerfile of an image: given, rebuilt, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.dockerfile.read import dockerfile_of
from mooring.model.evidence.dockerfile import DockerfileMode
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription

IMAGE = ImageDescription(
    config=ImageConfig(history=(HistoryEntry(created_by="RUN /bin/sh -c ls # buildkit"),), user="app")
)


def test_the_given_file_is_the_actual_one():
    found = dockerfile_of(IMAGE, b"FROM a:1 AS x\nUSER app\n", "build/Dockerfile")

    assert found is not None
    assert (found.mode, found.path) == (DockerfileMode.ACTUAL, "build/Dockerfile")
    assert [(instruction.directive, instruction.value) for instruction in found.instructions] == [
        ("FROM", "a:1 AS x"),
        ("USER", "app"),
    ]
    assert [(stage.base, stage.name) for stage in found.stages] == [("a:1", "x")]


def test_an_image_alone_gives_a_guess():
    found = dockerfile_of(IMAGE)

    assert found is not None
    assert found.mode is DockerfileMode.GUESSED
    assert [(instruction.line, instruction.directive, instruction.value) for instruction in found.instructions] == [
        (0, "FROM", "scratch"),
        (1, "RUN", "ls"),
        (2, "USER", "app"),
    ]


@pytest.mark.parametrize("kind", ["directory", "file", "sbom"])
def test_what_is_no_image_has_none_unless_it_is_given(kind):
    image = ImageDescription(kind=kind)

    assert dockerfile_of(image) is None
    assert dockerfile_of(image, b"FROM a:1") is not None


def test_an_empty_file_is_no_clean_one():
    found = dockerfile_of(IMAGE, b"")

    assert found is not None
    assert found.problems == ("the file has no FROM",)


def test_odd_bytes_are_a_problem_beside_what_could_be_read():
    found = dockerfile_of(IMAGE, b"FROM a\n# \xff\nUSER root\n")

    assert found is not None
    assert found.problems[0].startswith("line 2 is not UTF-8")
    assert "MD002" in {finding.check for finding in found.findings}


@given(st.binary(max_size=300))
def test_any_bytes_give_a_dockerfile(content):
    found = dockerfile_of(IMAGE, content)

    assert found is not None
    assert found.instructions or found.problems


LINES = (
    "FROM a", "FROM b AS c", "FROM c", "RUN apt-get install x | sh", "USER $A", "ENV A=1 B=$A", "COPY a b c", "EXPOSE 22-23 x",
    "ADD http://a b", "ONBUILD RUN sudo x", "CMD a", 'ENTRYPOINT ["a"]', "VOLUME /etc", "RUN chmod 777 $(curl x)", "WORKDIR x",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_findings_stand_on_lines_of_the_file_in_order(lines):
    found = dockerfile_of(IMAGE, "\n".join(lines).encode())

    assert found is not None
    places = [finding.line for finding in found.findings]
    assert places == sorted(places)
    assert all(1 <= finding.line <= finding.end_line <= len(lines) for finding in found.findings)
