"""A Dockerfile gives the images that it builds on."""

from mooring.packages.infrastructure.dockerfile import READER
from packages.lock_files import by_name, read

CONTENT = """\
# syntax=docker/dockerfile:1
ARG TAG=1.0
ARG BASE=registry.example/base:${TAG}
FROM --platform=linux/amd64 golang:1.22 AS build
RUN --mount=type=bind,from=cache:3,target=/c <<EOF
FROM not-an-image:1
EOF
FROM $BASE \\
  AS run
COPY --chown=1 --from=build /a /a
COPY --from=tools:2 /b /b
RUN echo from=nobody `date`
FROM run
FROM scratch AS empty
FROM ${UNKNOWN}
FROM run
"""


def test_the_image_below_the_last_stage_is_runtime_and_the_others_take_part_in_the_build():
    packages = by_name(read(READER, "Dockerfile", CONTENT))

    assert {name: package.scope for name, package in packages.items()} == {
        "golang@1.22": "build",
        "base@1.0": "runtime",
        "tools@2": "build",
        "cache@3": "build",
    }
    assert packages["golang@1.22"].properties == {"platform": "linux/amd64"}
    assert packages["base@1.0"].line == 8


def test_an_escape_directive_changes_what_continues_a_line():
    content = "# escape=`\nFROM a `\n AS b\nRUN dir c:\\\nFROM d\n"

    assert set(by_name(read(READER, "Dockerfile", content))) == {"a@latest", "d@latest"}


def test_a_text_without_stages_gives_nothing():
    assert read(READER, "Dockerfile", "hello\n") == []
