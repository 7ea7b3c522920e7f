"""`always.always`."""

import json

from mooring.policy.compile import compile_bundle
from mooring.policy.evaluate import evaluate
from mooring.policy.gates.always import GATE
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.registry import registry_of
from policy.bundles import bundle, evidence, rule


def test_it_fires_on_every_image_with_the_id_and_message_of_anchore():
    document = json.dumps(bundle(rule())).encode()

    verdict = evaluate(compile_bundle(read_bundle(document, "b.json"), gates=registry_of((GATE,))), evidence())

    [finding] = verdict.findings
    assert (finding.trigger_id, finding.message) == ("always", "Unconditional trigger match")
