"""The verdict for programs."""

import json

from mooring.reports.format import RenderOptions
from mooring.reports.verdicts.json import FORMAT
from reports.verdicts.worlds import DIGEST, JUDGED


def rendered(name):
    return json.loads(b"".join(FORMAT.render(JUDGED[name], RenderOptions())))


def test_the_document_holds_image_verdict_and_the_packages_of_the_findings():
    document = rendered("stop")

    assert document["passes"] is False
    assert document["image"]["name"] == "registry.example/team/app:1.4"
    assert (document["verdict"]["action"], document["verdict"]["image_digest"]) == ("stop", DIGEST)
    assert len(document["verdict"]["findings"]) == 6
    assert [one["name"] for one in document["subjects"]] == ["zlib1g", "lodash"]


def test_a_finding_says_who_accepts_it():
    accepted = rendered("stop")["verdict"]["findings"][3]

    assert (accepted["action"], accepted["rule_action"]) == ("go", "stop")
    assert accepted["allowance"]["item_id"] == "shell"


def test_what_could_not_be_read_is_part_of_it():
    assert len(rendered("stop")["problems"]) == 1
