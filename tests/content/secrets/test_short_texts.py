"""Short texts, searched without hyperscan."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from content.secrets.world import github_token
from mooring.base.config import SecretText
from mooring.content.options import NO_CONTENT, ContentOptions
from mooring.content.secrets.short_texts import MAX_TEXT_CHARS, masked, short_texts

TEXTS = short_texts(NO_CONTENT)


def test_a_secret_is_known_by_rule_and_by_name():
    text = f"TOKEN={github_token()} DB_PASSWORD=hunter22"

    assert [spot.rule.id for spot in TEXTS.spots(text)] == ["github-pat", "named-secret"]
    assert masked(text, TEXTS.spots(text)) == "TOKEN=*** DB_PASSWORD=***"


def test_places_are_counted_in_characters():
    text = f"é日😀 {github_token()} é"

    assert masked(text, TEXTS.spots(text)) == "é日😀 *** é"


def test_a_value_has_a_fingerprint_where_there_is_a_key():
    (spot,) = short_texts(ContentOptions(fingerprint_key=SecretText("k"))).spots("DB_PASSWORD=hunter22")

    assert len(spot.fingerprint) == 32


def test_of_a_longer_text_the_rest_is_masked():
    text = "x" * MAX_TEXT_CHARS + github_token()

    assert masked(text, TEXTS.spots(text)) == "x" * MAX_TEXT_CHARS + "***"


def test_a_narrowed_search_finds_the_same():
    text = f"a {github_token()}"

    assert TEXTS.narrowed([text, "other"]).spots(text) == TEXTS.spots(text)


@given(st.text(max_size=80))
def test_any_text_is_masked_without_harm(text):
    spots = TEXTS.spots(text)

    assert masked(text, ()) == text
    assert all(0 <= spot.start <= spot.end <= len(text) for spot in spots)


def test_half_a_surrogate_pair_does_no_harm():
    text = f"\udc80 {github_token()}"

    assert masked(text, TEXTS.spots(text)) == "\udc80 ***"


def test_hyperscan_is_not_loaded():
    code = (
        "import sys; from mooring.content.options import NO_CONTENT; from mooring.content.secrets.masking import mask_text;"
        "mask_text('DB_PASSWORD=hunter22 key token', NO_CONTENT); print('hyperscan' in sys.modules, 'tomllib' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split()[0] == "False"
