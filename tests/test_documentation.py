"""The docs say what the program says of itself, and mention everything it has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mooring.base.families import collect
from mooring.cli.main import COMMANDS
from mooring.reports.format import ReportFormat

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def test_the_generated_parts_are_up_to_date():
    done = subprocess.run([sys.executable, "scripts/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, ""), "run `python scripts/docs.py`"


@pytest.mark.parametrize("name", [one.name for one in collect("mooring.reports", ReportFormat, contract="format")])
def test_every_report_format_is_described(name):
    assert f"| `{name}` |" in (DOCS / "reports.md").read_text()


def test_every_command_is_described():
    page = (DOCS / "commands.md").read_text()

    assert [name for name in COMMANDS if f"## mooring {name}" not in page] == []


def test_every_page_is_linked():
    """From the README, from another page, or (decisions) by their folder."""
    texts = [ROOT / "README.md", *DOCS.glob("*.md")]
    linked = " ".join(path.read_text() for path in texts)

    assert [page.name for page in DOCS.glob("*.md") if page.name not in linked] == []


def test_every_link_leads_somewhere():
    pages = [ROOT / "README.md", *DOCS.rglob("*.md"), ROOT / "bench" / "README.md"]
    links = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text())]

    assert [f"{page.name}: {to}" for page, to in links if "://" not in to and not (page.parent / to).exists()] == []
