"""The blocks of docs/policy.md run as they stand there: only the images are ours."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from journeys.advisories import AT_THE_TIME, build, debian
from journeys.policies import mapping, policy
from journeys.running import PROGRAM, environment, inside
from mooring.policy.reading.yaml_tree import parse_yaml

PAGE = Path(__file__).resolve().parents[2] / "docs" / "policy.md"
BLOCKS = re.findall(r"^```(sh|yaml)\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
SHELL = [text for kind, text in BLOCKS if kind == "sh"]
YAML = [text for kind, text in BLOCKS if kind == "yaml"]
IMAGES = {"nginx:1.27": "docker-archive:app.tar", "app:1.0": "docker-archive:app.tar"}
COMMANDS = [line for block in SHELL for line in block.splitlines() if line.startswith("mooring ")]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A database, an image, and the files that the page speaks of, made of the blocks of the page."""
    place = tmp_path_factory.mktemp("docs")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    (place / "reports").mkdir()
    for name in ("policy.yaml", "active.yaml", "next.yaml"):
        (place / name).write_text(bundle_of_the_page())
    (place / "cases.yaml").write_text(cases_of_the_page())
    ended = inside("scan", "app.tar", "-q", "-o", "json=reports/payment.json", folder=place, extra=AT_THE_TIME)
    assert ended.code == 0, ended.messages
    (place / "reports" / "app.json").write_bytes((place / "reports" / "payment.json").read_bytes())
    return place


def bundle_of_the_page():
    return next(text for text in YAML if text.startswith("id: "))


def cases_of_the_page():
    return next(text for text in YAML if "\ncases:" in text)


def test_the_page_has_the_blocks_that_are_tested():
    assert (len(SHELL), len(YAML), len(COMMANDS)) >= (3, 3, 9)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(command, home, tmp_path):
    if " init " in command:  # It would write over the bundle of the page.
        command = command.replace("policy.yaml", shlex.quote(str(tmp_path / "policy.yaml")))
    for name, ours in IMAGES.items():
        command = command.replace(name, ours)
    program = " ".join(map(shlex.quote, PROGRAM))
    ended = subprocess.run(
        ["bash", "-c", f'mooring() {{ {program} "$@"; }}\n{command}'],
        cwd=home,
        env=environment(home, {**AT_THE_TIME, "IMAGE": "docker-archive:app.tar"}),
        capture_output=True,
        timeout=60,
    )

    assert ended.returncode in (0, 1), ended.stderr.decode()
    assert "error: " not in ended.stderr.decode()


def test_the_bundle_of_the_page_is_valid(home):
    ended = policy(home, "validate", "policy.yaml", "-o", "json")

    assert (ended.code, json.loads(ended.out)["problems"]) == (0, [])


def test_the_cases_of_the_page_are_read_and_judged(home):
    ended = policy(home, "test", "cases.yaml", "--bundle", "policy.yaml")

    assert ended.messages == ""
    assert ended.out.splitlines()[-1] in ("1 passed, 0 failed", "0 passed, 1 failed")
    assert "could not be judged" not in ended.out


@pytest.mark.parametrize("text", [text for text in YAML if text.startswith("- gate:")])
def test_a_rule_of_the_page_is_valid(text, home):
    rules = [{"id": f"r{number}", **rule} for number, rule in enumerate(parse_yaml(text))]
    document = {
        "id": "b", "version": "1_0", "policies": [{"id": "p", "version": "1_0", "rules": rules}], "mappings": [mapping()],
    }  # fmt: skip
    (home / "rule.json").write_text(json.dumps(document))

    ended = policy(home, "validate", "rule.json")

    assert (ended.code, ended.out) == (0, "rule.json is valid\n")
