"""No rule takes ordinary text for a secret."""

import pytest

from content.secrets.rules.checker import all_rules, secrets_in
from content.secrets.rules.ordinary import texts


@pytest.mark.parametrize(("place", "text"), texts().items(), ids=texts())
def test_no_rule_fires_on_ordinary_text(place, text):
    found = {rule["id"]: secrets for rule in all_rules() if (secrets := secrets_in(rule, place, text))}

    assert {} == found
