"""Content in the pipeline: nothing is imported without need."""

from mooring.content.options import NO_CONTENT
from mooring.scan.content import ContentPlan


def test_a_plan_without_needs_has_no_kinds_and_no_variant():
    plan = ContentPlan(NO_CONTENT)

    assert ((), "", "", ()) == (plan.kinds, plan.variant, plan.result_variant, plan.readers())
