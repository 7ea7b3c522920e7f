"""`mooring compliance` as users run it: arguments in; reports, messages and exit code out."""

import csv
import io
import json

import pytest

from images.build import image, layer
from journeys.running import inside, mooring
from mooring.model.codec import to_json
from mooring.model.severity import Severity
from mooring.policy.packs.library import pack_names
from policy.compliance.worlds import DOCKERFILE, KEY, REPORT, changed, config, flaw, inventory, with_file
from policy.gate_rules import NOW
from policy.matched import OPENSSL
from signing import cosign

AT = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
HOUSE = (
    "--set",
    "base-images=registry.example/base/*",
    "--set",
    "signing-keys=@cosign.pub",
    "--set",
    "transparency-log=false",
)
WAIVERS = """
allowlists:
- id: ours
  version: 1_0
  name: Ours
  items:
  - {id: not-reached, vulnerability: CVE-2025-1, reason: not reached, expires_on: 2030-01-01T00:00:00Z}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Stored reports: of an image that was looked after, of one with flaws, and of one nobody looked into."""
    place = tmp_path_factory.mktemp("compliance")
    flawed = with_file("/usr/bin/su", 0o4755)(flaw(Severity.HIGH)(config(user="root")(REPORT)))
    blind = changed(inventory(files=None)(REPORT), dockerfile=None)
    for name, report in (("good", REPORT), ("flawed", flawed), ("old", flaw(Severity.HIGH)(REPORT)), ("blind", blind)):
        (place / f"{name}.json").write_bytes(b"".join(to_json(report)))
    (place / "cosign.pub").write_text(cosign.pem(KEY))
    (place / "waivers.yaml").write_text(WAIVERS)
    (place / "Dockerfile").write_text(DOCKERFILE)
    return place


def run(home, *arguments: str):
    return inside("compliance", *arguments, "-q", folder=home, extra=AT)


def states(text: str) -> dict[str, str]:
    return {one["id"]: one["state"] for one in json.loads(text)["controls"]}


def test_an_image_that_was_looked_after_passes(home):
    ended = run(home, "good.json", "--pack", "cis-docker", "--tag", "registry.example/team/app:1.4", *HOUSE)

    assert (0, "") == (ended.code, ended.messages)
    assert ended.out.startswith(
        "PASS CIS Docker Benchmark: images\n12 of 12 controls that a program can check pass, 5 of them in part\n"
    )
    assert "judged as  registry.example/team/app:1.4" in ended.out


def test_a_control_that_fails_stops_the_pipeline_and_says_which(home):
    ended = run(home, "flawed.json", "--pack", "cis-docker", *HOUSE, "-o", "json")

    assert (1, "stop: 3 controls fail, first 4.1 Containers run as an account of their own\n") == (
        ended.code,
        ended.messages,
    )
    found = states(ended.out)
    assert {"4.1", "4.4", "4.8"} == {name for name, state in found.items() if state == "fail"}
    assert [f"4.{number}" for number in range(1, 13)] == list(found)


def test_a_report_may_be_wanted_whatever_it_says(home):
    assert 0 == run(home, "flawed.json", "--pack", "cis-docker", *HOUSE, "--no-fail-on-fail").code


def test_what_was_not_gathered_is_incomplete(home):
    ended = run(home, "blind.json", "--pack", "cis-docker", *HOUSE)

    assert (
        3,
        "incomplete: 2 controls were not gathered, first 4.8 No program changes its user or group when it starts\n",
    ) == (
        ended.code,
        ended.messages,
    )
    assert ended.out.startswith("INCOMPLETE")
    assert 0 == run(home, "blind.json", "--pack", "cis-docker", *HOUSE, "--allow-incomplete").code
    assert 3 == run(home, "blind.json", "--pack", "cis-docker", *HOUSE, "--no-fail-on-fail").code


def test_what_a_waiver_accepts_is_told_and_does_not_fail(home):
    ended = run(home, "old.json", "--pack", "cis-docker", *HOUSE, "--waivers", "waivers.yaml")

    assert 0 == ended.code
    assert "accepted by 'not-reached' of 'Ours' until 2030-01-01: not reached" in ended.out


def test_without_settings_people_must_say_what_they_trust(home):
    ended = run(home, "good.json", "--pack", "cis-docker", "-o", "json")

    assert 0 == ended.code
    assert {"4.2", "4.5", "4.12"} == {name for name, state in states(ended.out).items() if state == "manual"}


