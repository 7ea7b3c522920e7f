"""Every gate, trigger and parameter, through the whole program: on an image, on its stored report, on an SBOM that knows little."""

import json

import pytest

from images.build import Entry, image
from journeys.advisories import AT_THE_TIME, JINJA, build, debian
from journeys.matching import ZLIB
from journeys.policies import bundle, every_rule, policy, usable_values, written
from journeys.running import inside
from mooring.policy.gate import parameters_of
from mooring.policy.registry import all_gates

CANNOT_SAY = {
    ("packages", "age"): "Debian's packages do not say when they were built",
    ("retrieved_files", "content_regex"): "the file of the example is in no image of the tests",
    ("expression", "cel"): "the example is about packages, and the rule goes through something else",
}
"""Rules that cannot be evaluated on the image of these tests, and why that is right. Everything else must give an answer."""
NOT_THERE = {
    "malware": "there is no scanner on the path of this test",
    "signatures": "an image in a file has no registry that signatures could be fetched from",
}
"""Evidence that cannot be gathered from an image in a file."""
SBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [{"type": "library", "name": "left-pad", "version": "1.3.0", "purl": "pkg:npm/left-pad@1.3.0"}],
}
PASSWD = b"root:x:0:0:root:/root:/bin/bash\napp:x:1000:1000::/home/app:/bin/sh\n"
NO_DOCKERFILE = "skipped where there is no Dockerfile, as in Anchore; `no_dockerfile_provided` tells it"
SILENT = {
    "coverage": "an SBOM is read whole, and is matched: there is nothing to tell",
    "distro": "no distribution is named, which `unknown` and `allowed` tell",
    "expression": "the example is about packages that the SBOM does not have",
    "licenses": "what a package does not say is told by `unknown` and `allowed`",
    "metadata": "an attribute that is empty is not above, below or like anything",
    "npms": "silent without data of the registry, as in Anchore; `feed_data_unavailable` tells it, and a note",
    "packages": "an SBOM tells of packages",
    "ruby_gems": "there are no gems",
    "vulnerabilities": "an SBOM tells of packages, and those are matched",
    "dockerfile.instruction": NO_DOCKERFILE,
    "dockerfile.effective_user": NO_DOCKERFILE,
    "dockerfile.exposed_ports": NO_DOCKERFILE,
    "dockerfile.check": "asks for an actual Dockerfile only, which there is none of",
}
"""Gates and triggers that may find nothing on an SBOM, since it tells what they ask, or since Anchore has it so."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A database, an image, its base, and the bundle."""
    place = tmp_path_factory.mktemp("every")
    assert build(place).code == 0
    sums = {"var/lib/dpkg/info/python3-jinja2.md5sums": f"{'0' * 32}  {JINJA}\n".encode()}
    whole = debian(more={**ZLIB, **sums, "etc/passwd": PASSWD, "usr/bin/su": Entry(content=b"x", mode=0o4755)})
    (place / "app.tar").write_bytes(whole.docker_archive())
    (place / "base.tar").write_bytes(image(whole.layers[0], tags=("base:1",)).docker_archive())
    (place / "Dockerfile").write_text("FROM registry.example/base:1\nEXPOSE 22\nUSER root\n")
    (place / "sbom.json").write_text(json.dumps(SBOM))
    (place / "index.json").write_text('{"npm": {"left-pad": ["1.3.0"]}, "gem": {}}')
    written(place, bundle(*every_rule()), "every.json")
    return place


@pytest.fixture(scope="module")
def report(folder):
    """The image scanned and judged by every rule, as `mooring scan --policy` stores it."""
    ended = inside(
        "scan", "app.tar", "--policy", "every.json", "--base", "docker-archive:base.tar", "--dockerfile", "Dockerfile",
        "--package-index", "index.json", "-q", "-o", "json=report.json",
        folder=folder, extra={**AT_THE_TIME, "PATH": "/nowhere"},
    )  # fmt: skip
    assert ended.code == 1, ended.messages
    return json.loads((folder / "report.json").read_text())


def by_kind(verdict, kind):
    return {
        (finding["gate"], finding["trigger"], finding["message"])
        for finding in verdict["findings"]
        if finding.get("kind", "fired") == kind
    }


def rules_of(document):
    return {rule["id"]: rule for rule in document["policies"][0]["rules"]}


@pytest.mark.parametrize("gate", [gate.name for gate in all_gates().gates])
def test_every_parameter_has_an_example_that_it_takes(gate):
    wrong = [
        f"{trigger.NAME}.{name}"
        for trigger in all_gates().by_name[gate].triggers
        for name, (_, parameter, _) in parameters_of(trigger).items()
        if not all(map(bool, usable_values(f"{gate}.{trigger.NAME}", name, trigger)))
        or parameter.kind.parse(usable_values(f"{gate}.{trigger.NAME}", name, trigger)[0]) is None
    ]

    assert wrong == []


def test_a_bundle_of_every_rule_is_valid(folder):
    ended = policy(folder, "validate", "every.json", "-o", "json")

    document = json.loads(ended.out)
    assert [problem for problem in document["problems"] if problem.get("is_error", True)] == []
    assert (ended.code, document["is_valid"]) == (0, True)


def test_every_rule_has_an_answer_on_an_image(report):
    failed = {row for row in by_kind(report["verdict"], "failed") if row[:2] not in CANNOT_SAY}

    assert failed == set()


def test_what_an_image_in_a_file_does_not_have_is_told(report):
    told = {message.rpartition(": ")[2] for _, _, message in by_kind(report["verdict"], "not-gathered")}

    assert told <= set(NOT_THERE)


def test_every_rule_was_judged(folder, report):
    [result] = report["verdict"]["policies"]

    assert result["rules"] == len(every_rule())
    assert report["verdict"].get("problems", []) == []


def test_a_stored_report_is_judged_as_the_image_was(folder, report):
    ended = policy(
        folder, "check", "report.json", "--bundle", "every.json", "--package-index", "index.json", "-q", "-o", "json"
    )

    judged = json.loads(ended.out)["verdict"]
    assert ended.code == 1
    assert report["verdict"]["findings"] == judged["findings"]


def test_what_needs_evidence_never_passes_on_a_bare_sbom(folder):
    """An SBOM tells of packages; a rule about anything else fires, or says that it cannot say. It never passes in silence."""
    ended = policy(folder, "check", "sbom.json", "--bundle", "every.json", "-q", "-o", "json")

    verdict = json.loads(ended.out)["verdict"]
    heard = {finding["rule_id"] for finding in verdict["findings"]}
    silent = {
        f"{rule['gate']}.{rule['trigger']}"
        for name, rule in rules_of(json.loads((folder / "every.json").read_text())).items()
        if name not in heard
    }
    assert verdict["action"] == "stop"
    assert {name for name in silent if name not in SILENT and name.partition(".")[0] not in SILENT} == set()
