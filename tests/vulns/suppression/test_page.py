"""docs/exceptions.md says what the program does."""

import re
from pathlib import Path

from mooring.model.exception import Condition
from mooring.vulns.suppression import exceptions
from mooring.vulns.suppression.exceptions import read_exceptions
from mooring.vulns.suppression.vex.read import read_vex
from mooring.vulns.suppression.words import JUSTIFICATIONS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "exceptions.md").read_text()


def block(language):
    return re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]


def test_the_example_of_exceptions_is_read(tmp_path):
    path = tmp_path / "exceptions.yaml"
    path.write_text(block("yaml"))

    assert [rule.id for rule in read_exceptions(path)] == ["EX-12", "exceptions.yaml#2"]


def test_the_example_of_vex_is_read(tmp_path):
    path = tmp_path / "vex.json"
    path.write_text(block("json"))

    assert [statement.vulnerabilities for statement in read_vex(path)] == [("CVE-2024-1234",)]


def test_every_key_condition_and_justification_is_told():
    words = (*exceptions._KEYS, *Condition.__struct_fields__, *JUSTIFICATIONS)

    assert [word for word in words if f"`{word}" not in PAGE] == []
