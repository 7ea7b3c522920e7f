"""Write `docs/secret-rules.md`, the table of all rules of the secret search; with `--check` only compare."""

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "src" / "mooring" / "content" / "secrets" / "rules"
PAGE = ROOT / "docs" / "secret-rules.md"
HEAD = """# Rules of the secret search

{count} rules come with Mooring. [secrets.md](secrets.md) says how they are read and how you add your own.
The severity says what its holder can do with a secret: `critical` is money, production data, or code that others run; `low` is made to be
public, or needs something else. *offline check*: the token carries a checksum or an end that needs no network to look at.
"""


def main() -> int:
    """Bring the page up to date; with --check, exit 1 where it is not."""
    text = page()
    is_stale = not PAGE.exists() or PAGE.read_text() != text
    if is_stale and "--check" in sys.argv[1:]:
        print(f"stale: {PAGE.name}")
        return 1
    if is_stale:
        PAGE.write_text(text)
    return 0


def page() -> str:
    """Every rule by file, in the order of the files' names."""
    count, parts = 0, []
    for path in sorted(RULES.glob("*.toml")):
        content = path.read_text()
        rules = tomllib.loads(content)["rules"]
        count += len(rules)
        parts.append(f"## {heading(path.stem)}\n\n{summary(content)}\n\n{table(rules)}")
    return "\n".join([HEAD.format(count=count), *parts])


def heading(stem: str) -> str:
    """The file's name as words; short ones (`ai`, `aws`) are abbreviations."""
    words = " ".join(word.upper() if word in ("ai", "aws", "ci") else word for word in stem.split("_"))
    return words[0].upper() + words[1:]


def summary(content: str) -> str:
    """What the comment at the head of a file says."""
    lines = content.splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    told = [line.removeprefix("#").strip() for line in lines[:end]]
    return " ".join(line for line in told if not line.startswith("The language of the examples"))


def table(rules: list[dict[str, Any]]) -> str:
    """A row a rule."""
    rows = ["| rule | finds | severity | what its holder can do |", "|---|---|---|---|"]
    for rule in rules:
        check = " (offline check)" if "checksum" in rule else ""
        rows.append(f"| `{rule['id']}` | {rule['title']}{check} | {rule['severity']} | {rule['description']} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
