"""Workflows and actions give what they use."""

from mooring.packages.infrastructure.github_workflow import READER
from packages.lock_files import by_name, read

COMMIT = "11bd71901bbe5b1630ceea73d27597364c9af683"
WORKFLOW = f"""\
on: push
jobs:
  build:
    container: registry.example/ci:1
    services:
      db:
        image: postgres:16
    steps:
      - uses: Acme/checkout@v4
      - uses: acme/pinned@{COMMIT} # v1.2.3
      - uses: "acme/quoted@{COMMIT}" # tag=2.0.0
      - uses: acme/bare@{COMMIT}
      - uses: acme/tools/deep/init@main
      - uses: ./local
      - uses: docker://alpine:3.20
      - uses: nobody
      - uses: acme/none@
      - run: make
  call:
    uses: acme/shared/.github/workflows/ci.yml@v2
"""


def test_actions_images_and_workflows_are_named():
    packages = by_name(read(READER, ".github/workflows/ci.yml", WORKFLOW))

    assert set(packages) == {
        "ci@1",
        "postgres@16",
        "Acme/checkout@v4",
        "acme/pinned@v1.2.3",
        "acme/quoted@2.0.0",
        f"acme/bare@{COMMIT}",
        "acme/tools@main",
        "alpine@3.20",
        "acme/shared@v2",
    }
    assert packages["acme/tools@main"].subpath == "deep/init"
    assert packages["acme/shared@v2"].properties == {"kind": "workflow"}
    assert {package.scope for package in packages.values()} == {"build"}


def test_a_pin_keeps_its_commit_and_takes_its_version_from_the_comment():
    pinned = by_name(read(READER, ".github/workflows/ci.yml", WORKFLOW))["acme/pinned@v1.2.3"]

    assert (pinned.properties["commit"], pinned.line) == (COMMIT, 10)


def test_a_composite_action_is_read():
    content = "runs:\n  using: composite\n  steps:\n    - uses: acme/cache@v3\n"

    (fact,) = read(READER, "tools/action.yml", content)

    assert (fact.namespace, fact.name, fact.version) == ("acme", "cache", "v3")


def test_only_workflows_and_actions_are_claimed():
    assert READER.wants(".github/workflows/ci.yml")
    assert READER.wants("action.yaml")
    assert not READER.wants("deploy/ci.yml")
