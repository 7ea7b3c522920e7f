"""The page says what the rules say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def test_the_page_of_rules_is_up_to_date():
    done = subprocess.run(
        [sys.executable, "scripts/secret_rule_page.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert (done.returncode, done.stdout) == (0, ""), "run `python scripts/secret_rule_page.py`"