def test_several_formats_go_to_files(home):
    ended = run(
        home,
        "flawed.json",
        "--pack",
        "hipaa",
        "-o",
        "html=h.html",
        "-o",
        "csv=c.csv",
        "-o",
        "json=j.json",
        "-o",
        "table",
    )

    assert 1 == ended.code
    assert ended.out.startswith("FAIL HIPAA")
    assert "<h1>HIPAA" in (home / "h.html").read_text()
    rows = list(csv.DictReader(io.StringIO((home / "c.csv").read_text(), newline="")))
    assert 18 == len([row for row in rows if row["record"] == "control"])
    assert 18 == len(states((home / "j.json").read_text()))


def test_the_packs_are_listed_with_what_they_take(home):
    ended = run(home, "--list")

    assert 0 == ended.code
    assert [True] * len(pack_names()) == [f"\n{name} " in f"\n{ended.out}" for name in pack_names()]
    assert "12 controls, 12 of them checked in whole or in part" in ended.out
    assert "base-images: Images that others may be built on" in ended.out


def test_a_pack_is_a_bundle_for_other_commands(home):
    ended = run(home, "--pack", "cis-docker", "--bundle", *HOUSE)
    (home / "cis.json").write_text(ended.out)

    assert 0 == ended.code
    assert 0 == inside("policy", "validate", "cis.json", folder=home).code
    named = inside("policy", "check", "good.json", "--bundle", "cis-docker", "-o", "json", folder=home, extra=AT)
    assert "mooring-cis-docker" == json.loads(named.out)["verdict"]["bundle_id"]


def test_the_strict_bundle_passes_what_was_looked_after_and_stops_what_was_not(home):
    codes = [
        inside("policy", "check", name, "--bundle", "strict", "-q", folder=home, extra=AT).code
        for name in ("good.json", "flawed.json", "blind.json")
    ]

    assert [0, 1, 0] == codes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("good.json",), "error: no pack is named\nhint:  --pack takes one of cis-docker, disa-stig"),
        (("--pack", "cis-docker"), "error: no image is named\nhint:  mooring compliance IMAGE --pack cis-docker"),
        (
            ("good.json", "--pack", "cis-dokcer"),
            "error: there is no pack 'cis-dokcer'\nhint:  did you mean 'cis-docker'?",
        ),
        (
            ("good.json", "--pack", "strict"),
            "error: 'strict' is a bundle without controls\nhint:  `mooring policy check",
        ),
        (("good.json", "--pack", "hipaa", "--set", "setuid-path=/x"), "did you mean 'setuid-paths'?"),
        (("good.json", "--pack", "hipaa", "--set", "signing-keys=@none.pub"), "cannot be read: no such file"),
        (("good.json", "--pack", "hipaa", "--set", "signing-keys=abc"), "holds no public key"),
        (("good.json", "--pack", "hipaa", "--waivers", "none.yaml"), "the file of waivers 'none.yaml' cannot be read"),
        (("good.json", "--pack", "hipaa", "--waivers", "good.json"), "good.json: "),
        (("good.json", "--pack", "hipaa", "-o", "htlm"), "did you mean 'html'?"),
        (("good.json", "--pack", "hipaa", "-o", "json", "-o", "csv"), "two reports would go to standard output"),
        (("missing.json", "--pack", "hipaa"), "there is no file 'missing.json'"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(home, arguments, message):
    ended = run(home, *arguments)

    assert (2, "") == (ended.code, ended.out)
    assert message in ended.messages


def test_an_image_is_scanned_for_what_the_pack_asks(tmp_path):
    """Files, accounts, secrets and the Dockerfile are gathered without being asked for one by one."""
    built = image(
        layer(
            {
                "etc/passwd": b"root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n",
                "app/serve": b"#!/bin/sh\n",
            }
        ),
        tags=("app:1.0",),
    )
    (tmp_path / "app.tar").write_bytes(built.docker_archive())
    (tmp_path / "Dockerfile").write_text("FROM scratch\nADD app /app\n")

    ended = mooring(
        "compliance", "app.tar", "--pack", "cis-docker", "--dockerfile", "Dockerfile", "-q", "-o", "json", "--no-cache",
        folder=tmp_path, extra=AT,
    )  # fmt: skip

    found = states(ended.out)
    assert 1 == ended.code
    assert ("fail", "fail", "pass", "pass") == tuple(found[name] for name in ("4.1", "4.9", "4.8", "4.10"))
    assert OPENSSL.name not in ended.out
