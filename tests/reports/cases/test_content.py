"""Finds in files as failed tests."""

from xml.etree import ElementTree as ET

import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.junit import FORMAT
from reports.contents import CONTENTS
from reports.verdicts.worlds import JUDGED


def cases(report):
    root = ET.fromstring(b"".join(FORMAT.render(report, RenderOptions())))
    return [
        (case.get("classname"), case.get("name"), case[0].tag if len(case) else "passed")
        for case in root.iter("testcase")
    ]


@pytest.mark.parametrize("name", CONTENTS)
def test_the_document_is_xml_whatever_the_image_says(name):
    assert cases(CONTENTS[name])


def test_a_find_fails_and_an_accepted_one_is_skipped():
    found = cases(CONTENTS["full"])

    assert ("Secrets", "npm access token /root/.npmrc:1 npm-token", "failure") in found
    assert ("Secrets", "Example API key /app/test/fixtures.json:9 example-key", "skipped") in found
    assert ("Malware", "Example.Test.Signature /app/tool", "failure") in found


def test_an_engine_that_did_not_run_is_an_error():
    assert ("Malware", "Malware", "error") in cases(CONTENTS["full"])


def test_what_was_looked_for_in_vain_passes_and_what_was_not_looked_for_wholly_does_not():
    assert ("Secrets", "Secrets", "system-out") in cases(CONTENTS["spotless"])
    assert ("Secrets", "Secrets", "error") in cases(CONTENTS["unknown"])
    assert ("Secrets", "Secrets", "system-out") not in cases(CONTENTS["unknown"])


def test_the_verdict_is_a_test_of_the_scan():
    assert ("verdict", "final action", "failure") in cases(JUDGED["stop"])
