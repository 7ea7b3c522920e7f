"""A verdict in a comment on a pull request."""

import msgspec
import pytest

from mooring.model.policy import BundleProblem
from mooring.reports.format import RenderOptions
from mooring.reports.verdicts.markdown import FORMAT, MAX_BYTES
from reports.verdicts.worlds import FOUND, JUDGED, STOP, finding, judged

STOPPED = """\
# Policy verdict on registry.example/team/app:1.4

> [!CAUTION]
> **STOP**: 4 findings of 6 rules stop it

1 rule could not be evaluated · 1 rule could not look · 2 stop it · 1 warns · 1 is accepted by an allowlist
"""
GROUP = """\
## Stop

**vulnerabilities.package** · 2 findings

| severity | about | message | fixed in | trigger id | rule |
|---|---|---|---|---|---|
| critical | zlib1g 1:1.2.13.dfsg-1 | CRITICAL Vulnerability found in os package type (dpkg) - zlib1g (CVE-2023-45853) | won't fix | \
CVE-2023-45853+zlib1g | vulnerabilities-1 |
"""


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions())).decode()


def test_the_verdict_and_its_reason_come_first():
    assert rendered(JUDGED["stop"]).startswith(STOPPED)


def test_what_stops_is_open_and_what_warns_is_folded():
    text = rendered(JUDGED["stop"])

    assert GROUP in text
    assert "<details><summary><b>dockerfile.instruction</b> · 1 finding</summary>" in text


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("pass", "> [!TIP]\n> **PASS**"),
        ("warn", "> [!WARNING]\n> **WARN**"),
        ("allowed", "> [!WARNING]\n> **PASS**: the bundle allows"),
        ("unmapped", "> [!WARNING]\n> **PASS**: no mapping"),
        ("mistaken", "> [!CAUTION]\n> **STOP**: the bundle has 1 mistake"),
    ],
)
def test_the_box_is_green_only_where_rules_were_applied_and_nothing_fired(name, box):
    assert box in rendered(JUDGED[name])


def test_what_was_not_read_or_assessed_is_told():
    assert "**Incomplete: 1 problem**" in rendered(JUDGED["stop"])
    assert "**Not read or searched wholly: 1 problem**" in rendered(JUDGED["unmatched"])
    assert "**Not assessed" in rendered(JUDGED["unmapped"])


def test_the_comment_never_grows_beyond_what_is_accepted_and_says_what_is_missing():
    wordy = tuple(finding(f"gate{number % 7}.fires", f"<b>@team</b> {'_*' * 2000} {number}") for number in range(5000))
    problems = tuple(BundleProblem(path="x" * 5000, message="_" * 5000) for _ in range(300))
    report = judged(msgspec.structs.replace(STOP, findings=(*wordy, *FOUND), problems=problems))

    text = rendered(report)

    assert len(text.encode()) <= MAX_BYTES
    assert "findings did not fit here**" in text


def test_marks_of_findings_are_text():
    report = judged(msgspec.structs.replace(STOP, findings=(finding("a.b", "<img src=x> | @team ![x](y) `"),)))

    assert "\\<img src=x\\> \\| \\@team \\!\\[x\\](y) \\`" in rendered(report)
