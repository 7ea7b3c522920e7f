"""The verdict for people: the word first, then what nobody could judge, then what decides."""

import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.text.style import columns_of
from mooring.reports.verdicts.table import FORMAT
from reports.verdicts.worlds import JUDGED

STOPPED = """\
STOP registry.example/team/app:1.4
4 findings of 6 rules stop it
1 rule could not be evaluated · 1 rule could not look · 2 stop it · 1 warns · 1 is accepted by an allowlist
  bundle     House rules (house)
  policies   House policy (stop)
  mapping    all
  judged as  registry.example/team/app:1.4
  digest     sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
  database   2026-11-20, 3 days old
  evaluated  2026-11-23 20:09:07
"""
FINDINGS = """\
COULD NOT BE EVALUATED: nothing is known of what these rules look for
  expression.matches · 1 finding · rule expression-1
    message                                            trigger id
    The rule could not be evaluated: it took too long  evaluation_error

NOT GATHERED: rules that could not look have found nothing, which means nothing
  malware.scans · 1 finding · rule malware-1
    message                                                 trigger id
    The rule needs evidence that was not gathered: malware  evidence_missing+malware

Stop: 2 findings
  vulnerabilities.package · 2 findings · rule vulnerabilities-1
    severity  trigger id             installed        fixed in   note                   path
    critical  CVE-2023-45853+zlib1g  1:1.2.13.dfsg-1  won't fix
    high      CVE-2021-23337+lodash  4.17.15          4.17.21    EXPLOITED, ransomware  /app/node_modules/lodash/package.json
    → update lodash

Warn: 1 finding
  dockerfile.instruction · 1 finding · rule dockerfile-1
    message                                trigger id
    Dockerfile directive 'USER' not found  22222222222222222222222222222222
    → add USER app

Accepted by allowlists: 1 finding
  1 by item 'shell' of 'Base image', until 2027-01-31: needed to start

Next
"""


def rendered(name, **options):
    return b"".join(FORMAT.render(JUDGED[name], RenderOptions(**options))).decode()


def test_the_verdict_and_what_it_rests_on_come_first():
    assert rendered("stop").startswith(STOPPED)


def test_rules_that_could_not_be_judged_come_before_findings_and_accepted_ones_last():
    assert FINDINGS in rendered("stop")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pass", "PASS registry.example/team/app:1.4\nNothing that 6 rules look for stops it\n"),
        ("warn", "WARN registry.example/team/app:1.4\n1 finding of 6 rules warns; nothing stops it\n"),
        ("allowed", "\nThe bundle allows this image by its rule 'golden', whatever the policies say\n"),
        ("denied", "\nThe bundle denies this image by its rule 'never', whatever the policies say\n"),
        ("unmapped", "\nNo mapping of the bundle matches the image: no policy was applied\n"),
        ("mistaken", "\nThe bundle has 1 mistake: nothing passes by rules that cannot be understood\n"),
    ],
)
def test_the_reason_is_a_sentence(name, words):
    assert words in rendered(name)


def test_what_was_not_read_or_not_assessed_stands_beside_the_verdict():
    assert "INCOMPLETE: 1 problem in reading and searching the image\n" in rendered("stop")
    assert "NOT ASSESSED: finding nothing in these means nothing\n" in rendered("unmapped")


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_moves_the_cursor(name, width):
    text = rendered(name, width=width)

    assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize("name", ["stop", "pass", "mistaken"])
def test_lines_fit_the_terminal(name):
    shown = rendered(name, width=80)

    # What is to be typed is never cut.
    assert max(columns_of(line) for line in shown.splitlines() if "mooring policy" not in line) <= 80
