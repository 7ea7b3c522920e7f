"""The table tells a person what the image is, fits the terminal, and carries nothing out of the image into it."""

import re

import msgspec
import pytest

from mooring.model.files import Problem
from mooring.reports.format import RenderOptions
from mooring.reports.table import FORMAT
from mooring.reports.text.style import columns_of
from reports.samples import HOSTILE, PACKAGES, REPORT, REPORTS

PLAIN = """\
registry.example/team/app:1.4
  digest     sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  platform   linux/amd64
  system     Debian GNU/Linux 12 (bookworm)
  size       30.0 MB in 2 layers
  built      2026-01-02 03:04
  packages   5 (1 deb, 1 rpm, 1 maven, 1 npm, 1 pypi)
  files      3

Layers
  #  diffID           size  packages  build step
  0  bbbbbbbbbbbb  30.0 MB         2  ADD rootfs.tar /
  1  cccccccccccc   4.2 kB         3  COPY . /app

deb · 1 package
  name     version           licence                    layer  path
  libssl3  3.0.11-1~deb12u2  Apache-2.0, see copyright      0  /var/lib/dpkg/status
"""


def rendered(report, **options):
    return b"".join(FORMAT.render(report, RenderOptions(**options))).decode()


def test_the_summary_comes_first_then_layers_then_packages():
    assert rendered(REPORT).startswith(PLAIN)


def test_what_is_missing_stands_at_the_end():
    assert rendered(REPORT).endswith(
        "Incomplete: 1 problem\n  app/broken.jar: is not a ZIP archive (reader java-archive 3)\n"
    )


def test_a_reason_that_holds_for_many_places_does_not_hide_the_others():
    dead = tuple(Problem(path=f"a/{number}", reason="was not scanned", reader="malware 1") for number in range(500))
    report = msgspec.structs.replace(REPORT, problems=(*dead, *REPORT.problems))

    assert rendered(report).endswith(
        "Incomplete: 501 problems\n  a/0: was not scanned (reader malware 1)\n"
        "    and so in 499 more places: the format json lists them all\n"
        "  app/broken.jar: is not a ZIP archive (reader java-archive 3)\n"
    )


def test_a_pipe_gets_no_colours():
    assert "\x1b" not in rendered(REPORT)
    assert "\x1b[1m" in rendered(REPORT, use_color=True)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_packages_and_layers_fit_the_terminal(width):
    lines = rendered(REPORT, width=width).split("\nNotes")[0].splitlines()

    assert max(columns_of(line) for line in lines) <= width


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [1, 10, 30, 500])
def test_any_width_is_possible(name, width):
    assert rendered(REPORTS[name], width=width)


def test_colours_change_nothing_but_the_colour():
    plain = re.sub(r"\x1b\[\d+m", "", rendered(REPORT, width=80, use_color=True))

    assert [line.rstrip() for line in plain.splitlines()] == rendered(REPORT, width=80).splitlines()


def test_nothing_of_an_image_controls_the_terminal():
    text = rendered(HOSTILE, width=80)

    assert not set(text) & {"\x1b", "\r", "\x00", "\x85", "\u202e"}


def test_a_path_that_all_share_is_said_once():
    packages = tuple(msgspec.structs.replace(PACKAGES[0], id=str(number), name=f"p{number}") for number in range(3))
    inventory = msgspec.structs.replace(REPORT.inventory, packages=packages)

    text = rendered(msgspec.structs.replace(REPORT, inventory=inventory))

    assert "deb · 3 packages · /var/lib/dpkg/status\n" in text
    assert text.count("/var/lib/dpkg/status") == 1
