"""What every format promises: the same bytes for the same report, in pieces, whatever the image says."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from mooring.base.errors import UsageError
from mooring.base.families import collect
from mooring.reports.format import RenderOptions, ReportFormat
from reports.contents import CONTENTS
from reports.samples import PACKAGES, REPORT, REPORTS
from reports.verdicts.worlds import JUDGED
from reports.worlds import MATCHED, WORLDS

FORMATS = {one.name: one for one in collect("mooring.reports", ReportFormat, contract="format")}
FINDINGS_ALONE = {one.name for one in FORMATS.values() if one.needs_findings}
OPTIONS = RenderOptions(with_files=True, width=80, use_color=True, template="{{ packages|length }}")
DIGESTS = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from reports.test_family import FORMATS, OPTIONS
from reports.worlds import MATCHED
for name, one in FORMATS.items():
    print(name, hashlib.sha256(b"".join(one.render(MATCHED, OPTIONS))).hexdigest())
"""


def test_every_format_says_what_it_is():
    assert all(one.summary and "/" in one.media_type and one.extension.startswith(".") for one in FORMATS.values())
    assert FINDINGS_ALONE == {"sarif", "grype-json", "junit", "gitlab", "openvex", "csaf-vex", "cyclonedx-vex"}
    assert len(FORMATS) == 19


@pytest.mark.parametrize("report", WORLDS)
@pytest.mark.parametrize("name", FORMATS)
def test_findings_are_written_as_text_whatever_feeds_and_image_say(name, report):
    pieces = list(FORMATS[name].render(WORLDS[report], OPTIONS))

    assert isinstance(b"".join(pieces).decode(), str)


@pytest.mark.parametrize("report", CONTENTS)
@pytest.mark.parametrize("name", FORMATS)
def test_content_is_written_as_text_whatever_the_image_says(name, report):
    pieces = list(FORMATS[name].render(CONTENTS[report], OPTIONS))

    assert isinstance(b"".join(pieces).decode(), str)


@pytest.mark.parametrize("report", sorted(set(JUDGED) - {"unmatched"}))
@pytest.mark.parametrize("name", FORMATS)
def test_a_verdict_is_written_as_text_whatever_the_bundle_says(name, report):
    pieces = list(FORMATS[name].render(JUDGED[report], OPTIONS))

    assert isinstance(b"".join(pieces).decode(), str)


@pytest.mark.parametrize("name", sorted(FINDINGS_ALONE))
def test_a_format_for_findings_refuses_a_report_without_them(name):
    with pytest.raises(UsageError, match="was not matched"):
        FORMATS[name].render(REPORT, OPTIONS)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", sorted(set(FORMATS) - FINDINGS_ALONE))
def test_what_is_written_is_text_whatever_the_image_says(name, report):
    pieces = list(FORMATS[name].render(REPORTS[report], OPTIONS))

    assert isinstance(b"".join(pieces).decode(), str)


def test_another_process_writes_the_same_bytes():
    """Hash seeds differ between processes: an order that hangs on one shows here."""
    command = [sys.executable, "-c", DIGESTS, str(Path(__file__).parents[1])]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )

    assert done.stdout.splitlines() == [
        f"{name} {hashlib.sha256(b''.join(one.render(MATCHED, OPTIONS))).hexdigest()}" for name, one in FORMATS.items()
    ]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"template"}))
def test_a_large_report_comes_in_pieces(name):
    packages = tuple(msgspec.structs.replace(PACKAGES[0], id=f"{number:016x}") for number in range(3000))
    report = msgspec.structs.replace(MATCHED, inventory=msgspec.structs.replace(MATCHED.inventory, packages=packages))
    if name == "table":
        pytest.skip("a group of packages is aligned as a whole")

    pieces = list(FORMATS[name].render(report, OPTIONS))

    assert max(map(len, pieces)) < 500_000
