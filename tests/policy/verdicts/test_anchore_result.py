"""A verdict as Anchore's PolicyEvaluation."""

import json

from mooring.policy.evaluate import evaluate
from mooring.policy.verdicts.anchore_result import HEADER, anchore_result, check_response
from policy.bundles import DIGEST, IMAGE_ID, bundle, compiled, evidence, image, package, rule


def result_of(document, *packages, **more):
    ready = compiled(document)
    verdict = evaluate(ready, evidence(*packages, **more))
    return json.loads(json.dumps(anchore_result(verdict, ready.bundle, user_id="admin", document=document)))


def rows_of(result):
    return result["result"][IMAGE_ID]["result"]


def test_every_field_of_the_evaluation_is_there():
    document = bundle(rule())

    result = result_of(document)

    assert {key: result[key] for key in ("user_id", "image_id", "image_digest", "tag", "status")} == {
        "user_id": "admin", "image_id": IMAGE_ID, "image_digest": DIGEST, "tag": "registry.example/app:1", "status": "fail",
    }  # fmt: skip
    assert (result["final_action"], result["final_action_reason"]) == ("stop", "policy_evaluation")
    assert result["bundle"] == document
    assert result["evaluation_problems"] == []
    assert result["matched_whitelisted_images_rule"] is False
    assert result["matched_mapping_rule"]["policy_ids"] == ["p"]
    assert result["matched_mapping_rule"]["image"] == {"type": "tag", "value": "*"}
    assert (result["policy_data"], result["policy_name"]) == ([], "")
    assert (result["whitelist_data"], result["whitelist_names"]) == ([], [])


def test_rows_have_the_columns_in_the_order_that_readers_rely_on():
    table = rows_of(result_of(bundle(rule())))

    assert table["header"] == [
        "Image_Id", "Repo_Tag", "Trigger_Id", "Gate", "Trigger", "Check_Output", "Gate_Action", "Whitelisted", "Policy_Id"
    ]  # fmt: skip
    assert table["rows"] == [
        [
            IMAGE_ID,
            "registry.example/app:1",
            "always",
            "always",
            "always",
            "Unconditional trigger match",
            "stop",
            False,
            "p",
        ]
    ]
    assert (table["row_count"], table["final_action"], len(HEADER)) == (1, "stop", 9)


def test_a_whitelisted_row_is_go_and_says_by_what():
    [row] = rows_of(result_of(bundle(rule(), items=({"id": "i", "gate": "always", "trigger_id": "always"},))))["rows"]

    assert row[6:8] == ["go", {"whitelist_name": "list", "whitelist_id": "w", "matched_rule_id": "i"}]


def test_an_image_that_no_mapping_matches_passes_without_rows_and_problems():
    result = result_of(bundle(rule(), mappings=()))

    assert (result["status"], result["matched_mapping_rule"], rows_of(result)["rows"]) == ("pass", False, [])
    assert result["evaluation_problems"] == []


def test_the_rule_that_denies_an_image_is_named():
    result = result_of(bundle(rule(action="GO"), blacklisted_images=[image(id="bad")]))

    assert (result["final_action_reason"], result["matched_blacklisted_images_rule"]["id"]) == ("blacklisted", "bad")


def test_mistakes_of_the_bundle_are_evaluation_problems():
    result = result_of(bundle(rule("nothing"), rule("vulnhigh", gate="anchoresec", rule_id="x")))

    assert [(one["severity"], one["problem_type"]) for one in result["evaluation_problems"]] == [
        ("error", "unknown-trigger"),
        ("warn", "end-of-life-gate"),
    ]
    assert result["status"] == "fail"


def test_a_path_that_is_no_utf_8_can_be_served():
    row = rows_of(result_of(bundle(rule("named", names="a\udcff")), package("a\udcff")))

    assert json.dumps(row).encode()


def test_the_answer_of_the_check_is_by_digest_and_tag():
    ready = compiled(bundle(rule("named", "WARN", names="bash")))
    verdict = evaluate(ready, evidence(package("bash")))

    [brief], [long] = (check_response(verdict, ready.bundle, detail=detail) for detail in (False, True))

    [evaluation] = brief[DIGEST]["registry.example/app:1"]
    assert (evaluation["status"], evaluation["policyId"], evaluation["detail"]) == ("pass", "b", {})
    assert long[DIGEST]["registry.example/app:1"][0]["detail"]["result"]["final_action"] == "warn"
